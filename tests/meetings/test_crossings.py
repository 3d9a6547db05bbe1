"""Two things that cross: a click and a tick, a change and a letter that waits, an answer and a move."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clubs.models import Member
from home.services import stop_sending
from meetings import kinds
from meetings.models import Invitee, Meeting
from meetings.planned import due
from meetings.services import (
    invite_again,
    move_meeting,
    record_answer,
    remind_due,
    remind_silent,
    send_invitations,
    uninvite,
)
from meetings.services.reminding import send_due
from outbox.models import Message, State
from tests.meetings.letters import alive, change, let_leave

pytestmark = pytest.mark.django_db
PLACE = "Kirjasto Kaarna"


@pytest.fixture
def told(meeting: Meeting, outi: Member, aino: Member, petri: Member) -> Meeting:
    """Everybody's invitation has left."""
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    return meeting


def opened(meeting: Meeting) -> Meeting:
    """The row as somebody's request has read it."""
    return Meeting.objects.select_related("season__club").get(pk=meeting.pk)


def seat_of(meeting: Meeting, member: Member) -> Invitee:
    return meeting.invitees.select_related("meeting__season__club", "member__user").get(
        member=member
    )


def test_a_letter_owed_to_one_person_takes_back_nobody_elses(
    told: Meeting, outi: Member, aino: Member
) -> None:
    """Aino is let off and expected again while the server is away; the meeting changes in between."""
    uninvite(invitee=seat_of(told, aino), by=outi)
    change(told, place=PLACE)
    waiting = set(alive(kinds.CHANGED))
    assert str(aino.pk) not in waiting
    assert waiting
    invite_again(invitee=seat_of(told, aino), by=outi)
    remind_due(now=timezone.now())
    remind_due(now=timezone.now())
    assert set(alive(kinds.CHANGED)) == waiting | {str(aino.pk)}


def test_who_is_let_off_and_expected_again_still_hears_of_the_change(
    told: Meeting, outi: Member, aino: Member
) -> None:
    """The letter of change waited when Aino was let off; it was taken back with that letter."""
    change(told, place=PLACE)
    uninvite(invitee=seat_of(told, aino), by=outi)
    invite_again(invitee=seat_of(told, aino), by=outi)
    remind_due(now=timezone.now())
    row = alive(kinds.CHANGED)[str(aino.pk)]
    assert PLACE in row.text
    assert str(aino.pk) not in alive(kinds.UNINVITED)


def test_stopped_invitations_leave_when_the_facilitator_sends_them_again(
    meeting: Meeting, outi: Member, aino: Member
) -> None:
    count = send_invitations(meeting=meeting, sender=outi)
    assert stop_sending(topic=kinds.topic_of(meeting), kind=kinds.INVITE, by=outi) == count
    remind_due(now=timezone.now())
    assert alive(kinds.INVITE) == {}
    assert send_invitations(meeting=meeting, sender=outi) == count
    assert len(alive(kinds.INVITE)) == count
    assert send_invitations(meeting=meeting, sender=outi) == 0


def test_a_tick_that_crosses_a_change_writes_nothing_old(told: Meeting) -> None:
    now = told.starts_at - dt.timedelta(days=7, minutes=-10)
    Invitee.objects.update(invited_at=told.starts_at - dt.timedelta(days=30))
    sendings = [one for one in due(now=now, since=now).sendings if one.recipients]
    change(told, place=PLACE)
    for sending in sendings:
        send_due(sending=sending, now=now)
    assert sendings
    reminders = Message.objects.filter(kind__in=kinds.REMINDERS, state=State.QUEUED)
    assert [row.kind for row in reminders if PLACE not in row.text] == []


def test_a_reminder_by_hand_that_crosses_a_change_says_the_new_place(
    told: Meeting, outi: Member
) -> None:
    page = opened(told)
    change(told, place=PLACE)
    remind_silent(meeting=page, sender=outi)
    reminders = alive(kinds.REMIND).values()
    assert {PLACE in row.text for row in reminders} == {True}


def test_an_answer_that_crosses_a_move_is_no_answer_to_the_new_time(
    told: Meeting, aino: Member
) -> None:
    seat = seat_of(told, aino)
    move_meeting(meeting=opened(told), starts_at=told.starts_at + dt.timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        record_answer(invitee=seat, value="yes", source="page")
    assert refused.value.code == "moved"
    assert Invitee.objects.get(pk=seat.pk).answer == ""
