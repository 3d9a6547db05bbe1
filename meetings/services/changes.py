"""What a change of a meeting sets in motion once its invitations have left."""

from django.db.models import F

from clubs.saving import hold
from meetings import kinds
from meetings.models import Meeting
from meetings.services.telling import next_sequence, remember
from outbox.services import cancel


def held(meeting: Meeting) -> Meeting:
    """The meeting's row as it is now, kept to this transaction: who sends or changes at the same time waits."""
    hold(meeting)
    return Meeting.objects.get(pk=meeting.pk)


def mark_changed(
    meeting: Meeting, *, old: Meeting, is_time: bool = False, reason: str = ""
) -> bool:
    """Count a change of time, place or title into the calendar entry's SEQUENCE (RFC 5545, 3.8.7.4).

    ``old`` is the row as it was (``held``). Nothing happens before the first invitation: False. Letters of this meeting
    that have not left are taken back; whoever holds an older SEQUENCE (``Invitee.sequence_sent``) is owed a new letter,
    which says ``reason``. A new time (``is_time``) also starts the answers anew. The counts are saved.
    """
    if old.invited_at is None:
        return False
    sequence = next_sequence(old)
    Meeting.objects.filter(pk=meeting.pk).update(
        sequence=sequence,
        revision=F("revision") + 1,
        time_revision=F("time_revision") + int(is_time),
        time_sequence=sequence if is_time else F("time_sequence"),
        change_reason=reason,
    )
    meeting.refresh_from_db(
        fields=[
            *("sequence", "revision", "time_revision", "time_sequence"),
            *("change_reason", "invited_at", "cancelled_at"),
        ]
    )
    cancel(topic=kinds.topic_of(meeting), kinds=kinds.TAKEN_BACK)
    remember(meeting, old)
    if is_time:
        # Another time that somebody's calendar proposed was an answer to the old one.
        meeting.invitees.update(answer="", answered_at=None, comment="", commented_at=None)
    return True
