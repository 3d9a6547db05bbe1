"""The invitation to join a club as a letter of its own: its words, whether it is still wanted, and written anew."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import JOIN_DAYS, choices_url, joining_url
from clubs.models import Member
from outbox.models import Message
from outbox.rendering import Rendered, render_letter
from outbox.services import Letter

KIND = "clubs.join"
USEFUL_FOR = dt.timedelta(hours=72)
INERT = "#"


def key_start(member: Member) -> str:
    """How the keys of the letters begin whose link is still good: joining, leaving and a new address raise the generation."""
    return f"join:{member.pk}:{member.generation}:"


def joining_letter(
    *, member: Member, sender: Member, now: dt.datetime, moment: str = "", link: str = ""
) -> Letter:
    """The letter to ``member`` (with ``club`` and ``user`` at hand) in the name of a facilitator; one query.

    ``moment`` tells one sending from the next and is ``now`` if not given; ``link`` takes the place of personal links.
    """
    club, language = member.club, member.mail_language
    with translation.override(language):
        words = _words(member, sender, link)
    return Letter(
        key=f"{key_start(member)}{moment or format(now, '%Y%m%d%H%M%S%f')}",
        kind=KIND,
        topic=scope_of(club.pk),
        scope=scope_of(club.pk),
        person=str(member.pk),
        to_email=member.email,
        to_name=member.full_name,
        language=language,
        sender_name=sender_name(sender, club),
        reply_to=sender.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        thread=f"join-{member.pk}",
        deadline=now + USEFUL_FOR,
    )


def _words(member: Member, sender: Member, link: str) -> Rendered:
    """The words in the active language."""
    club = member.club
    facilitators = [one.full_name for one in club.members.facilitators()]
    context: dict[str, Any] = {
        "heading": _("Join the club"),
        "club_name": club.name,
        "first_name": member.first_name,
        "sender": sender.full_name,
        "purpose": club.purpose,
        "is_facilitator": member.is_facilitator,
        "facts": [
            (_("Club"), club.name),
            (_("Education provider"), club.organisation),
            (_("Facilitated by"), ", ".join(facilitators)),
            (_("Your role"), member.get_role_display()),
        ],
        "days": JOIN_DAYS,
        "url": link or joining_url(member),
        "choices_url": link or choices_url(member),
    }
    return render_letter("clubs/join", context, language=member.mail_language)


def joining_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """The invitation as it is now; None for who has joined or left, and in a club that nobody facilitates."""
    people = Member.objects.active().filter(pk=UUID(message.person))
    # What somebody got can be looked at also after they have joined.
    people = people if is_inert else people.filter(user__isnull=True)
    member = people.select_related("club", "user").first()
    sender = member.club.members.facilitators().first() if member else None
    if member is None or sender is None:
        return None
    moment = message.key.split(":")[3]
    link = INERT if is_inert else ""
    return joining_letter(member=member, sender=sender, now=now, moment=moment, link=link)


def unwanted_joining(messages: Collection[Message]) -> set[UUID]:
    """Keys of the letters that must not leave: the person has joined or left, or the address has changed. One query."""
    people = Member.objects.active().filter(
        pk__in={UUID(message.person) for message in messages}, user__isnull=True
    )
    starts = {str(member.pk): (key_start(member), member.email) for member in people}
    return {message.pk for message in messages if not _is_wanted(message, starts)}


def _is_wanted(message: Message, starts: dict[str, tuple[str, str]]) -> bool:
    start, address = starts.get(message.person, ("", ""))
    return bool(start) and message.key.startswith(start) and message.to_email == address
