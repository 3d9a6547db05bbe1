"""What of two people's rows stays when they turn out to be one person (see ``clubs.registry.register_joining``)."""

import datetime as dt

from meetings.models import Answer, Invitee, PollInvitee

LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def join_seats(mine: Invitee, theirs: Invitee) -> Invitee:
    """Of two seats at a meeting the one that is still expected, of two such the one that answered last.

    It gets the history of answers of both, and the other's attendance where its own is not noted.
    """
    stays, goes = (theirs, mine) if _weight(theirs) > _weight(mine) else (mine, theirs)
    Answer.objects.filter(invitee=goes).update(invitee=stays)
    stays.attendance = stays.attendance or goes.attendance
    stays.comment = stays.comment or goes.comment
    stays.commented_at = stays.commented_at or goes.commented_at
    stays.save(update_fields=["attendance", "comment", "commented_at"])
    return stays


def _weight(seat: Invitee) -> tuple[bool, dt.datetime, bool, int]:
    return (
        seat.uninvited_at is None,
        seat.answered_at or LONG_AGO,
        bool(seat.attendance),
        seat.sequence_sent,
    )


def join_poll_seats(mine: PollInvitee, theirs: PollInvitee) -> PollInvitee:
    """Of two who were asked for a date the one that answered last; the other's answers go with the row."""
    is_theirs = (theirs.answered_at or LONG_AGO) > (mine.answered_at or LONG_AGO)
    return theirs if is_theirs else mine
