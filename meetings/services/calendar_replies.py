"""Answers and proposals that come from somebody's calendar."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clubs.saving import hold
from meetings.models import Answer, Invitee, Meeting
from meetings.services.answers import record_answer
from outbox.letters import one_line

COMMENT_MAX = 500
# A calendar's clock may be wrong; by more than this it would hold back every later reply.
AHEAD = dt.timedelta(hours=12)


@transaction.atomic
def record_calendar_reply(
    *,
    invitee: Invitee,
    value: str,
    sequence: int,
    stamp: dt.datetime,
    comment: str = "",
    now: dt.datetime | None = None,
) -> Answer:
    """Append the answer of a calendar's reply; of two the one with the newer (``sequence``, ``stamp``) stands.

    The same reply once more changes nothing and returns the row that is there. ``comment`` replaces the one that came
    before. Raises ``ValidationError`` as ``record_answer`` does, and for a reply that is older than the newest (code
    ``old``), answers a time that no longer holds (``other_time``), an entry that was never sent (``unknown_revision``), or
    comes from the future (``future``).
    """
    now = now or timezone.now()
    seat = _held(invitee)
    _check_revision(seat, sequence, stamp, now)
    known = _newest_from(seat, sequence, stamp)
    if known is not None:
        if (known.sequence, known.stamp, known.value) == (sequence, stamp, value):
            return known
        raise ValidationError("a newer reply is known", code="old")
    _note(seat, comment, stamp)
    return record_answer(
        invitee=seat,
        value=value,
        source=Answer.Source.CALENDAR,
        given_by=seat.member,
        now=now,
        sequence=sequence,
        stamp=stamp,
    )


@transaction.atomic
def record_calendar_proposal(
    *,
    invitee: Invitee,
    sequence: int,
    stamp: dt.datetime,
    comment: str,
    now: dt.datetime | None = None,
) -> bool:
    """Keep what a counter-proposal says as the comment on the seat; False for one that is known or older than another.

    It is no answer: the facilitator decides. Raises ``ValidationError`` as ``record_calendar_reply`` does, and for a meeting
    that has begun (code ``begun``) or was called off (``cancelled``).
    """
    now = now or timezone.now()
    seat = _held(invitee)
    _check_revision(seat, sequence, stamp, now)
    if seat.meeting.cancelled_at is not None or seat.meeting.starts_at <= now:
        code = "begun" if seat.meeting.cancelled_at is None else "cancelled"
        raise ValidationError("nothing can be proposed any more", code=code)
    return _note(seat, comment, stamp)


def _held(invitee: Invitee) -> Invitee:
    """The seat and its meeting as they are now; whoever moves the meeting or replies at the same time waits."""
    hold(Meeting(pk=invitee.meeting_id))
    hold(invitee)
    return Invitee.objects.select_related("meeting", "member").get(pk=invitee.pk)


def _check_revision(seat: Invitee, sequence: int, stamp: dt.datetime, now: dt.datetime) -> None:
    if stamp > now + AHEAD:
        raise ValidationError("the calendar's clock is wrong", code="future")
    if sequence < seat.meeting.time_sequence:
        raise ValidationError("the meeting was moved since", code="other_time")
    if sequence > max(seat.meeting.sequence, seat.sequence_sent):
        raise ValidationError("no such entry was sent", code="unknown_revision")


def _newest_from(seat: Invitee, sequence: int, stamp: dt.datetime) -> Answer | None:
    """The newest reply to the meeting's present time, if it is not older than this pair (RFC 5546, 2.1.5)."""
    newer = Q(sequence__gt=sequence) | Q(sequence=sequence, stamp__gte=stamp)
    replies = seat.answers.filter(
        newer, source=Answer.Source.CALENDAR, time_revision=seat.meeting.time_revision
    )
    return replies.order_by("-sequence", "-stamp").first()


def _note(seat: Invitee, comment: str, stamp: dt.datetime) -> bool:
    """Let a comment (or its absence) replace an older one; what cannot be printed is left out."""
    # A line break is none of these either.
    words = one_line("".join(c if c.isprintable() else " " for c in comment), COMMENT_MAX)
    older = Invitee.objects.filter(Q(commented_at__isnull=True) | Q(commented_at__lt=stamp))
    kept = {"comment": words, "commented_at": stamp if words else None}
    return bool(older.filter(pk=seat.pk).update(**kept))
