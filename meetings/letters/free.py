"""The facilitator's own words as a letter to members."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation

from clubs.letters import choices_url
from clubs.models import Member
from meetings import kinds
from meetings.letters.copies import copy_of
from meetings.letters.desk import USEFUL_FOR
from meetings.models import FreeLetter
from outbox.rendering import Rendered, render_letter
from outbox.services import Letter

PREHEADER_LENGTH = 110


def free_letters(
    *,
    letter: FreeLetter,
    readers: Sequence[Member],
    sender: Member,
    now: dt.datetime,
    link: str = "",
) -> list[Letter]:
    """The letter to each of the readers (with ``user`` at hand). ``link`` takes the place of personal links."""
    return [_write(letter, reader, sender, now, link) for reader in readers]


def free_copy(*, letter: FreeLetter, sender: Member, now: dt.datetime) -> Letter:
    """The letter to the sender, as a preview."""
    language = sender.mail_language
    words = free_words(letter=letter, reader=sender, sender=sender, link="#")
    return copy_of(words, club=letter.club, sender=sender, language=language, now=now)


def free_words(*, letter: FreeLetter, reader: Member, sender: Member, link: str = "") -> Rendered:
    """The words of the letter to one reader, in whose language its frame is; the text is the facilitator's."""
    language = reader.mail_language
    start = " ".join(letter.text.split())
    context = {
        "heading": letter.subject,
        "subject": letter.subject,
        "preheader": start if len(start) <= PREHEADER_LENGTH else start[:PREHEADER_LENGTH] + "…",
        "club_name": letter.club.name,
        "first_name": reader.first_name,
        "body": letter.text,
        "sender": sender.full_name,
        "choices_url": link or choices_url(reader),
    }
    with translation.override(language):
        return render_letter("meetings/free", context, language=language)


def _write(
    letter: FreeLetter, reader: Member, sender: Member, now: dt.datetime, link: str
) -> Letter:
    words = free_words(letter=letter, reader=reader, sender=sender, link=link)
    return Letter(
        key=kinds.free_key(letter, reader),
        kind=kinds.FREE,
        topic=kinds.free_topic(letter),
        scope=f"club:{letter.club_id}",
        person=str(reader.pk),
        to_email=reader.email,
        to_name=reader.full_name,
        language=reader.mail_language,
        sender_name=f"{sender.full_name}, {letter.club.name}",
        reply_to=sender.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        thread=f"free-{letter.pk}-{reader.pk}",
        deadline=now + USEFUL_FOR,
    )
