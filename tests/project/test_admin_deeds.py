"""What site admins can do in the admin: each deed is asked about first, goes through a service, and stands in the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from clubs.models import Member
from meetings.models import Invitee, SeasonInvitation
from outbox.models import Channel, Message, Reason, Suppression
from outbox.services import channel_state
from tests import factories
from tests.cast import Cast
from ui import admin as admin_pages

MESSAGES, MEMBERS, SEATS = (
    f"/admin/{path}/" for path in ("outbox/message", "clubs/member", "meetings/invitee")
)
SUPPRESSIONS, CHANNEL = "/admin/outbox/suppression/", "/admin/outbox/channel/"


@pytest.fixture
def site(client_of: Callable[[User], Client], admin: User) -> Client:
    """The site admin's browser."""
    return client_of(admin)


def ask(site: Client, path: str, action: str, *rows: Any) -> str:
    """Choose rows in a list and press an action; return the page that asks."""
    keys = [str(row.pk) for row in rows]
    answer = site.post(path, {"action": action, "index": 0, "_selected_action": keys})
    assert answer.status_code == 200
    return answer.content.decode()


def confirm(site: Client, path: str, action: str, *rows: Any) -> str:
    """Press the button of the page that asks; return the page that tells what came of it."""
    keys = [str(row.pk) for row in rows]
    answer = site.post(path, {"action": action, "is_sure": "1", "_selected_action": keys})
    assert answer.status_code == 200
    return answer.content.decode()


def logged(admin: User) -> list[tuple[str, str, str]]:
    """Return what the log says of the site admin: the deed, the club, and about what."""
    lines = Entry.objects.filter(actor=str(admin.pk)).exclude(action="accounts.signed_in")
    return list(lines.values_list("action", "club", "object"))


def test_a_letter_that_did_not_get_through_is_sent_again(
    site: Client, admin: User, cast: Cast
) -> None:
    failed = factories.make_message(cast.meeting, cast.aino, "failed", reason="full")
    left = factories.make_message(cast.meeting, cast.petri, "sent")

    question = ask(site, MESSAGES, "send_again", failed, left)
    assert "Kutsu: Aino" in question
    assert Message.objects.count() == 2

    said = confirm(site, MESSAGES, "send_again", failed, left)

    anew = Message.objects.get(resend_of=failed)
    assert (anew.to_email, anew.state) == (cast.aino.email, "queued")
    assert Message.objects.count() == 3
    assert "Tehty: 1 rivi." in said
    assert "Vain viestin, joka ei mennyt perille, voi lähettää uudelleen." in said
    assert logged(admin) == [("outbox.resent", str(cast.club.pk), str(failed.pk))]


def test_a_letter_sent_again_brings_the_joining_link_anew(site: Client, cast: Cast) -> None:
    """So the people page counts the days of the link from it."""
    Member.objects.filter(pk=cast.aino.pk).update(user=None, joining_mailed_at=None)
    failed = factories.make_message(cast.meeting, cast.aino, "failed", reason="full")

    confirm(site, MESSAGES, "send_again", failed)

    cast.aino.refresh_from_db()
    assert cast.aino.joining_mailed_at is not None


def test_the_same_press_twice_sends_once(site: Client, cast: Cast) -> None:
    failed = factories.make_message(cast.meeting, cast.aino, "failed", reason="full")

    confirm(site, MESSAGES, "send_again", failed)
    said = confirm(site, MESSAGES, "send_again", failed)

    assert Message.objects.filter(resend_of=failed).count() == 1
    assert "Tehty: 0 riviä." in said


def test_an_address_is_let_again(site: Client, admin: User) -> None:
    row = Suppression.objects.create(
        address="vanha@example.org", reason=Reason.ADDRESS, since=timezone.now()
    )
    assert "vanha@example.org" in ask(site, SUPPRESSIONS, "clear", row)

    confirm(site, SUPPRESSIONS, "clear", row)
    again = confirm(site, SUPPRESSIONS, "clear", row)

    row.refresh_from_db()
    assert row.cleared_at is not None
    assert "Tähän osoitteeseen lähtee jo viestejä." in again
    assert logged(admin) == [("outbox.address_works", "", str(row.pk))]


def test_sending_is_paused_and_resumed(site: Client, admin: User) -> None:
    row = Channel.objects.get_or_create()[0]
    ask(site, CHANNEL, "pause", row)
    assert not channel_state().is_paused

    confirm(site, CHANNEL, "pause", row)
    assert channel_state().is_paused
    assert "Lähetys on jo keskeytetty." in confirm(site, CHANNEL, "pause", row)

    confirm(site, CHANNEL, "resume", row)
    assert not channel_state().is_paused
    assert "Viestit lähtevät jo." in confirm(site, CHANNEL, "resume", row)
    assert sorted(action for action, _club, _object in logged(admin)) == [
        "outbox.paused",
        "outbox.resumed",
    ]


def test_a_membership_is_ended_but_not_the_last_facilitators(
    site: Client, admin: User, cast: Cast
) -> None:
    question = ask(site, MEMBERS, "end_memberships", cast.aino, cast.outi)
    assert f"{cast.aino.full_name}, {cast.club.name}" in question

    said = confirm(site, MEMBERS, "end_memberships", cast.aino, cast.outi)

    there = Member.objects.active().filter(pk__in=[cast.aino.pk, cast.outi.pk])
    assert [member.pk for member in there] == [cast.outi.pk]
    assert Invitee.objects.get(member=cast.aino).uninvited_at is not None
    assert "Klubi tarvitsee vetäjän." in said
    assert logged(admin) == [("clubs.left", str(cast.club.pk), str(cast.aino.pk))]


def test_the_links_of_letters_are_ended(site: Client, admin: User, cast: Cast) -> None:
    """Whoever had the letter reads that the link has ended; the person's next letter has a new one."""
    seat = Invitee.objects.get(member=cast.aino, meeting=cast.meeting)
    season = SeasonInvitation.objects.create(season=cast.season, member=cast.aino)
    path = f"/a/{factories.answer_token(seat)}/"
    opened = Client()
    assert opened.get(path).status_code == 200

    confirm(site, SEATS, "end_links", seat)
    confirm(site, "/admin/meetings/seasoninvitation/", "end_links", season)

    assert opened.get(path).status_code != 200
    seat.refresh_from_db()
    season.refresh_from_db()
    assert Client().get(f"/a/{factories.answer_token(seat)}/").status_code == 200
    assert (seat.generation, season.generation) == (1, 1)
    assert sorted(logged(admin)) == sorted(
        ("meetings.links_revoked", str(cast.club.pk), str(row.pk)) for row in (seat, season)
    )


def test_a_calendar_feed_gets_a_new_address(site: Client, admin: User, zaida: User) -> None:
    confirm(site, "/admin/accounts/user/", "renew_feeds", zaida)

    zaida.refresh_from_db()
    assert zaida.feed_generation == 1
    assert logged(admin) == [("accounts.feed_renewed", "", str(zaida.pk))]


def test_more_rows_than_one_sending_may_have_are_refused(
    site: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is half done, whether it is asked or confirmed."""
    monkeypatch.setattr(admin_pages, "DEEDS_MAX", 1)

    for press in (ask, confirm):
        said = press(site, MEMBERS, "end_memberships", cast.aino, cast.petri)
        assert "Valitsit yli 1 riviä." in said

    assert cast.aino.__class__.objects.active().filter(club=cast.club).count() == 5


def test_lists_read_the_names_behind_plain_keys(site: Client, cast: Cast) -> None:
    """Letters and log lines name clubs and people, and can be chosen by club."""
    factories.make_message(cast.meeting, cast.aino)
    confirm(site, MEMBERS, "end_memberships", cast.petri)

    letters = site.get(MESSAGES, {"club": str(cast.club.pk)}).content.decode()
    log = site.get("/admin/audit/entry/", {"club": str(cast.club.pk)}).content.decode()
    others = site.get(MESSAGES, {"club": str(cast.other_club.pk)}).content.decode()

    assert f'<td class="field-of_club">{cast.club.name}</td>' in letters
    assert f'<td class="field-of_club">{cast.club.name}</td>' in log
    assert '<td class="field-by_whom">Saara Säätäjä</td>' in log
    assert "field-of_club" not in others


def test_who_had_left_is_let_back(site: Client, admin: User, cast: Cast) -> None:
    said = confirm(site, MEMBERS, "let_back", cast.eero)

    cast.eero.refresh_from_db()
    assert cast.eero.is_active
    assert "Tehty: 1 rivi." in said
    assert logged(admin) == [("clubs.returned", str(cast.club.pk), str(cast.eero.pk))]
