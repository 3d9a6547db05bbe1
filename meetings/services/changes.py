"""What a change of a meeting sets in motion once its invitations have left."""

from django.db.models import F

from meetings import kinds
from meetings.models import Meeting
from outbox.services import cancel


def mark_changed(meeting: Meeting, *, is_time: bool = False) -> None:
    """Count a change of time, place or title into the calendar entry's SEQUENCE (RFC 5545, 3.8.7.4).

    Nothing happens before the first invitation. A new time (``is_time``) also starts the answers anew and
    cancels the letters of this meeting that have not left; whoever holds an older SEQUENCE
    (``Invitee.sequence_sent``) is owed a new letter. The counts are saved.
    """
    announced = Meeting.objects.filter(pk=meeting.pk, invited_at__isnull=False)
    # Counted in the row, which may have been invited or changed since this one was read.
    if not announced.update(
        sequence=F("sequence") + 1,
        revision=F("revision") + 1,
        time_revision=F("time_revision") + int(is_time),
        time_sequence=F("sequence") + 1 if is_time else F("time_sequence"),
    ):
        return
    meeting.refresh_from_db(
        fields=["sequence", "revision", "time_revision", "time_sequence", "invited_at"]
    )
    if is_time:
        # Another time that somebody's calendar proposed was an answer to the old one.
        meeting.invitees.update(answer="", answered_at=None, comment="", commented_at=None)
        cancel(topic=kinds.topic_of(meeting))
