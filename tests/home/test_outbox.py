"""The club's letters: what is to be mended, what is leaving and will leave, and how far each sending is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from meetings.services import move_letter, skip_letter
from outbox.models import Reason, State
from outbox.services import pause_sending
from tests import factories
from tests.factories import make_message

ClientOf = Callable[[Member | User], Client]


def page(client: Client, member: Member, query: str = "") -> str:
    response = client.get(f"/clubs/{member.club_id}/mail/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_failure_tells_why_and_offers_the_correction(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, invited: Meeting
) -> None:
    failed = make_message(invited, aino, State.FAILED, reason=Reason.ADDRESS)
    make_message(invited, petri, State.SENT)
    html = page(client_of(outi), outi)
    assert "Osoitetta ei ole." in html
    assert "1 muu sai viestin." in html
    assert f"/clubs/{outi.club_id}/mail/letters/{failed.pk}/mend/" in html
    assert f'value="{aino.email}"' in html
    assert "Korjattavaa 1" in html


def test_what_needs_no_mending_is_not_listed(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, invited: Meeting
) -> None:
    """Sent anew meanwhile; of a revision that is no longer told; of somebody who has left."""
    hour = timezone.now() - timedelta(hours=1)
    make_message(invited, aino, State.FAILED, created_at=hour)
    make_message(invited, aino, State.SENT)
    make_message(invited, petri, State.FAILED, key=f"invite:{invited.pk}:7:{petri.pk}")
    assert "Korjattavaa 0" in page(client_of(outi), outi)


def test_what_is_leaving_can_be_stopped(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, invited: Meeting
) -> None:
    make_message(invited, aino, State.SENT)
    make_message(invited, petri, State.QUEUED)
    html = page(client_of(outi), outi)
    assert f"Kutsu: {invited.title}" in html
    assert "Lähetetään 1/2" in html
    assert f"/mail/sent/meeting:{invited.pk}/meetings.invite/stop/" in html
    assert 'hx-trigger="every 2s"' in html


def test_what_has_left_says_how_many_and_leads_to_its_people(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, invited: Meeting
) -> None:
    make_message(invited, aino, State.SENT)
    make_message(invited, petri, State.UNSURE)
    html = page(client_of(outi), outi, "?show=sent")
    assert "lähetetty 1/2" in html
    assert f"/mail/sent/meeting:{invited.pk}/meetings.invite/" in html
    assert 'id="coming"' not in html


def test_planned_letters_tell_when_to_whom_and_why(
    client_of: ClientOf, outi: Member, invited: Meeting
) -> None:
    html = page(client_of(outi), outi, "?show=coming")
    assert f"Muistutus: {invited.title}" in html
    assert "4 vastaanottajaa" in html
    assert "Lähetä nyt, siirrä tai ohita" in html
    assert 'id="sent"' not in html


def test_a_whole_years_letters_are_one_press_away(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    """The page that shows everything names the next eight and leads to the rest."""
    type(invited.season).objects.update(announced_at=timezone.now())
    for number in range(8):
        meeting = factories.make_meeting(invited.season, days=60 + 28 * number)
        factories.make_invitee(meeting, aino, invited_at=None)
    client = client_of(outi)
    first, whole = page(client, outi), page(client, outi, "?show=coming")
    assert first.count('<li id="planned-') == 8
    count = whole.count('<li id="planned-')
    assert count > 8
    assert f"Kaikki {count} tulevaa viestiä" in first


def test_what_was_skipped_or_moved_can_be_taken_back(
    client_of: ClientOf, outi: Member, invited: Meeting
) -> None:
    """The bar stands where the address names the deed, and posts what was before it."""
    client, now = client_of(outi), timezone.now()
    skip_letter(meeting=invited, step="remind7", by=outi)
    skipped = page(client, outi, f"?undo={invited.pk}-remind7:")
    assert "Ohitettu: Muistutus" in skipped
    assert 'name="action" value="restore" autofocus' in skipped

    move_letter(meeting=invited, step="remind14", send_at=now + timedelta(days=1), by=outi)
    was = "2030-01-02T03:04:05+00:00".replace("+", "%2B")
    moved = page(client, outi, f"?undo={invited.pk}-remind14:{was}")
    assert "Muistutus siirrettiin:" in moved
    assert 'name="at" value="2030-01-02T03:04:05+00:00"' in moved
    assert "Kumoa" not in page(client, outi, "?undo=nonsense")


def test_a_paused_channel_is_told_with_what_to_do(client_of: ClientOf, outi: Member) -> None:
    assert "Viestit eivät nyt lähde." not in page(client_of(outi), outi)
    pause_sending(reason="login", by="test")
    html = page(client_of(outi), outi)
    assert "Viestit eivät nyt lähde." in html
    assert "Kerro ylläpitäjälle" in html


def test_other_clubs_letters_are_not_shown(
    client_of: ClientOf, outi: Member, ulla: Member, invited: Meeting
) -> None:
    make_message(invited, ulla, State.FAILED, to_name="Ulla Ulkoinen")
    assert "Ulla Ulkoinen" not in page(client_of(outi), outi)


def test_only_facilitators(client_of: ClientOf, outi: Member, aino: Member, ulla: Member) -> None:
    path = f"/clubs/{outi.club_id}/mail/"
    assert client_of(aino).get(path).status_code == 403
    assert client_of(ulla).get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place, member in enumerate(factories.make_members(outi.club, number)):
        factories.make_invitee(invited, member)
        make_message(invited, member, State.FAILED)
        make_message(invited, member, State.SENT, kind=f"kind{place}")
    client = client_of(outi)
    with django_assert_num_queries(25):
        page(client, outi)
