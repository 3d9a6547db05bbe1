"""The letters of a date poll: whether they are still wanted, and written anew."""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from meetings import kinds
from meetings.anew import INERT
from meetings.letters.poll import poll_letters
from meetings.models import DateSlot, PollInvitee
from meetings.poll_state import PollState, state_of
from outbox.models import Message
from outbox.services import Letter
from outbox.writers import Writer


def unwanted_polls(messages: Collection[Message]) -> set[UUID]:
    """Keys of the letters that must not leave; two queries.

    The poll is over, or the person has answered every time or has left the club.
    """
    now = timezone.now()
    wanted = {
        (kinds.poll_topic(seat.poll), str(seat.member_id))
        for seat in _seats({message.topic for message in messages})
        if seat.answered_at is None and state_of(seat.poll, _slots(seat), now) == PollState.OPEN
    }
    return {message.pk for message in messages if (message.topic, message.person) not in wanted}


def _seats(topics: Collection[str]) -> list[PollInvitee]:
    """The people asked in these polls who are still in their clubs, with the poll, its meeting and its times."""
    seats = PollInvitee.objects.filter(
        poll__in=[UUID(topic.removeprefix("poll:")) for topic in topics],
        member__left_at__isnull=True,
    )
    slots = Prefetch("poll__slots", queryset=DateSlot.objects.order_by("starts_at"))
    return list(seats.select_related("poll__meeting").prefetch_related(slots))


def _slots(seat: PollInvitee) -> list[DateSlot]:
    return list(seat.poll.slots.all())


def poll_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """The question with the times that are still ahead; None once the poll is over or answered, or the person has left."""
    seat = (
        PollInvitee.objects.filter(
            poll=UUID(message.topic.removeprefix("poll:")),
            member=UUID(message.person),
            member__left_at__isnull=True,
        )
        .select_related("member__user", "poll__meeting", "poll__season__club")
        .first()
    )
    if seat is None or not any(slot.starts_at > now for slot in _slots(seat)):
        return None
    is_open = state_of(seat.poll, _slots(seat), now) == PollState.OPEN
    if not is_inert and (not is_open or seat.answered_at):
        return None
    sender = seat.poll.season.club.members.facilitators().first()
    if sender is None:
        return None
    [letter] = poll_letters(
        poll=seat.poll,
        invitees=[seat],
        sender=sender,
        now=now,
        name=message.key.partition(":")[0],
        kind=message.kind,
        link=INERT if is_inert else "",
    )
    return letter


WRITERS: Mapping[str, Writer] = dict.fromkeys(kinds.POLLS, poll_anew)
