"""A facilitator's own letter: whether it is still wanted, and written anew."""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from clubs.models import Member
from meetings import kinds
from meetings.anew import INERT
from meetings.letters.free import free_letters
from meetings.models import FreeLetter
from outbox.models import Message
from outbox.services import Letter
from outbox.writers import Writer


def unwanted_free(messages: Collection[Message]) -> set[UUID]:
    """Keys of the letters to people who have left the club since. One query."""
    people = {UUID(message.person) for message in messages}
    here = set(Member.objects.active().filter(pk__in=people).values_list("pk", flat=True))
    return {message.pk for message in messages if UUID(message.person) not in here}


def free_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """The same words to the same person; None for who has left the club."""
    letter = FreeLetter.objects.select_related("club", "written_by").filter(
        pk=UUID(message.topic.removeprefix("free:"))
    )
    found = letter.first()
    reader = Member.objects.active().select_related("user").filter(pk=UUID(message.person)).first()
    if found is None or reader is None:
        return None
    sender = found.written_by or found.club.members.facilitators().first()
    if sender is None:
        return None
    link = INERT if is_inert else ""
    [written] = free_letters(letter=found, readers=[reader], sender=sender, now=now, link=link)
    return written


WRITERS: Mapping[str, Writer] = {kinds.FREE: free_anew}
