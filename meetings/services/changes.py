"""What a change of a meeting sets in motion once its invitations have left."""

from meetings.models import Meeting
from outbox.services import cancel


def mark_changed(meeting: Meeting, *, is_time: bool = False) -> None:
    """Count a change of time, place or title into the calendar entry's SEQUENCE (RFC 5545, 3.8.7.4).

    Nothing happens before the first invitation. A new time (``is_time``) also starts the answers anew and
    cancels the letters of this meeting that have not left; whoever holds an older SEQUENCE
    (``Invitee.sequence_sent``) is owed a new letter. The row is saved.
    """
    if meeting.invited_at is None:
        return
    meeting.sequence += 1
    meeting.revision += 1
    if is_time:
        meeting.time_revision += 1
        meeting.invitees.update(answer="", answered_at=None)
        cancel(topic=f"meeting:{meeting.pk}")
    meeting.save(update_fields=["sequence", "revision", "time_revision"])
