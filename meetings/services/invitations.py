"""Inviting, reminding, and telling of changes."""

import datetime as dt
from collections.abc import Sequence
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
from outbox.services import cancel, enqueue, left, states

# What a letter says of the meeting's own row, and what decides whether it may leave.
LETTER_FIELDS = [
    *("title", "introduction", "starts_at", "length", "place", "video_url", "personal_note"),
    *("revision", "time_revision", "sequence", "invited_at", "cancelled_at"),
]


@transaction.atomic
def send_invitations(
    *, meeting: Meeting, sender: Member, now: dt.datetime | None = None, with_failed: bool = True
) -> int:
    """Invite everybody who has no invitation to this meeting yet, or whose letter did not get through.

    One letter a person, in that person's language; returns how many were put in the queue. Pressed again it reaches
    late joiners and corrected addresses, and nobody twice. Raises ``ValidationError`` for a meeting that has begun
    (code ``begun``), was called off (``cancelled``) or has nobody to invite (``empty``).
    """
    now = now or timezone.now()
    # The row as it is now, held until the letters are written: they must not say what a change has just made untrue.
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
    letters = invitation_letters(
        meeting=meeting, invitees=waiting, sender=sender, now=now, resend_of=failed
    )
    count = enqueue(letters=letters)
    if meeting.invited_at is None:
        meeting.invited_at = now
        meeting.save(update_fields=["invited_at"])
    _mark_told(meeting, waiting, now)
    Member.objects.filter(pk__in=[invitee.member_id for invitee in waiting], joined_at=None).update(
        joining_mailed_at=now
    )
    return count


def letter_seats(meeting: Meeting) -> list[Invitee]:
    """The seats of the people who are still in the club, with what a letter needs of them. One query."""
    seats = meeting.invitees.filter(member__left_at__isnull=True)
    return list(seats.select_related("member__user"))


def failed_letters(meeting: Meeting) -> dict[str, UUID]:
    """By person: the invitation (or the letter of change) that did not get through."""
    found = states(topic=kinds.topic_of(meeting), kinds=[kinds.INVITE, kinds.CHANGED])
    return {person: state.pk for person, state in found.items() if state.is_failed}


def _check_invitable(meeting: Meeting, now: dt.datetime) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")
    if meeting.starts_at <= now:
        raise ValidationError(
            _("The meeting has begun, so invitations can no longer be sent."), code="begun"
        )


def _mark_told(meeting: Meeting, invitees: Sequence[Invitee], now: dt.datetime) -> None:
    Invitee.objects.filter(pk__in=[invitee.pk for invitee in invitees]).update(
        invited_at=now, sequence_sent=meeting.sequence, told_starts_at=meeting.starts_at
    )


@transaction.atomic
def announce_changes(
    *, meeting: Meeting, sender: Member | None = None, now: dt.datetime | None = None
) -> int:
    """Tell everybody whose newest letter says something older than the meeting's SEQUENCE; returns how many.

    Letters that have not left are taken back first; whoever had only such a letter gets the invitation anew instead
    of a letter of change. Nothing happens for a meeting that is over, was called off, or was never announced.
    """
    now = now or timezone.now()
    sender = sender or meeting.season.club.members.facilitators().first()
    if meeting.invited_at is None or meeting.cancelled_at or meeting.ends_at <= now or not sender:
        return 0
    stale = [
        invitee
        for invitee in letter_seats(meeting)
        if invitee.invited_at and invitee.sequence_sent < meeting.sequence
    ]
    if not stale:
        return 0
    topic = kinds.topic_of(meeting)
    cancel(topic=topic, kinds=kinds.ALL)
    told = left(topic=topic, kinds=[kinds.INVITE, kinds.CHANGED])
    old = [invitee for invitee in stale if str(invitee.member_id) in told]
    new = [invitee for invitee in stale if str(invitee.member_id) not in told]
    letters = [
        *changed_letters(meeting=meeting, invitees=old, sender=sender, now=now),
        *invitation_letters(meeting=meeting, invitees=new, sender=sender, now=now),
    ]
    count = enqueue(letters=letters)
    _mark_told(meeting, stale, now)
    return count


def silent_seats(meeting: Meeting) -> list[Invitee]:
    """Who was invited and has not answered."""
    return [seat for seat in letter_seats(meeting) if seat.invited_at and not seat.answer]


@transaction.atomic
def remind_silent(*, meeting: Meeting, sender: Member, now: dt.datetime | None = None) -> int:
    """Remind now whoever has not answered, at most once a day; returns how many letters were put in the queue.

    Raises ``ValidationError`` as ``send_invitations`` does.
    """
    now = now or timezone.now()
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
