"""The letter that carries a memo to those who were invited."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.models import Memo
from boards.paper import Paper, paper_of
from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url
from clubs.models import Member
from meetings import kinds
from meetings.matter import minutes_words, reading_url
from meetings.models import AgreedThing, Invitee
from meetings.wording import join_names
from outbox.models import Message
from outbox.services import Letter, register_guard, register_writer
from outbox.stencils import Stencils
from ui.dates import format_day, format_when

KIND = "boards.memo"
USEFUL_DAYS = 7
INERT = "#"


def memo_letters(
    *,
    memo: Memo,
    readers: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    inert: bool = False,
) -> list[Letter]:
    """One letter for each reader, in their language; a fixed number of queries.

    ``readers`` have their ``member`` and its ``user`` at hand. With ``inert`` no link leads anywhere:
    so a facilitator sees a letter before it is sent.
    """
    paper, stencils = paper_of(memo), Stencils()
    return [_letter(paper, reader.member, sender, now, stencils, inert=inert) for reader in readers]


def _letter(
    paper: Paper,
    reader: Member,
    sender: Member,
    now: dt.datetime,
    stencils: Stencils,
    *,
    inert: bool,
) -> Letter:
    meeting, language = paper.meeting, reader.mail_language
    club = meeting.season.club
    own = {
        "first_name": reader.first_name,
        "choices_url": INERT if inert else choices_url(reader),
    }
    words = stencils.render(
        "boards/memo",
        lambda own: {**_context(paper, reader, sender, inert=inert), **own},
        own=own,
        language=language,
    )
    return Letter(
        key=f"memo:{meeting.pk}:{reader.pk}",
        kind=KIND,
        topic=kinds.topic_of(meeting),
        scope=scope_of(club.pk),
        person=str(reader.pk),
        to_email=reader.email,
        to_name=reader.full_name,
        language=language,
        sender_name=sender_name(sender, club),
        reply_to=sender.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        thread=f"meeting-{meeting.pk}-{reader.pk}",
        deadline=now + dt.timedelta(days=USEFUL_DAYS),
    )


def _context(paper: Paper, reader: Member, sender: Member, *, inert: bool) -> dict[str, Any]:
    """What the templates show, in the active language."""
    meeting = paper.meeting
    page = settings.BASE_URL + reverse("boards:memo", args=[meeting.pk])
    return {
        "paper": paper,
        "meeting": meeting,
        "sender": sender,
        "club_name": meeting.season.club.name,
        "heading": meeting.display_title,
        "page_url": INERT if inert else page,
        "facts": _facts(paper),
        "own": [_row(thing) for thing in paper.owned_by(reader)],
        "agreed": [_row(thing, with_owners=True) for thing in paper.agreed],
        "materials": [
            {
                "title": material.title,
                "sub": material.get_kind_display(),
                "meta": minutes_words(material.minutes),
                "url": INERT if inert else reading_url(material),
            }
            for material in paper.materials
        ],
        "earlier": [
            {"title": earlier.thing.text, "meta": str(earlier.label)} for earlier in paper.earlier
        ],
        "parts": [
            {"title": part.title, "rows": [{"title": line.text} for line in part.lines]}
            for part in paper.parts
        ],
        "following": _following(paper),
    }


def _facts(paper: Paper) -> list[tuple[str, str]]:
    meeting = paper.meeting
    return [
        (_("Time"), format_when(meeting.starts_at, meeting.ends_at)),
        (_("Place"), meeting.place),
        (_("Host pair"), join_names([host.full_name for host in paper.hosts])),
        (_("Present"), f"{paper.present}/{paper.invited}" if paper.present else ""),
    ]


def _row(thing: AgreedThing, *, with_owners: bool = False) -> dict[str, str]:
    row = {"title": thing.text}
    if with_owners:
        row["sub"] = owners_of(thing)
    if thing.due_on:
        row["meta"] = _("by %(day)s") % {"day": format_day(thing.due_on, year=False)}
    return row


def owners_of(thing: AgreedThing) -> str:
    """Who answers for it, in words: names in basic form, or everybody. Owners must be at hand."""
    names = [owner.full_name for owner in thing.owners.all()]
    return join_names([*names, _("everybody")] if thing.is_for_everybody else names)


def _following(paper: Paper) -> dict[str, str] | None:
    following = paper.following
    if following is None:
        return None
    return {
        "title": following.display_title,
        "when": format_when(following.starts_at, following.ends_at),
        "hosts": join_names([host.full_name for host in paper.following_hosts]),
    }


def memo_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """The memo's letter to one person as it is now; None for who has left the club, or once the memo is gone.

    The outbox asks this for a resend, and (inert) to show a facilitator what somebody got.
    """
    memo = Memo.objects.filter(
        meeting=kinds.meeting_of(message.topic), sent_at__isnull=False
    ).select_related("meeting__season__club")
    seat = (
        Invitee.objects.seated()
        .filter(meeting__memo__in=memo, member=message.person, member__left_at__isnull=True)
        .select_related("member__user")
    )
    found, reader = memo.first(), seat.first()
    if found is None or reader is None:
        return None
    sender = found.meeting.season.club.members.facilitators().first()
    if sender is None:
        return None
    return memo_letters(memo=found, readers=[reader], sender=sender, now=now, inert=is_inert)[0]


def unwanted_memos(messages: Collection[Message]) -> set[UUID]:
    """The outbox's guard: letters to people who have left the club since. One query."""
    people = {message.person for message in messages}
    here = Member.objects.active().filter(pk__in=people).values_list("pk", flat=True)
    staying = {str(pk) for pk in here}
    return {message.pk for message in messages if message.person not in staying}


def register() -> None:
    """Let the outbox ask us before a memo leaves, and write it anew."""
    register_guard(KIND, unwanted_memos)
    register_writer(KIND, memo_anew)
