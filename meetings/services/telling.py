"""What has been told to whom about a meeting: SEQUENCE, stamp, and what the person knew before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Max

from clubs.models import Member
from meetings import kinds
from meetings.models import Invitee, Meeting
from outbox.models import Message
from outbox.services import left


def letter_seats(meeting: Meeting) -> list[Invitee]:
    """The seats of the people who are still expected and in the club, with what a letter needs of them. One query."""
    seats = meeting.invitees.seated().filter(member__left_at__isnull=True)
    return list(seats.select_related("member__user"))


def reached_seats(meeting: Meeting) -> list[Invitee]:
    """Of these, the people to whom the invitation or a letter of change has left, or may have. Two queries."""
    reached = left(topic=kinds.topic_of(meeting), kinds=kinds.ENTRIES)
    return [seat for seat in letter_seats(meeting) if str(seat.member_id) in reached]


def people_of(seats: Iterable[Invitee]) -> list[Member]:
    """The people in these seats by name, as a form says them before it sends anything."""
    return sorted((seat.member for seat in seats), key=lambda one: one.name_key)


def next_sequence(meeting: Meeting) -> int:
    """The SEQUENCE of the next published revision: above the meeting's, and above every person's own."""
    highest = meeting.invitees.aggregate(highest=Max("sequence_sent"))["highest"]
    return max(meeting.sequence, -1 if highest is None else highest) + 1


def note_told(
    seats: Sequence[Invitee], meeting: Meeting, now: dt.datetime, again: Collection[str] = ()
) -> None:
    """Note, in the seats and in their rows, the SEQUENCE and stamp of the entry about to be written for each.

    Somebody invited again after a cancellation gets a SEQUENCE above it. People in ``again`` (as the outbox names
    them) get the same letter once more, with the SEQUENCE and stamp that they have.
    """
    rows: defaultdict[int, list[UUID]] = defaultdict(list)
    for seat in seats:
        if str(seat.member_id) in again and seat.sequence_sent >= meeting.sequence:
            continue
        seat.sequence_sent = max(meeting.sequence, seat.sequence_sent + 1)
        seat.told_at = now
        rows[seat.sequence_sent].append(seat.pk)
    for sequence, keys in rows.items():
        Invitee.objects.filter(pk__in=keys).update(sequence_sent=sequence, told_at=now)
    Invitee.objects.filter(pk__in=[seat.pk for seat in seats]).update(invited_at=now)


def has_read_of(invitee: Invitee, meeting: Meeting) -> bool:
    """Whether an invitation or a letter of change that says what is true of the meeting now has left to this person."""
    letters = Message.objects.filter(
        topic=kinds.topic_of(meeting), kind__in=kinds.ENTRIES, person=str(invitee.member_id)
    )
    keys = letters.left().values_list("key", flat=True)
    return any(kinds.revision_in(key) == meeting.revision for key in keys)


def remember(meeting: Meeting, old: Meeting) -> None:
    """What the letters about ``old`` have said is from now on what their readers knew before.

    Call it when the letters that had not left are taken back: their readers still know what they knew.
    """
    letters = Message.objects.filter(topic=kinds.topic_of(meeting), kind__in=kinds.ENTRIES).left()
    readers = {
        UUID(person)
        for person, key in letters.values_list("person", "key")
        if kinds.revision_in(key) == old.revision
    }
    meeting.invitees.filter(member__in=readers).update(
        told_starts_at=old.starts_at,
        told_length=old.length,
        told_place=old.place,
        told_title=old.title,
    )
