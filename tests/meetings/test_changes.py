"""What is counted and told when a meeting changes while something else happens to it."""

import pytest
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import edit_meeting, record_answer, remind_silent, send_invitations
from outbox.models import Message, State

pytestmark = pytest.mark.django_db


def in_another_place(meeting: Meeting, place: str) -> None:
    edit_meeting(
        meeting=meeting,
        title=meeting.title,
        introduction=meeting.introduction,
        starts_at=meeting.starts_at,
        length=meeting.length,
        place=place,
        video_url=meeting.video_url,
        personal_note=meeting.personal_note,
        themes=list(meeting.themes.all()),
    )


def test_an_invitation_says_what_was_changed_after_the_page_was_opened(
    meeting: Meeting, outi: Member, aino: Member
) -> None:
    opened = Meeting.objects.select_related("season__club").get(pk=meeting.pk)
    in_another_place(meeting, "Kirjasto Kaarna")
    send_invitations(meeting=opened, sender=outi)
    assert {
        "Kirjasto Kaarna" in text for text in Message.objects.values_list("text", flat=True)
    } == {True}


def test_a_change_by_somebody_who_did_not_see_the_invitations_leave_is_told(
    meeting: Meeting, outi: Member, aino: Member
) -> None:
    opened = Meeting.objects.select_related("season__club").get(pk=meeting.pk)
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None, sent_at=timezone.now())
    in_another_place(opened, "Kirjasto Kaarna")
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.revision, meeting.time_revision) == (1, 1, 0)
    invited = meeting.invitees.filter(invited_at__isnull=False).count()
    assert Message.objects.filter(kind="meetings.changed").count() == invited > 0


@pytest.mark.parametrize("value", ["yes", "maybe", "no"])
def test_any_answer_takes_back_a_reminder_sent_by_hand(
    meeting: Meeting, outi: Member, aino: Member, value: str
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    remind_silent(meeting=meeting, sender=outi)
    record_answer(invitee=meeting.invitees.get(member=aino), value=value, source="page")
    reminder = Message.objects.get(kind="meetings.remind", person=str(aino.pk))
    assert reminder.state == State.CANCELLED
