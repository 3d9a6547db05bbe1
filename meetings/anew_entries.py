"""Letters with a calendar entry written anew: the same SEQUENCE and stamp, since they stand in the person's seat."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from clubs.models import Member
from meetings import kinds
from meetings.anew import INERT
from meetings.letters import (
    cancelled_letters,
    changed_letters,
    invitation_letters,
    uninvited_letter,
)
from meetings.models import Invitee
from outbox.models import Message
from outbox.services import Letter
from outbox.writers import Writer


def entry_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """An invitation or a letter of change; None once the meeting is over or off, or the person is not expected.

    Inert, it is written as long as the seat is there: whoever looks at what somebody got looks back.
    """
    seat = _seat(message)
    sender = _sender(seat.member, message) if seat else None
    if seat is None or sender is None:
        return None
    meeting = seat.meeting
    is_expected = seat.uninvited_at is None and seat.member.is_active
    is_coming = meeting.cancelled_at is None and meeting.ends_at > now
    if not is_inert and not (is_expected and is_coming):
        return None
    write = invitation_letters if message.kind == kinds.INVITE else changed_letters
    link = INERT if is_inert else ""
    [letter] = write(meeting=meeting, invitees=[seat], sender=sender, now=now, link=link)
    return letter


def ending_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """That a meeting is off, or a person off it; None once the day has passed, or the person is expected again."""
    seat = _seat(message)
    sender = _sender(seat.member, message) if seat else None
    if seat is None or sender is None:
        return None
    meeting = seat.meeting
    is_for_all = message.kind == kinds.CANCELLED
    is_so = (meeting.cancelled_at if is_for_all else seat.uninvited_at) is not None
    if not is_inert and not (is_so and meeting.ends_at > now):
        return None
    link = INERT if is_inert else ""
    if not is_for_all:
        return uninvited_letter(meeting=meeting, invitee=seat, sender=sender, now=now, link=link)
    [letter] = cancelled_letters(
        meeting=meeting, invitees=[seat], sender=sender, now=now, link=link
    )
    return letter


def _seat(message: Message) -> Invitee | None:
    seats = Invitee.objects.filter(
        meeting=kinds.meeting_of(message.topic), member=UUID(message.person)
    )
    return seats.select_related(
        "member__user", "member__club", "meeting__season__club", "meeting__host_group"
    ).first()


def _sender(member: Member, message: Message) -> Member | None:
    """Who sent the letter before, or another facilitator when that one has left."""
    facilitators = list(member.club.members.facilitators())
    replies_to = message.headers.get("Reply-To", "")
    same = [one for one in facilitators if one.email == replies_to]
    return next(iter([*same, *facilitators]), None)


WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(kinds.ENTRIES, entry_anew),
    **dict.fromkeys(kinds.ENDINGS, ending_anew),
}
