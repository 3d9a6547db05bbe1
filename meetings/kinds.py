"""The names under which the outbox knows the letters of meetings."""

from meetings.cadence import STEPS
from meetings.models import AnswerValue, Invitee, Meeting

INVITE = "meetings.invite"
CHANGED = "meetings.changed"
REMIND = "meetings.remind"
REMINDERS = (REMIND, *(step.kind for step in STEPS))
ALL = (INVITE, CHANGED, *REMINDERS)
ASKING_THE_UNSURE = frozenset(step.kind for step in STEPS if step.asks_unsure)


def is_for(reminder: str, answer: str) -> bool:
    """Whether a reminder of this kind is for somebody whose answer is this (empty: none yet)."""
    return not answer or (answer == AnswerValue.MAYBE and reminder in ASKING_THE_UNSURE)


def topic_of(meeting: Meeting) -> str:
    """How the outbox names a meeting."""
    return f"meeting:{meeting.pk}"


def invitation_key(seat: Invitee, meeting: Meeting) -> str:
    """One invitation a person and published revision."""
    return f"invite:{meeting.pk}:{meeting.revision}:{seat.member_id}"


def changed_key(seat: Invitee, meeting: Meeting) -> str:
    """One letter of change a person and published revision."""
    return f"changed:{meeting.pk}:{meeting.revision}:{seat.member_id}"


def reminder_key(name: str, seat: Invitee, meeting: Meeting) -> str:
    """One reminder of a name a person and time of the meeting: only a new time is asked about anew."""
    return f"{name}:{meeting.pk}:{meeting.time_revision}:{seat.member_id}"


def revision_in(key: str) -> int:
    """The revision that a key was made for; -1 for a key of another shape."""
    parts = key.split(":")
    return int(parts[2]) if len(parts) > 3 and parts[2].isdigit() else -1
