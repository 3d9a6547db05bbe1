"""The way back for somebody whose invitation was withdrawn: /meetings/<meeting>/participants/<invitee>/invite-again/."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Invitee, Meeting
from meetings.services import call_off, send_invitations, uninvite
from outbox.delivery import run_due
from outbox.models import Message, State
from tests.meetings.letters import alive, change, let_leave, sequences
from tests.servers import MailServer

ClientOf = Callable[[Any], Client]


def url_of(seat: Invitee) -> str:
    return reverse("meetings:invite-again", args=[seat.meeting_id, seat.pk])


@pytest.fixture
def seat(meeting: Meeting, outi: Member, aino: Member, petri: Member) -> Invitee:
    """Petri's seat, after the letter that withdrew the invitation has left."""
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    seat = meeting.invitees.get(member=petri)
    uninvite(invitee=seat, by=outi)
    let_leave()
    return seat


def test_the_page_shows_who_is_not_expected(
    seat: Invitee, outi: Member, client_of: ClientOf
) -> None:
    page = reverse("meetings:participants", args=[seat.meeting_id])
    html = client_of(outi).get(page).content.decode()
    assert "Ei odoteta mukaan" in html
    assert "Kutsu uudelleen" in html
    assert url_of(seat) in html


def test_the_person_gets_a_new_invitation_above_the_cancellation(
    seat: Invitee, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    response = client_of(outi).post(url_of(seat))
    assert response["Location"].endswith("?done=meetings-invited")
    seat.refresh_from_db()
    assert (seat.uninvited_at, seat.answer) == (None, "")
    assert sequences(petri) == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    assert alive("meetings.invite")[str(petri.pk)].subject.startswith("Kutsu: ")


def test_the_new_invitation_passes_the_guard(
    seat: Invitee, outi: Member, petri: Member, client_of: ClientOf, smtp_server: MailServer
) -> None:
    client_of(outi).post(url_of(seat))
    assert run_due() == 1
    letter = Message.objects.filter(person=str(petri.pk)).latest("created_at")
    assert letter.state == State.SENT


def test_the_others_do_not_notice(
    seat: Invitee, outi: Member, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    client_of(outi).post(url_of(seat))
    let_leave()
    change(seat.meeting, place="Muualla")
    assert sequences(aino) == [("REQUEST", 0), ("REQUEST", 3)]
    assert sequences(petri)[-1] == ("REQUEST", 3)


def test_again_and_again_the_number_grows(
    seat: Invitee, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    client.post(url_of(seat))
    let_leave()
    seat.refresh_from_db()
    uninvite(invitee=seat, by=outi)
    let_leave()
    client.post(url_of(seat))
    assert sequences(petri) == [
        ("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3), ("REQUEST", 4),
    ]  # fmt: skip


def test_twice_is_once(seat: Invitee, outi: Member, petri: Member, client_of: ClientOf) -> None:
    client = client_of(outi)
    client.post(url_of(seat))
    second = client.post(url_of(seat))
    assert second["Location"].endswith("?done=meetings-invited-again")
    assert len(sequences(petri)) == 3


@pytest.mark.parametrize("over", ["begun", "off"])
def test_is_refused_when_it_makes_no_sense(
    seat: Invitee, outi: Member, client_of: ClientOf, over: str,
    travel: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    if over == "begun":
        travel(seat.meeting.starts_at + dt.timedelta(minutes=1))
    else:
        call_off(meeting=seat.meeting, reason="", instead="", by=outi)
    response = client_of(outi).post(url_of(seat))
    seat.refresh_from_db()
    assert response.status_code == 400
    assert seat.uninvited_at is not None
