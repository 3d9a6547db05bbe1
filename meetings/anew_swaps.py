"""Letters about swaps of host turns: whether they are still wanted, and written anew."""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import timezone

from clubs.models import Member, WorkGroupMember
from meetings import kinds
from meetings.anew import INERT
from meetings.letters.swap import swap_answered_letters, swap_asked_letters
from meetings.models import TurnSwap
from outbox.models import Message
from outbox.services import Letter
from outbox.writers import Writer

State = TurnSwap.State


def unwanted_swaps(messages: Collection[Message]) -> set[UUID]:
    """Keys of the letters about swaps that must not leave; two queries.

    The question has been answered or withdrawn, a turn of it has begun or been called off, or the reader has left or
    does not host what the letter is about any more.
    """
    swaps = TurnSwap.objects.filter(
        pk__in={kinds.swap_of(message.topic) for message in messages}
    ).select_related("offered", "wanted")
    found = {kinds.swap_topic(swap): swap for swap in swaps}
    groups = {
        group
        for swap in found.values()
        for group in (swap.offered.host_group_id, swap.wanted.host_group_id)
        if group
    }
    places = WorkGroupMember.objects.filter(group__in=groups, member__left_at__isnull=True)
    hosts = {(group, str(member)) for group, member in places.values_list("group", "member")}
    return {
        message.pk
        for message in messages
        if not _is_wanted(message, found.get(message.topic), hosts)
    }


def _is_wanted(
    message: Message, swap: TurnSwap | None, hosts: Collection[tuple[UUID, str]]
) -> bool:
    if swap is None:
        return False
    is_question = message.kind == kinds.SWAP_ASKED
    # The question and the swap itself are about both turns; a refusal tells the asking pair of their own.
    turns = [swap.offered, swap.wanted]
    now = timezone.now()
    if is_question:
        is_true = swap.state == State.OPEN and all(one.is_ahead(now) for one in turns)
        return is_true and (swap.wanted.host_group_id, message.person) in hosts
    if swap.state != State.ACCEPTED:
        turns = [swap.offered]
    own = [one for one in turns if (one.host_group_id, message.person) in hosts]
    return swap.state != State.OPEN and any(one.is_ahead(now) for one in own)


def swap_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """A letter about a swap with what is true now; None when it says nothing true any more."""
    swap = (
        TurnSwap.objects.select_related(
            *("offered__season__club", "wanted__season__club", "asked_by", "answered_by")
        )
        .filter(pk=kinds.swap_of(message.topic))
        .first()
    )
    reader = Member.objects.active().filter(pk=UUID(message.person)).first()
    if swap is None or reader is None or (not is_inert and unwanted_swaps([message])):
        return None
    write = swap_asked_letters if message.kind == kinds.SWAP_ASKED else swap_answered_letters
    letters = write(swap=swap, now=now, readers=[reader], link=INERT if is_inert else "")
    return letters[0] if letters else None


WRITERS: Mapping[str, Writer] = {kinds.SWAP_ASKED: swap_anew, kinds.SWAP_ANSWERED: swap_anew}
