"""Date polls: offering times for a meeting, asking who can make which, and closing."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clubs.models import Member, Season
from clubs.saving import hold, save_checked
from meetings import kinds
from meetings.letters.poll import poll_letters
from meetings.models import DatePoll, DateSlot, Meeting, PollInvitee, SlotAnswer
from meetings.poll_state import PollState, state_of
from meetings.services.overlaps import busy_meetings, refuse_overlap
from outbox.services import cancel, enqueue, states

LEAST_SLOTS, MOST_SLOTS = 2, 12
FEW = gettext_lazy("Offer at least two times.")
ALL_PASSED = gettext_lazy("All times of the poll have gone by. Offer new ones.")


@transaction.atomic
def open_poll(
    *,
    season: Season,
    by: Member,
    starts: Sequence[dt.datetime],
    length: int,
    answer_by: dt.date,
    title: str = "",
    meeting: Meeting | None = None,
    now: dt.datetime | None = None,
) -> DatePoll:
    """Write down the times that are offered for a new meeting of the season, or for ``meeting``. Nobody is asked yet.

    Raises ``ValidationError``: fewer than two times or more than twelve (codes ``few``, ``many``), a time twice, gone
    by or over another meeting of the club (``slot_problem``), a day to answer by that is past or after the first
    time (field ``answer_by``), a meeting that cannot be moved any more (``off``) or is polled already (``polled``).
    """
    now = now or timezone.now()
    hold(season.club)
    if meeting:
        hold(meeting)
        _check_movable(meeting, now)
    poll = DatePoll(
        season=season,
        meeting=meeting,
        title=title,
        length=length,
        answer_by=answer_by,
        created_by=by,
        created_at=now,
    )
    _check_slots(poll, starts, starts, now)
    save_checked(poll)
    _add_slots(poll, starts)
    return poll


def _check_movable(meeting: Meeting, now: dt.datetime) -> None:
    meeting.refresh_from_db(fields=["cancelled_at", "invited_at", "starts_at"])
    if meeting.cancelled_at or (meeting.invited_at and meeting.starts_at <= now):
        raise ValidationError(
            _("The meeting is over or has been called off, so it can no longer be moved."),
            code="off",
        )
    if meeting.date_polls.filter(closed_at__isnull=True).exists():
        raise ValidationError(_("This meeting already has a date poll."), code="polled")


def _check_slots(
    poll: DatePoll,
    starts: Sequence[dt.datetime],
    new: Collection[dt.datetime],
    now: dt.datetime,
) -> None:
    if len(starts) < LEAST_SLOTS:
        raise ValidationError(FEW, code="few")
    if len(starts) > MOST_SLOTS:
        raise ValidationError(_("Offer at most 12 times."), code="many")
    if len(set(starts)) < len(starts):
        raise ValidationError(_("The same time is in the list twice."), code="twice")
    busy = taken_for(poll, new)
    for start in new:
        slot_problem(start, length=poll.length, busy=busy, now=now)
    ahead = [start for start in starts if start > now]
    if not ahead:
        raise ValidationError(ALL_PASSED, code="passed")
    if not timezone.localdate(now) <= poll.answer_by <= timezone.localdate(min(ahead)):
        raise ValidationError(
            {"answer_by": _("Choose a day that is not past and not after the first time.")}
        )


def slot_problem(
    start: dt.datetime, *, length: int, busy: Sequence[Meeting], now: dt.datetime
) -> None:
    """Raise ``ValidationError`` for a time that has gone by (code ``passed``) or that a meeting takes (``overlap``)."""
    if start <= now:
        raise ValidationError(_("This time has gone by. Choose a coming one."), code="passed")
    refuse_overlap(start, length, busy)


def taken_for(poll: DatePoll, starts: Iterable[dt.datetime]) -> list[Meeting]:
    """The club's meetings that one of these times might overlap; the one to be moved is none. One query."""
    but = [poll.meeting_id] if poll.meeting_id else []
    return busy_meetings(poll.season.club, starts, but=but)


def _add_slots(poll: DatePoll, starts: Iterable[dt.datetime]) -> None:
    DateSlot.objects.bulk_create([DateSlot(poll=poll, starts_at=start) for start in starts])


def held_poll(poll: DatePoll) -> list[DateSlot]:
    """Keep a poll to this transaction and read it anew, with its meeting; gives its slots. The club is held first."""
    hold(poll.season.club)
    hold(poll)
    poll.refresh_from_db()
    return list(poll.slots.all())


def check_state(state: PollState, *wanted: PollState) -> None:
    """Raise ``ValidationError`` with the state as its code, unless the poll is in one of the wanted ones."""
    if state in wanted:
        return
    sentences = {
        PollState.DRAFT: _("Nobody has been asked yet."),
        PollState.OPEN: _("The poll is open."),
        PollState.CHOSEN: _("The time has been chosen already."),
        PollState.CLOSED: _("The poll has been closed."),
        PollState.OFF: _(
            "The meeting is over or has been called off, so it can no longer be moved."
        ),
        PollState.PASSED: str(ALL_PASSED),
    }
    raise ValidationError(sentences[state], code=state.value)


@transaction.atomic
def edit_poll(
    *,
    poll: DatePoll,
    title: str,
    length: int,
    answer_by: dt.date,
    starts: Sequence[dt.datetime],
    now: dt.datetime | None = None,
) -> DatePoll:
    """Change an open poll and the times that it offers.

    A new time is asked of everybody: who had answered is silent about it. A time that somebody has answered stays.
    Raises ``ValidationError`` as ``open_poll`` does, for dropping such a time (code ``answered``), and for a poll that is
    over (its state).
    """
    now = now or timezone.now()
    slots = held_poll(poll)
    check_state(state_of(poll, slots, now), PollState.DRAFT, PollState.OPEN, PollState.PASSED)
    offered = {slot.starts_at: slot for slot in slots}
    new = [start for start in starts if start not in offered]
    is_longer = length > poll.length
    poll.title, poll.length, poll.answer_by = title, length, answer_by
    _check_slots(poll, starts, starts if is_longer else new, now)
    dropped = [slot.pk for start, slot in offered.items() if start not in set(starts)]
    if SlotAnswer.objects.filter(slot__in=dropped).exists():
        raise ValidationError(
            _("Somebody has answered a time that you took away. Keep it in the list."),
            code="answered",
        )
    # Whoever made it may have been erased since.
    poll.full_clean(exclude={"created_by"})
    poll.save()
    poll.slots.filter(pk__in=dropped).delete()
    _add_slots(poll, new)
    _recount(poll, now)
    return poll


def _recount(poll: DatePoll, now: dt.datetime) -> None:
    """Say of each person anew whether every coming time has an answer."""
    coming = set(poll.slots.filter(starts_at__gt=now).values_list("pk", flat=True))
    said: dict[UUID, set[UUID]] = {}
    answers = SlotAnswer.objects.filter(slot__poll=poll)
    for answer in answers:
        said.setdefault(answer.invitee_id, set()).add(answer.slot_id)
    done = [key for key, slots in said.items() if coming <= slots]
    poll.invitees.exclude(pk__in=done).update(answered_at=None)
    for seat in PollInvitee.objects.filter(pk__in=done, answered_at__isnull=True):
        newest = seat.answers.first()
        PollInvitee.objects.filter(pk=seat.pk).update(answered_at=newest.at if newest else now)


@transaction.atomic
def ask_poll(*, poll: DatePoll, sender: Member, now: dt.datetime | None = None) -> int:
    """Ask every member who has not got the letter, or whose letter did not get through; returns how many were written.

    Pressed again it reaches late joiners and corrected addresses, and nobody twice. Raises ``ValidationError`` for a
    poll that is over (its state) and a club without members (code ``empty``).
    """
    now = now or timezone.now()
    slots = held_poll(poll)
    check_state(state_of(poll, slots, now), PollState.DRAFT, PollState.OPEN)
    members = poll.season.club.members.invited()
    PollInvitee.objects.bulk_create(
        [PollInvitee(poll=poll, member=member) for member in members], ignore_conflicts=True
    )
    asked = list(_asked(poll))
    if not asked:
        raise ValidationError(_("The club has no members to ask yet."), code="empty")
    silent = [invitee for invitee in asked if invitee.answered_at is None]
    if poll.asked_at is None:
        poll.asked_at = now
        poll.save(update_fields=["asked_at"])
    failed = {
        person: state.pk
        for person, state in states(topic=kinds.poll_topic(poll), kinds=[kinds.POLL]).items()
        if state.is_failed
    }
    return enqueue(
        letters=poll_letters(poll=poll, invitees=silent, sender=sender, now=now, resend_of=failed)
    )


def _asked(poll: DatePoll) -> Iterable[PollInvitee]:
    people = poll.season.club.members.invited()
    return poll.invitees.filter(member__in=people).select_related("member__user")


@transaction.atomic
def remind_poll(*, poll: DatePoll, sender: Member, now: dt.datetime | None = None) -> int:
    """Remind now whoever has not answered every time, at most once a day; returns how many letters were written.

    Raises ``ValidationError`` for a poll that is not open (its state).
    """
    now = now or timezone.now()
    slots = held_poll(poll)
    check_state(state_of(poll, slots, now), PollState.OPEN)
    silent = [invitee for invitee in _asked(poll) if invitee.answered_at is None]
    name = f"poll_remind{timezone.localdate(now):%Y%m%d}"
    return enqueue(
        letters=poll_letters(
            poll=poll,
            invitees=silent,
            sender=sender,
            now=now,
            name=name,
            kind=kinds.POLL_REMIND,
        )
    )


@transaction.atomic
def close_poll(*, poll: DatePoll, now: dt.datetime | None = None) -> None:
    """Close a poll without choosing; letters that have not left are taken back. The same twice changes nothing.

    Raises ``ValidationError`` once a time has been chosen (code ``chosen``).
    """
    now = now or timezone.now()
    state = state_of(poll, held_poll(poll), now)
    if state == PollState.CLOSED:
        return
    if state == PollState.CHOSEN:
        check_state(state)
    poll.closed_at = now
    poll.save(update_fields=["closed_at"])
    cancel(topic=kinds.poll_topic(poll))


@transaction.atomic
def reopen_poll(*, poll: DatePoll) -> None:
    """Open a poll again that was closed without choosing. The same twice changes nothing.

    Raises ``ValidationError`` once a time has been chosen (code ``chosen``), and where its meeting has got another poll
    meanwhile (``polled``).
    """
    slots = held_poll(poll)
    if any(slot.chosen_at for slot in slots):
        check_state(PollState.CHOSEN)
    if poll.closed_at is None:
        return
    if poll.meeting and poll.meeting.date_polls.filter(closed_at__isnull=True).exists():
        raise ValidationError(_("This meeting already has a date poll."), code="polled")
    poll.closed_at = None
    poll.save(update_fields=["closed_at"])


def leave_polls(member: Member) -> None:
    """Take back what waits for somebody who leaves the club; what they said is no longer counted."""
    for poll in DatePoll.objects.filter(invitees__member=member, closed_at__isnull=True):
        cancel(topic=kinds.poll_topic(poll), person=str(member.pk))
