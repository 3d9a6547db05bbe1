"""The planned letters of one person written anew: for a resend, and (inert) for a look at what somebody got."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from clubs.models import Member
from meetings import kinds
from meetings.letters import agreed_due_letters, duty_letters, reminder_letters, soon_letters
from meetings.models import AgreedThing, Invitee
from meetings.timings import BY_NAME
from outbox.models import Message
from outbox.services import Letter
from outbox.writers import Writer

# What stands for a personal link where nobody may answer through it.
INERT = "#"


def reminder_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """A reminder, or "see you soon"; None once the meeting has begun or is off, or the answer makes it needless."""
    seat = _seat(message)
    if seat is None or (not is_inert and not _is_asked(seat, message, now)):
        return None
    sender = _sender(seat.member)
    if sender is None:
        return None
    link = INERT if is_inert else ""
    if message.kind == kinds.SOON:
        [letter] = soon_letters(
            meeting=seat.meeting, invitees=[seat], sender=sender, now=now, link=link
        )
        return letter
    [letter] = reminder_letters(
        meeting=seat.meeting,
        invitees=[seat],
        sender=sender,
        now=now,
        name=message.key.partition(":")[0],
        kind=message.kind,
        link=link,
    )
    return letter


def _seat(message: Message) -> Invitee | None:
    seats = Invitee.objects.seated().filter(
        meeting=kinds.meeting_of(message.topic),
        member=UUID(message.person),
        member__left_at__isnull=True,
    )
    return seats.select_related(
        "member__user", "member__club", "meeting__season__club", "meeting__host_group"
    ).first()


def _is_asked(seat: Invitee, message: Message, now: dt.datetime) -> bool:
    return seat.meeting.is_ahead(now) and kinds.is_for(message.kind, seat.answer)


def _sender(member: Member) -> Member | None:
    return member.club.members.facilitators().first()


def duty_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """A duty notice; None once the meeting has begun or is off, or the person hosts it no more."""
    seat = _seat(message)
    if seat is None:
        return None
    meeting, host = seat.meeting, seat.member
    group, sender = meeting.host_group, _sender(host)
    is_over = meeting.cancelled_at is not None or meeting.starts_at <= now
    is_host = group is not None and group.places.filter(member=host).exists()
    if sender is None or not is_host or (is_over and not is_inert):
        return None
    line = BY_NAME[message.kind.rpartition(".")[2]]
    [letter] = duty_letters(
        meeting=meeting, hosts=[host], sender=sender, line=line, link=INERT if is_inert else ""
    )
    return letter


def agreed_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """The reminder of a thing agreed; None once it is settled, has no date, or is somebody else's."""
    things = AgreedThing.objects.filter(pk=UUID(message.key.split(":")[1]), due_on__isnull=False)
    things = things if is_inert else things.open()
    thing = things.select_related("meeting__season__club").prefetch_related("owners__user").first()
    owners = [one for one in thing.owners.all() if str(one.pk) == message.person] if thing else []
    if thing is None or not owners or not owners[0].is_active:
        return None
    sender = _sender(owners[0])
    if sender is None:
        return None
    link = INERT if is_inert else ""
    [letter] = agreed_due_letters(thing=thing, owners=owners, sender=sender, link=link)
    return letter


WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(kinds.REMINDERS, reminder_anew),
    **dict.fromkeys(kinds.DUTIES, duty_anew),
    kinds.AGREED_DUE: agreed_anew,
}
