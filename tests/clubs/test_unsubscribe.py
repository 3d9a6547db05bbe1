"""The link in a letter, and the mail program's own button, that end letters of one matter."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from clubs.letters import OPTIONAL_KINDS, choices_url, unsubscribe_url, wants
from clubs.models import Member
from clubs.services import join_club
from tests.factories import make_club, make_member

REMINDER = "meetings.remind7"
REMINDERS = ["meetings.remind14", "meetings.remind7"]


def path(member: Member, kind: str = REMINDER) -> str:
    return unsubscribe_url(member, kind).removeprefix(settings.BASE_URL)


def one_click(member: Member, kind: str = REMINDER) -> None:
    """A mail program: it knows no cookie and no CSRF token, and follows no redirect (RFC 8058)."""
    program = Client(enforce_csrf_checks=True)
    response = program.post(path(member, kind), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200


def test_reading_asks_and_changes_nothing(client: Client, aino: Member) -> None:
    for _again in range(3):
        response = client.get(path(aino))
        assert client.head(path(aino)).status_code == 200
    aino.refresh_from_db()

    assert response.status_code == 200
    assert "Muistutukset vastaamisesta" in response.content.decode()
    assert aino.muted_letters == []
    assert response["Referrer-Policy"] == "no-referrer, same-origin"


def test_one_click_ends_the_whole_matter_and_a_second_changes_nothing(aino: Member) -> None:
    one_click(aino)
    one_click(aino)
    aino.refresh_from_db()

    assert aino.muted_letters == sorted(REMINDERS)
    assert [kind for kind in sorted(OPTIONAL_KINDS) if not wants(aino, kind)] == sorted(REMINDERS)


def test_a_press_on_the_page_ends_them_and_another_brings_them_back(
    client: Client, aino: Member
) -> None:
    link = path(aino, "feedback.request")
    ended = client.post(link)
    assert (ended.status_code, ended["Location"]) == (303, link)
    assert "Näitä viestejä ei enää tule sinulle." in client.get(ended["Location"]).content.decode()

    client.post(link, {"take": "1"})
    aino.refresh_from_db()
    assert aino.muted_letters == []


def test_what_was_refused_before_stays_refused(client: Client, aino: Member) -> None:
    one_click(aino, "meetings.soon")
    one_click(aino, "meetings.agreed_due")
    aino.refresh_from_db()
    assert aino.muted_letters == ["meetings.agreed_due", "meetings.soon"]


def test_it_is_about_one_club_only(aino: Member) -> None:
    elsewhere = make_member(make_club("Toinen"), "Aino", "Salonen", user=aino.user)
    one_click(aino)
    elsewhere.refresh_from_db()
    assert elsewhere.muted_letters == []


def test_the_page_speaks_the_language_of_the_letter(client: Client, aino: Member) -> None:
    assert aino.user is not None
    aino.user.language = "sv"
    aino.user.save()
    assert "Påminnelser om att svara" in client.get(path(aino)).content.decode()


def test_an_old_letter_unsubscribes_also_after_joining(client: Client, aino: Member) -> None:
    uuno = make_member(aino.club, "Uuno", "Uusi", user=None)
    old = path(uuno)
    join_club(member=uuno)
    client.post(old)
    uuno.refresh_from_db()
    assert not wants(uuno, REMINDER)


def test_who_has_left_gets_a_plain_page(client: Client, aino: Member) -> None:
    aino.left_at = timezone.now()
    aino.save()
    response = client.post(path(aino))
    aino.refresh_from_db()
    assert response.status_code == 410
    assert aino.muted_letters == []


@pytest.mark.parametrize("kind", ["meetings.invite", "boards.memo", "nonsense"])
def test_what_everybody_gets_cannot_be_refused(client: Client, aino: Member, kind: str) -> None:
    assert unsubscribe_url(aino, kind) == ""
    assert client.post(path(aino).replace(REMINDER, kind)).status_code == 404
    assert client.get(f"/u/mistyped/{kind}/").status_code == 404


def test_other_methods_are_refused(client: Client, aino: Member) -> None:
    assert client.put(path(aino)).status_code == 405
    assert choices_url(aino).startswith(settings.BASE_URL + "/u/")
