"""Calling a meeting off, and letting one person off it; what was mailed is taken out of calendars."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from clubs.saving import hold
from meetings import kinds
from meetings.letters import cancelled_letters, uninvited_letter
from meetings.models import Invitee, Meeting
from meetings.services.changes import held
from meetings.services.invitations import invite_seats
from meetings.services.telling import has_read_of, next_sequence, reached_seats
from outbox.services import cancel, enqueue, left

ENDED = ["cancelled_at", "change_reason", "instead", "sequence", "revision"]


def _check_coming(meeting: Meeting, now: dt.datetime) -> None:
    if meeting.ends_at <= now:
        raise ValidationError(_("The meeting is over."), code="over")


@transaction.atomic
def call_off(
    *, meeting: Meeting, reason: str, instead: str, by: Member, now: dt.datetime | None = None
) -> int:
    """Call a meeting off and tell everybody whom its invitation reached; returns how many letters were written.

    Letters of the meeting that have not left are taken back, so that where no invitation had left nobody hears
    anything. A second call changes nothing. Raises ``ValidationError`` for a meeting that is over (code ``over``).
    """
    now = now or timezone.now()
    old = held(meeting)
    if old.cancelled_at is not None:
        meeting.refresh_from_db(fields=ENDED)
        return 0
    _check_coming(old, now)
    meeting.cancelled_at, meeting.change_reason, meeting.instead = now, reason, instead
    meeting.sequence, meeting.revision = next_sequence(old), old.revision + 1
    meeting.full_clean(validate_unique=False, validate_constraints=False)
    meeting.save(update_fields=ENDED)
    cancel(topic=kinds.topic_of(meeting), kinds=kinds.TAKEN_BACK)
    seats = reached_seats(meeting)
    _note_ended(seats, meeting.sequence, now)
    return enqueue(letters=cancelled_letters(meeting=meeting, invitees=seats, sender=by, now=now))


def _note_ended(seats: list[Invitee], sequence: int, now: dt.datetime) -> None:
    for seat in seats:
        seat.sequence_sent, seat.told_at = sequence, now
    Invitee.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        sequence_sent=sequence, told_at=now
    )


@transaction.atomic
def uninvite(*, invitee: Invitee, by: Member, now: dt.datetime | None = None) -> int:
    """Let one person off a coming meeting: the seat is empty, and whoever had got the invitation gets a cancellation.

    Returns how many letters were written: none when no invitation had left. A second call changes nothing. Raises
    ``ValidationError`` for a meeting that is over (code ``over``) or was called off (``cancelled``).
    """
    now = now or timezone.now()
    meeting = invitee.meeting
    old = held(meeting)
    invitee.refresh_from_db(fields=["uninvited_at", "sequence_sent"])
    if invitee.uninvited_at is not None:
        return 0
    _check_coming(old, now)
    if old.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")
    topic, person = kinds.topic_of(meeting), str(invitee.member_id)
    cancel(topic=topic, kinds=kinds.TAKEN_BACK, person=person)
    invitee.uninvited_at = now
    invitee.save(update_fields=["uninvited_at"])
    if person not in left(topic=topic, kinds=kinds.ENTRIES):
        return 0
    _note_ended([invitee], next_sequence(old), now)
    letter = uninvited_letter(meeting=meeting, invitee=invitee, sender=by, now=now)
    return enqueue(letters=[letter])


@transaction.atomic
def invite_again(*, invitee: Invitee, by: Member, now: dt.datetime | None = None) -> int:
    """Give a person who was let off a meeting the seat back; returns how many letters were written.

    Where the cancellation had not left it is taken back, and nothing needs to be said but what has changed since the
    person's last letter, which the next tick tells. Else, once the meeting's
    invitations have left, the person is invited anew, with a SEQUENCE above the cancellation's. Raises
    ``ValidationError`` for a meeting that has begun (code ``begun``) or was called off (``cancelled``).
    """
    now = now or timezone.now()
    meeting = invitee.meeting
    hold(meeting.season.club)
    old = held(meeting)
    invitee.refresh_from_db(fields=["uninvited_at", "sequence_sent"])
    if invitee.uninvited_at is None:
        return 0
    if old.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")
    if old.starts_at <= now:
        raise ValidationError(
            _("The meeting has begun, so invitations can no longer be sent."), code="begun"
        )
    if _take_back(invitee):
        invitee.uninvited_at = None
        if not has_read_of(invitee, old):
            # A letter of change was taken back with the seat, or went to the others meanwhile: it is owed again.
            invitee.sequence_sent = min(invitee.sequence_sent, old.sequence - 1)
        invitee.save(update_fields=["uninvited_at", "sequence_sent"])
        return 0
    reseat(invitee)
    if old.invited_at is None:
        return 0
    return invite_seats(meeting=meeting, seats=[invitee], sender=by, now=now, failed={})


def _take_back(invitee: Invitee) -> bool:
    """Whether the letter that lets the person off had not left and was taken back."""
    topic, person = kinds.topic_of(invitee.meeting), str(invitee.member_id)
    return bool(cancel(topic=topic, kinds=[kinds.UNINVITED], person=person))


def reseat(invitee: Invitee) -> None:
    """The seat as that of somebody who has not been invited yet; the SEQUENCE goes on from the cancellation's."""
    invitee.uninvited_at = invitee.invited_at = invitee.answered_at = None
    invitee.told_starts_at = None
    invitee.answer = ""
    invitee.save(
        update_fields=["uninvited_at", "invited_at", "answered_at", "told_starts_at", "answer"]
    )


@transaction.atomic
def end_seats(*, member: Member, by: Member | None, now: dt.datetime | None = None) -> int:
    """Let somebody who leaves the club off all its coming meetings; returns how many letters were written."""
    now = now or timezone.now()
    sender = by or member.club.members.facilitators().exclude(pk=member.pk).first()
    return sum(
        uninvite(invitee=seat, by=sender or member, now=now)
        for seat in _coming_seats(member, now)
        if seat.uninvited_at is None
    )


@transaction.atomic
def reopen_seats(*, member: Member, now: dt.datetime | None = None) -> None:
    """Give somebody who comes back to the club the seats of its coming meetings; they are invited as late joiners are."""
    now = now or timezone.now()
    for seat in _coming_seats(member, now):
        if seat.uninvited_at is not None:
            cancel(
                topic=kinds.topic_of(seat.meeting), kinds=[kinds.UNINVITED], person=str(member.pk)
            )
            reseat(seat)


def _coming_seats(member: Member, now: dt.datetime) -> list[Invitee]:
    seats = Invitee.objects.filter(
        member=member, meeting__starts_at__gt=now, meeting__cancelled_at__isnull=True
    ).select_related("meeting__season__club", "meeting__host_group")
    for seat in seats:
        seat.member = member
    return list(seats.order_by("meeting__starts_at"))
