"""Inviting, reminding, and telling of changes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from clubs.saving import hold
from meetings import kinds
from meetings.letters import changed_letters, invitation_letters, reminder_letters
from meetings.models import Invitee, Meeting
from meetings.services.planning import sync_invitees
from meetings.services.telling import letter_seats, note_told
from outbox.models import Message, State
from outbox.services import cancel, enqueue, left, states

# What a letter says of the meeting's own row, and what decides whether it may leave.
LETTER_FIELDS = [
    *("title", "introduction", "starts_at", "length", "place", "video_url", "personal_note"),
    *("is_hybrid", "change_reason", "revision", "time_revision", "sequence"),
    *("invited_at", "cancelled_at"),
]


@transaction.atomic
def send_invitations(
    *, meeting: Meeting, sender: Member, now: dt.datetime | None = None, with_failed: bool = True
) -> int:
    """Invite everybody who has no invitation to this meeting yet, or whose letter did not get through or was stopped.

    One letter a person, in that person's language; returns how many were put in the queue. Pressed again it reaches
    late joiners and corrected addresses, and nobody twice. The tick does not try failed letters again
    (``with_failed``): a person does. Raises ``ValidationError`` for a meeting that has begun
    (code ``begun``), was called off (``cancelled``) or has nobody to invite (``empty``).
    """
    now = now or timezone.now()
    # The row as it is now, held until the letters are written: they must not say what a change has just made untrue.
    # The club before it: who leaves it at this moment holds the club, the person and then the meetings.
    hold(meeting.season.club)
    hold(meeting)
    meeting.refresh_from_db(fields=LETTER_FIELDS)
    _check_invitable(meeting, now)
    sync_invitees(meeting=meeting)
    failed = failed_letters(meeting) if with_failed else {}
    waiting = [
        invitee
        for invitee in letter_seats(meeting)
        if invitee.invited_at is None or str(invitee.member_id) in failed
    ]
    if not waiting and meeting.invited_at is None:
        raise ValidationError(_("The club has no members to invite yet."), code="empty")
    if meeting.invited_at is None:
        meeting.invited_at = now
        meeting.save(update_fields=["invited_at"])
    return invite_seats(meeting=meeting, seats=waiting, sender=sender, now=now, failed=failed)


def invite_seats(
    *,
    meeting: Meeting,
    seats: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    failed: Mapping[str, UUID],
) -> int:
    """Write the invitations of these seats, in the transaction that holds the meeting; returns how many were new.

    ``failed`` names, by person, the letter that did not get through and is now sent again as it was.
    """
    note_told(seats, meeting, now, again=failed)
    letters = invitation_letters(
        meeting=meeting, invitees=seats, sender=sender, now=now, resend_of=failed
    )
    Member.objects.filter(pk__in=[seat.member_id for seat in seats], joined_at=None).update(
        joining_mailed_at=now
    )
    return enqueue(letters=letters)


def failed_letters(meeting: Meeting) -> dict[str, UUID]:
    """By person: the invitation (or the letter of change) that did not get through, or that somebody stopped."""
    topic = kinds.topic_of(meeting)
    found = states(topic=topic, kinds=kinds.ENTRIES)
    stopped = (
        Message.objects.filter(topic=topic, kind__in=kinds.ENTRIES, state=State.CANCELLED)
        .exclude(person__in=found)
        .order_by("created_at")
        .values_list("person", "pk")
    )
    failed = {person: state.pk for person, state in found.items() if state.is_failed}
    return {**dict(stopped), **failed}


def _check_invitable(meeting: Meeting, now: dt.datetime) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")
    if meeting.starts_at <= now:
        raise ValidationError(
            _("The meeting has begun, so invitations can no longer be sent."), code="begun"
        )


@transaction.atomic
def announce_changes(
    *, meeting: Meeting, sender: Member | None = None, now: dt.datetime | None = None
) -> int:
    """Tell everybody whose newest letter says something older than the meeting's SEQUENCE; returns how many.

    Their letters that have not left are taken back first; whoever had only such a letter gets the invitation anew instead
    of a letter of change. Nothing happens for a meeting that is over, was called off, or was never announced.
    """
    now = now or timezone.now()
    sender = sender or meeting.season.club.members.facilitators().first()
    hold(meeting)
    meeting.refresh_from_db(fields=LETTER_FIELDS)
    if meeting.invited_at is None or meeting.cancelled_at or meeting.ends_at <= now or not sender:
        return 0
    stale = stale_seats(meeting)
    if not stale:
        return 0
    topic = kinds.topic_of(meeting)
    # Theirs only: somebody let off and expected again may be the one person who is owed a letter.
    cancel(topic=topic, kinds=kinds.ALL, people=[str(seat.member_id) for seat in stale])
    told = left(topic=topic, kinds=kinds.ENTRIES)
    note_told(stale, meeting, now)
    old = [seat for seat in stale if str(seat.member_id) in told]
    new = [seat for seat in stale if str(seat.member_id) not in told]
    letters = [
        *changed_letters(meeting=meeting, invitees=old, sender=sender, now=now),
        *invitation_letters(meeting=meeting, invitees=new, sender=sender, now=now),
    ]
    return enqueue(letters=letters)


def stale_seats(meeting: Meeting) -> list[Invitee]:
    """Whose newest letter says something older than the meeting's SEQUENCE."""
    return [
        seat
        for seat in letter_seats(meeting)
        if seat.invited_at and seat.sequence_sent < meeting.sequence
    ]


def silent_seats(meeting: Meeting) -> list[Invitee]:
    """Who was invited and has not answered."""
    return [seat for seat in letter_seats(meeting) if seat.invited_at and not seat.answer]


@transaction.atomic
def remind_silent(*, meeting: Meeting, sender: Member, now: dt.datetime | None = None) -> int:
    """Remind now whoever has not answered, at most once a day; returns how many letters were put in the queue.

    Raises ``ValidationError`` as ``send_invitations`` does.
    """
    now = now or timezone.now()
    hold(meeting)
    meeting.refresh_from_db(fields=LETTER_FIELDS)
    _check_invitable(meeting, now)
    return enqueue(
        letters=reminder_letters(
            meeting=meeting,
            invitees=silent_seats(meeting),
            sender=sender,
            now=now,
            name=f"remind{timezone.localdate(now):%Y%m%d}",
            kind=kinds.REMIND,
        )
    )
