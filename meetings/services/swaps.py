"""Pairs swap host turns: one asks, the other accepts or declines; a facilitator swaps at once.

Both meetings are held (in the order of their keys) before anything is read, so of two that answer side by side the
second sees what the first has done.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from clubs.models import Member
from clubs.saving import hold, save_checked
from meetings import kinds
from meetings.letters.swap import swap_answered_letters, swap_asked_letters
from meetings.models import HostTick, Meeting, TurnSwap
from meetings.turns import is_in, standing, why_not
from outbox.services import cancel, enqueue

State = TurnSwap.State


@transaction.atomic
def ask_swap(
    *,
    offered: Meeting,
    wanted: Meeting,
    asked_by: Member,
    message: str = "",
    now: dt.datetime | None = None,
) -> TurnSwap:
    """Ask the pair of ``wanted`` to take ``offered`` instead of it; their pair gets a letter.

    A facilitator's word swaps at once, and all who host hear of it. Raises ``ValidationError`` with code ``own`` (a swap
    with oneself), ``club`` (a meeting of another club or season), ``pair`` (nobody hosts one of them), ``over`` (begun),
    ``cancelled``, ``host`` (the asker does not host ``offered``) or ``open`` (the pair has asked already); nothing is
    stored then.
    """
    now = now or timezone.now()
    offered, wanted = _held(offered, wanted)
    if problem := why_not(offered, wanted, now):
        raise problem
    is_at_once = asked_by.is_facilitator
    if not is_at_once and not is_in(asked_by, offered):
        raise ValidationError(_("Only the pair whose turn it is can swap it."), code="host")
    swap = TurnSwap(
        offered=offered, wanted=wanted, message=message, asked_by=asked_by, asked_at=now
    )
    if is_at_once:
        swap.state, swap.answered_by, swap.answered_at = State.ACCEPTED, asked_by, now
    else:
        _close_stale(offered, now)
        _check_alone(offered)
    save_checked(swap)
    _log(swap, "meetings.swap_asked", asked_by)
    if is_at_once:
        _exchange(swap, asked_by, now)
    else:
        enqueue(letters=swap_asked_letters(swap=swap, now=now))
    return swap


@transaction.atomic
def answer_swap(
    *, swap: TurnSwap, is_accepted: bool, by: Member, now: dt.datetime | None = None
) -> bool:
    """Accept or decline what a pair asked; whether this answer counted (False: it had been answered or withdrawn).

    Accepting swaps the hosts of both meetings and tells all of them; declining tells those who asked. Raises
    ``ValidationError`` when ``by`` hosts neither side (code ``host``) or the turns can be swapped no more (as ``ask_swap``,
    or ``hands`` where a turn has changed hands since).
    """
    now = now or timezone.now()
    _hold_both(swap)
    if swap.state != State.OPEN:
        return False
    if not by.is_facilitator and not is_in(by, swap.wanted):
        raise ValidationError(_("Only the pair that was asked can answer."), code="host")
    if is_accepted and (problem := standing(swap, now)):
        raise problem
    state = State.ACCEPTED if is_accepted else State.DECLINED
    _settle(swap, state, by, now)
    if is_accepted:
        _exchange(swap, by, now)
    else:
        _log(swap, "meetings.swap_declined", by)
        enqueue(letters=swap_answered_letters(swap=swap, now=now))
    return True


@transaction.atomic
def withdraw_swap(*, swap: TurnSwap, by: Member, now: dt.datetime | None = None) -> bool:
    """Take a request back; whether it was still open. A letter that has not left stays at home.

    Raises ``ValidationError`` (code ``host``) when ``by`` is not of the pair that asked.
    """
    now = now or timezone.now()
    _hold_both(swap)
    if swap.state != State.OPEN:
        return False
    if not by.is_facilitator and by.pk != swap.asked_by_id and not is_in(by, swap.offered):
        raise ValidationError(_("Only the pair that asked can withdraw the request."), code="host")
    _settle(swap, State.WITHDRAWN, by, now)
    _log(swap, "meetings.swap_withdrawn", by)
    return True


def _held(*meetings: Meeting) -> tuple[Meeting, ...]:
    """The rows as they are now, kept to this transaction; always taken in the same order."""
    for meeting in sorted(meetings, key=lambda one: one.pk):
        hold(meeting)
    rows = Meeting.objects.select_related("season__club", "host_group").in_bulk(
        [meeting.pk for meeting in meetings]
    )
    return tuple(rows[meeting.pk] for meeting in meetings)


def _hold_both(swap: TurnSwap) -> None:
    """Hold both meetings of a request, then read it anew."""
    offered, wanted = _held(swap.offered, swap.wanted)
    swap.refresh_from_db()
    swap.offered, swap.wanted = offered, wanted


def _check_alone(offered: Meeting) -> None:
    if offered.swaps_offered.filter(state=State.OPEN).exists():
        raise ValidationError(_("Your pair has already asked for a swap."), code="open")


def _close_stale(offered: Meeting, now: dt.datetime) -> None:
    """Let go of a request that can come to nothing, so that it does not stand in the way of another."""
    rows = offered.swaps_offered.filter(state=State.OPEN)
    for swap in rows.select_related("offered__host_group", "wanted__host_group", "asked_by"):
        if standing(swap, now):
            _settle(swap, State.WITHDRAWN, None, now)


def _settle(swap: TurnSwap, state: str, by: Member | None, now: dt.datetime) -> None:
    swap.state, swap.answered_by, swap.answered_at = state, by, now
    save_checked(swap)
    cancel(topic=kinds.swap_topic(swap), kinds=[kinds.SWAP_ASKED])


def _exchange(swap: TurnSwap, by: Member, now: dt.datetime) -> None:
    """Give each meeting the other's pair; what was asked of the old pairs ends with their turns."""
    offered, wanted = swap.offered, swap.wanted
    offered.host_group, wanted.host_group = wanted.host_group, offered.host_group
    for meeting in (offered, wanted):
        meeting.save(update_fields=["host_group"])
        cancel(topic=kinds.topic_of(meeting), kinds=kinds.DUTIES)
    # Ticks were the old pairs' word; what stands in the meeting still says so by itself.
    HostTick.objects.filter(meeting__in=[offered, wanted]).delete()
    fallen = _fall({offered.pk, wanted.pk}, now)
    _log(swap, "meetings.swapped", by)
    letters = swap_answered_letters(swap=swap, now=now)
    for other in fallen:
        letters += swap_answered_letters(swap=other, now=now)
    enqueue(letters=letters)


def _fall(meetings: Collection[UUID], now: dt.datetime) -> list[TurnSwap]:
    """End the other open requests about these turns: they have changed hands. Those who asked are told."""
    rows = TurnSwap.objects.filter(
        Q(offered__in=meetings) | Q(wanted__in=meetings), state=State.OPEN
    )
    fallen = list(
        rows.select_related(
            "offered__season__club", "offered__host_group", "wanted__season__club", "asked_by"
        )
    )
    for swap in fallen:
        _settle(swap, State.WITHDRAWN, None, now)
    return fallen


def _log(swap: TurnSwap, action: str, by: Member) -> None:
    record(
        actor=str(by.user_id or ""),
        action=action,
        club=str(swap.offered.season.club_id),
        object=f"meeting:{swap.offered_id}",
        detail=f"meeting:{swap.wanted_id}",
    )
