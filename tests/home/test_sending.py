"""One sending: each person, how far the letter is, why, and what can be done."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from outbox.models import Message, Reason, State
from tests import factories
from tests.factories import make_message

ClientOf = Callable[[Member | User], Client]


def path(meeting: Meeting, kind: str = "meetings.invite", deed: str = "") -> str:
    return f"/clubs/{meeting.season.club_id}/mail/sent/meeting:{meeting.pk}/{kind}/{deed}"


def test_each_person_with_the_state_in_words(
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    aino: Member,
    petri: Member,
    leena: Member,
    timo: Member,
) -> None:
    uuno = factories.make_member(outi.club, "Uuno", "Uusi")
    make_message(invited, aino, State.SENT)
    make_message(invited, petri, State.FAILED, reason=Reason.FULL)
    make_message(invited, leena, State.QUEUED)
    make_message(invited, timo, State.UNSURE)
    make_message(invited, uuno, State.CANCELLED, reason=Reason.UNWANTED)
    html = client_of(outi).get(path(invited)).content.decode()
    words = html.replace("\n", " ")
    assert "lähetetty 1/4" in words
    for state in ("jonossa", "lähetetty", "epävarma", "ei perille", "peruttu"):
        assert f"</svg>{state}" in words
    assert "postilaatikko on täynnä" in words
    assert words.count("/mend/") == 2


def test_a_second_letter_stands_in_the_place_of_the_first(
    client_of: ClientOf, outi: Member, invited: Meeting, aino: Member
) -> None:
    failed = make_message(invited, aino, State.FAILED)
    make_message(invited, aino, State.SENT, resend_of=failed)
    html = client_of(outi).get(path(invited)).content.decode()
    assert "lähetetty 1/1" in html
    assert "/mend/" not in html


def test_a_sending_that_there_is_not(client_of: ClientOf, outi: Member, invited: Meeting) -> None:
    assert client_of(outi).get(path(invited)).status_code == 404


def test_stopping_takes_back_what_has_not_left(
    client_of: ClientOf, outi: Member, invited: Meeting, aino: Member, petri: Member
) -> None:
    make_message(invited, aino, State.SENT)
    waiting = make_message(invited, petri, State.QUEUED)
    client = client_of(outi)
    response = client.post(path(invited, deed="stop/"))
    waiting.refresh_from_db()

    assert response["Location"] == f"/clubs/{outi.club_id}/mail/?done=sending-stopped"
    assert waiting.state == State.CANCELLED
    assert Message.objects.filter(state=State.SENT).count() == 1
    again = client.post(path(invited, deed="stop/"))
    assert again["Location"] == f"/clubs/{outi.club_id}/mail/?done=sending-gone"


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [
        ("meetings.invite", False),
        ("meetings.remind14", False),
        ("meetings.changed", True),
        ("meetings.cancelled", True),
        ("meetings.uninvited", True),
    ],
)
def test_who_stops_a_change_is_told_that_calendars_keep_the_old_entry(
    client_of: ClientOf, outi: Member, invited: Meeting, aino: Member, kind: str, is_told: bool
) -> None:
    """Before the press, beside the button."""
    make_message(invited, aino, State.QUEUED, kind=kind)
    html = client_of(outi).get(f"/clubs/{outi.club_id}/mail/leaving/").content.decode()
    assert "/stop/" in html
    assert ("vanha merkintä jää" in html) is is_told


def test_what_leaves_is_a_fragment_that_asks_until_all_has_left(
    client_of: ClientOf, outi: Member, invited: Meeting, aino: Member
) -> None:
    letter = make_message(invited, aino, State.QUEUED)
    client, leaving = client_of(outi), f"/clubs/{outi.club_id}/mail/leaving/"
    first = client.get(leaving).content.decode()
    assert "Lähetetään 0/1" in first
    assert "hx-get" in first
    assert "<html" not in first
    Message.objects.filter(pk=letter.pk).update(state=State.SENT)
    assert "hx-get" not in client.get(leaving).content.decode()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for member in factories.make_members(outi.club, number):
        make_message(invited, member, State.FAILED)
    client = client_of(outi)
    with django_assert_num_queries(8):
        client.get(path(invited))
