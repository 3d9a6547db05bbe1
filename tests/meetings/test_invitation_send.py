"""Sending the invitations: POST /meetings/<meeting>/invitation/send/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from clubs.models import Member
from meetings.models import Meeting
from meetings.services import send_invitations, uninvite
from outbox.models import Message, State
from outbox.services import cancel_waiting
from tests import factories

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri", "eero")


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:invitation-send", args=[meeting.pk])


def page_of(meeting: Meeting, done: str) -> str:
    return reverse("meetings:invitation", args=[meeting.pk]) + f"?done={done}"


def test_writes_one_letter_a_person(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    response = client_of(outi).post(url_of(meeting))
    assert (response.status_code, response["Location"]) == (
        303,
        page_of(meeting, "meetings-invited"),
    )
    sent_to = sorted(Message.objects.values_list("to_email", flat=True))
    assert sent_to == [
        "aino.aalto@example.org",
        "leena.lahti@example.org",
        "petri.pelto@example.org",
        "timo.tuuli@example.org",
    ]
    meeting.refresh_from_db()
    assert meeting.invited_at is not None
    seats = meeting.invitees.values_list("sequence_sent", "told_at")
    assert set(seats) == {(0, meeting.invited_at)}
    entry = Entry.objects.get(action="meetings.invite")
    assert (entry.actor, entry.object, entry.detail) == (
        str(outi.user_id),
        f"meeting:{meeting.pk}",
        "4 letters",
    )


def test_the_same_twice_writes_nothing_new(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    client.post(url_of(meeting))
    response = client.post(url_of(meeting))
    assert response["Location"] == page_of(meeting, "meetings-nobody-new")
    assert Message.objects.count() == 4


def test_reaches_late_joiners_only(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    send_invitations(meeting=meeting, sender=outi)
    late = factories.make_member(meeting.season.club, "Uusi", "Ukko", user=None)
    client_of(outi).post(url_of(meeting))
    assert Message.objects.count() == 5
    assert Message.objects.get(person=str(late.pk)).subject.startswith("Kutsu: ")


@pytest.mark.parametrize("state", [State.FAILED, State.EXPIRED, State.BOUNCED])
def test_a_corrected_address_gets_the_letter_again(
    meeting: Meeting, outi: Member, aino: Member, state: State
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.filter(person=str(aino.pk)).update(state=state, next_at=None)
    Member.objects.filter(pk=aino.pk).update(email="aino.uusi@example.org")
    assert send_invitations(meeting=meeting, sender=outi) == 1
    assert send_invitations(meeting=meeting, sender=outi) == 0
    newest = Message.objects.filter(person=str(aino.pk)).order_by("created_at").last()
    assert newest is not None
    assert (newest.to_email, newest.state) == ("aino.uusi@example.org", State.QUEUED)


def test_notes_when_the_joining_letter_left(meeting: Meeting, outi: Member, aino: Member) -> None:
    newcomer = factories.make_member(meeting.season.club, "Uusi", "Ukko", user=None)
    send_invitations(meeting=meeting, sender=outi)
    newcomer.refresh_from_db()
    aino.refresh_from_db()
    assert newcomer.joining_mailed_at is not None
    assert aino.joining_mailed_at is None


def test_is_refused_after_the_beginning(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    response = client_of(outi).post(url_of(meeting))
    assert response.status_code == 400
    assert "Tapaaminen on alkanut" in response.content.decode()
    assert Message.objects.count() == 0


@pytest.mark.parametrize("code", ["cancelled", "empty"])
def test_the_service_says_why_not(meeting: Meeting, outi: Member, code: str) -> None:
    if code == "cancelled":
        Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=timezone.now())
    else:
        Member.objects.exclude(pk=outi.pk).update(left_at=timezone.now())
    with pytest.raises(ValidationError) as caught:
        send_invitations(meeting=meeting, sender=outi)
    assert caught.value.code == code
    assert Message.objects.count() == 0


def test_a_failure_leaves_nothing_behind(
    meeting: Meeting, outi: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("meetings.services.invitations.enqueue", fail)
    with pytest.raises(RuntimeError):
        send_invitations(meeting=meeting, sender=outi)
    meeting.refresh_from_db()
    assert (Message.objects.count(), meeting.invited_at) == (0, None)


def test_the_deadline_is_three_days_or_the_end(meeting: Meeting, outi: Member) -> None:
    now = timezone.now()
    send_invitations(meeting=meeting, sender=outi, now=now)
    assert set(Message.objects.values_list("deadline", flat=True)) == {now + dt.timedelta(hours=72)}


def test_a_sending_that_was_stopped_can_be_sent_after_all(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    client_of(outi).post(url_of(meeting))
    assert cancel_waiting(topic=f"meeting:{meeting.pk}", kind="meetings.invite", by="outi") == 4
    page = client_of(outi).get(reverse("meetings:invitation", args=[meeting.pk]))
    assert len(page.context["recipients"]) == 4
    client_of(outi).post(url_of(meeting))
    waiting = Message.objects.filter(state="queued")
    assert waiting.count() == 4
    assert b"SEQUENCE:0" in bytes(waiting[0].calendar)


def test_somebody_let_off_the_meeting_is_not_asked_again_after_a_failure(
    meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    client_of(outi).post(url_of(meeting))
    Message.objects.update(state="failed", next_at=None)
    uninvite(invitee=meeting.invitees.get(member=aino), by=outi)
    page = client_of(outi).get(reverse("meetings:invitation", args=[meeting.pk]))
    assert aino not in page.context["recipients"]
    client_of(outi).post(url_of(meeting))
    assert not Message.objects.filter(person=str(aino.pk), state="queued").exists()
