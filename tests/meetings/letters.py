"""What tests of a meeting's letters do again and again."""

from typing import Any

from django.utils import timezone
from icalendar import Calendar

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import edit_meeting
from outbox.models import Message, State


def let_leave(**which: Any) -> None:
    """Let the mail server have taken what waits (of the letters named)."""
    now = timezone.now()
    Message.objects.filter(state=State.QUEUED, **which).update(
        state=State.SENT, next_at=None, handed_at=now, sent_at=now
    )


def alive(kind: str) -> dict[str, Message]:
    """By person: the newest letter of a kind that was not taken back."""
    rows = Message.objects.filter(kind=kind).exclude(state=State.CANCELLED)
    return {row.person: row for row in rows.order_by("created_at")}


def sequences(member: Member) -> list[tuple[str, int]]:
    """METHOD and SEQUENCE of what left, or still waits, for one person, in the order of writing."""
    rows = Message.objects.filter(person=str(member.pk)).exclude(state=State.CANCELLED)
    found = []
    for row in rows.order_by("created_at"):
        if row.calendar:
            calendar = Calendar.from_ical(bytes(row.calendar))
            [event] = calendar.walk("VEVENT")
            found.append((str(calendar["METHOD"]), event.decoded("SEQUENCE")))
    return found


def change(meeting: Meeting, **changes: Any) -> None:
    """Change some of a meeting's details, as the form does."""
    meeting.refresh_from_db()
    details: dict[str, Any] = {
        "title": meeting.title,
        "introduction": meeting.introduction,
        "starts_at": meeting.starts_at,
        "length": meeting.length,
        "place": meeting.place,
        "video_url": meeting.video_url,
        "personal_note": meeting.personal_note,
        "themes": list(meeting.themes.all()),
    }
    edit_meeting(meeting=meeting, **{**details, **changes})
