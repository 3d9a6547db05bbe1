"""Withdrawing one person's invitation: /meetings/<meeting>/participants/<invitee>/uninvite/."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from clubs.models import Member
from clubs.people import Person
from clubs.services import add_people, leave_club
from meetings.models import Answer, Invitee, Meeting
from meetings.seats import seats_of
from meetings.services import call_off, record_answer, remind_silent, send_invitations, uninvite
from outbox.models import Message, State
from tests import factories
from tests.meetings.letters import alive, change, let_leave, sequences

ClientOf = Callable[[Any], Client]


def url_of(seat: Invitee) -> str:
    return reverse("meetings:uninvite", args=[seat.meeting_id, seat.pk])


@pytest.fixture
def told(meeting: Meeting, outi: Member, aino: Member, petri: Member) -> Meeting:
    """Everybody's invitation has left."""
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    return meeting


@pytest.fixture
def seat(told: Meeting, petri: Member) -> Invitee:
    """Petri's seat."""
    return told.invitees.get(member=petri)


def test_only_that_person_hears_of_it(
    seat: Invitee, outi: Member, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    response = client_of(outi).post(url_of(seat))
    assert (response.status_code, response["Location"]) == (
        303,
        f"/meetings/{seat.meeting_id}/participants/?done=meetings-uninvited-told",
    )
    assert (sequences(petri), sequences(aino)) == (
        [("REQUEST", 0), ("CANCEL", 1)],
        [("REQUEST", 0)],
    )
    letter = alive("meetings.uninvited")[str(petri.pk)]
    assert letter.subject.startswith("Kutsusi on peruttu: Hyvinvointi työssä, ")
    assert "Muut tapaavat suunnitellusti." in letter.text
    assert "peruttu: " not in letter.subject.partition(":")[2]
    entry = Entry.objects.get(action="meetings.uninvite")
    assert entry.detail == str(seat.pk)


def test_whom_no_invitation_reached_hears_nothing(
    meeting: Meeting, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    seat = meeting.invitees.get(member=petri)
    response = client_of(outi).post(url_of(seat))
    assert response["Location"].endswith("?done=meetings-uninvited")
    rows = Message.objects.filter(person=str(petri.pk)).values_list("kind", "state")
    assert list(rows) == [("meetings.invite", "cancelled")]


def test_twice_is_once(seat: Invitee, outi: Member, petri: Member, client_of: ClientOf) -> None:
    client = client_of(outi)
    client.post(url_of(seat))
    client.post(url_of(seat))
    assert sequences(petri) == [("REQUEST", 0), ("CANCEL", 1)]


def test_is_in_no_list_and_gets_no_letter(
    seat: Invitee, outi: Member, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    uninvite(invitee=seat, by=outi)
    let_leave()
    meeting = seat.meeting
    assert petri not in [one.invitee.member for one in seats_of(meeting).seats]
    remind_silent(meeting=meeting, sender=outi)
    change(meeting, place="Muualla")
    send_invitations(meeting=meeting, sender=outi)
    call_off(meeting=meeting, reason="", instead="", by=outi)
    assert sequences(petri) == [("REQUEST", 0), ("CANCEL", 1)]
    # Everybody else has passed number 1, which Petri's cancellation took.
    assert sequences(aino)[0] == ("REQUEST", 0)
    assert sequences(aino)[-1] == ("CANCEL", 3)
    html = client_of(aino).get(reverse("meetings:participants", args=[meeting.pk])).content.decode()
    assert "Petri Pelto" not in html


def test_the_persons_own_pages_know_it(
    seat: Invitee, outi: Member, petri: Member, client: Client, client_of: ClientOf
) -> None:
    link = reverse("meetings:answer", args=[factories.answer_token(seat)])
    uninvite(invitee=seat, by=outi)
    page = client.get(link)
    assert page.status_code == 410
    assert "Kutsusi on peruttu" in page.content.decode()
    assert client.post(link, {"answer": "yes"}).status_code == 410
    own = client_of(petri)
    assert own.post(reverse("meetings:answer-own", args=[seat.meeting_id])).status_code == 404
    assert "Ei vielä vastausta" not in own.get("/me/").content.decode()
    with pytest.raises(ValidationError, match="peruttu"):
        record_answer(invitee=seat, value="yes", source=Answer.Source.FACILITATOR)


def test_a_light_session_ends_with_it(
    seat: Invitee, outi: Member, link_client: Callable[[Invitee], Client]
) -> None:
    client = link_client(seat)
    page = reverse("meetings:meeting", args=[seat.meeting_id])
    assert client.get(page).status_code == 200
    uninvite(invitee=seat, by=outi)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("over", ["over", "off"])
def test_is_refused_when_it_makes_no_sense(
    seat: Invitee, outi: Member, client_of: ClientOf, over: str,
    travel: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    if over == "over":
        travel(seat.meeting.ends_at + dt.timedelta(minutes=1))
    else:
        call_off(meeting=seat.meeting, reason="", instead="", by=outi)
    response = client_of(outi).post(url_of(seat))
    seat.refresh_from_db()
    assert (response.status_code, seat.uninvited_at) == (400, None)


def test_the_letter_is_not_said_to_somebody_invited_again_meanwhile(
    seat: Invitee, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    """The cancellation had not left: it is taken back, and the invitation that Petri has still holds."""
    client = client_of(outi)
    client.post(url_of(seat))
    client.post(reverse("meetings:invite-again", args=[seat.meeting_id, seat.pk]))
    seat.refresh_from_db()
    assert seat.uninvited_at is None
    assert sequences(petri) == [("REQUEST", 0)]


# --- Leaving the club -------------------------------------------------------------------------------------------
def test_who_leaves_the_club_is_off_its_coming_meetings(
    told: Meeting, outi: Member, petri: Member
) -> None:
    past = factories.make_meeting(told.season, days=-21)
    factories.make_invitee(past, petri, "yes")
    later = factories.make_meeting(told.season, days=50)
    factories.make_invitee(later, petri, invited_at=None)
    leave_club(member=petri, ended_by=outi.user)
    assert sequences(petri) == [("REQUEST", 0), ("CANCEL", 1)]
    letter = alive("meetings.uninvited")[str(petri.pk)]
    assert "olet poistunut klubista" in letter.text
    expected = set(petri.invitations.seated().values_list("meeting", flat=True))
    assert expected == {past.pk}


def test_whoever_leaves_before_the_invitation_hears_nothing(
    meeting: Meeting, outi: Member, petri: Member
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    leave_club(member=petri, ended_by=outi.user)
    assert Message.objects.get(person=str(petri.pk)).state == State.CANCELLED


def test_who_comes_back_is_invited_with_a_higher_number(
    told: Meeting, outi: Member, petri: Member
) -> None:
    leave_club(member=petri, ended_by=outi.user)
    let_leave()
    petri.refresh_from_db()
    [back] = add_people(
        club=petri.club,
        people=[Person(first_name="Petri", last_name="Pelto", email=petri.email)],
    )
    assert back == petri
    assert send_invitations(meeting=told, sender=outi) == 1
    assert sequences(petri) == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
