"""Whether a letter about a meeting is still wanted; asked again just before it leaves."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from clubs.letters import wants
from meetings import kinds
from meetings.models import Invitee, SeasonInvitation
from outbox.models import Message

# All that the questions below are about; every letter that leaves waits for this query.
ASKED = [
    *("answer", "uninvited_at", "member__left_at", "member__muted_letters"),
    *("meeting__starts_at", "meeting__length", "meeting__cancelled_at"),
    *("meeting__revision", "meeting__time_revision"),
]


def unwanted_letters(messages: Collection[Message]) -> set[UUID]:
    """Keys of the letters that must not leave; one query however many letters there are.

    The person has left the club, the meeting was called off or is over, a newer revision exists, or (a reminder) the
    answer has come.
    """
    seats = _seats_of(messages)
    return {
        message.pk
        for message in messages
        if not _is_wanted(message, seats.get((message.topic, message.person)))
    }


def unwanted_endings(messages: Collection[Message]) -> set[UUID]:
    """Keys of the letters that end a meeting, for all or for one person, and must not leave; two queries.

    The meeting is over or goes on after all, the person was invited again, or no invitation has reached the person (the
    mail server may have refused it after the letter here was written). Whoever has left the club still gets it.
    """
    seats = _seats_of(messages)
    reached = set(
        Message.objects.filter(
            topic__in={message.topic for message in messages}, kind__in=kinds.ENTRIES
        )
        .left()
        .values_list("topic", "person")
    )
    return {
        message.pk
        for message in messages
        if (message.topic, message.person) not in reached
        or not _is_ending(message, seats.get((message.topic, message.person)))
    }


def _seats_of(messages: Collection[Message]) -> dict[tuple[str, str], Invitee]:
    seats = Invitee.objects.filter(
        meeting__in=_meetings(messages), member__in=[message.person for message in messages]
    )
    return {
        (kinds.topic_of(seat.meeting), str(seat.member_id)): seat
        for seat in seats.select_related("meeting", "member").only(*ASKED)
    }


def _is_ending(message: Message, seat: Invitee | None) -> bool:
    if seat is None or seat.meeting.ends_at <= timezone.now():
        return False
    if message.kind == kinds.CANCELLED:
        return seat.meeting.cancelled_at is not None
    return seat.uninvited_at is not None


def unwanted_season_letters(messages: Collection[Message]) -> set[UUID]:
    """Keys of the seasons' letters that must not leave: the person has left, or no date is ahead. One query."""
    seats = SeasonInvitation.objects.filter(
        season__in=[UUID(message.topic.removeprefix("season:")) for message in messages],
        member__in=[message.person for message in messages],
        member__left_at__isnull=True,
        season__meetings__starts_at__gt=timezone.now(),
        season__meetings__cancelled_at__isnull=True,
    )
    wanted = {
        (f"season:{season}", str(member))
        for season, member in seats.values_list("season", "member").distinct()
    }
    return {message.pk for message in messages if (message.topic, message.person) not in wanted}


def _meetings(messages: Collection[Message]) -> set[UUID]:
    return {kinds.meeting_of(message.topic) for message in messages}


def _is_wanted(message: Message, seat: Invitee | None) -> bool:
    if seat is None or seat.uninvited_at is not None or not seat.member.is_active:
        return False
    if not wants(seat.member, message.kind):
        return False
    meeting, revision = seat.meeting, kinds.revision_in(message.key)
    if meeting.cancelled_at is not None:
        return False
    if message.kind not in kinds.REMINDERS:
        return revision == meeting.revision and meeting.ends_at > timezone.now()
    if revision != meeting.time_revision or meeting.starts_at <= timezone.now():
        return False
    return kinds.is_for(message.kind, seat.answer)
