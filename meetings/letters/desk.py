"""The desk at which letters about a meeting are written: what they all say alike, and the letter itself.

Each letter has a file beside this one. One that says more than the others has a desk of its own (``context``).
However many people get a letter, its meeting is read in the same number of queries.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url, joining_url
from clubs.links import sign
from clubs.models import Member
from meetings import ics, kinds
from meetings.agenda import in_brief, lines_of
from meetings.cadence import deadline_of
from meetings.matter import Matter, entry_of, minutes_words, reading_url
from meetings.models import AgreedThing, AnswerValue, Invitee, Material
from meetings.wording import join_names, short_title
from outbox.rendering import Rendered
from outbox.services import Letter, reads_replies, reply_address
from outbox.stencils import Stencils, Words
from ui.dates import format_day, format_time, format_when

USEFUL_FOR = dt.timedelta(hours=72)


@dataclass(frozen=True)
class Desk:
    """Writes letters about one meeting in the name of one sender. With ``link`` nothing in them is personal."""

    matter: Matter
    sender: Member
    now: dt.datetime
    link: str = ""
    # By language: what all letters see alike, and the entry that all calendars get.
    _alike: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)
    _entries: dict[tuple[str, bool], ics.Entry] = field(
        default_factory=dict, init=False, repr=False
    )
    _stencils: Stencils = field(default_factory=Stencils, init=False, repr=False)

    def write(
        self,
        name: str,
        invitee: Invitee,
        *,
        kind: str,
        key: str,
        deadline: dt.datetime,
        calendar: bytes = b"",
        method: str = "",
        resend_of: UUID | None = None,
        unsubscribe_url: str = "",
    ) -> Letter:
        """One letter to one person: the words of ``emails/meetings/<name>`` in that person's language.

        ``calendar`` is a calendar entry with its ``method``; ``key`` names the letter once for all.
        """
        meeting, member = self.matter.meeting, invitee.member
        words = self.words(name, invitee, member.mail_language)
        return Letter(
            key=key,
            kind=kind,
            topic=kinds.topic_of(meeting),
            scope=scope_of(self.matter.club.pk),
            person=str(member.pk),
            to_email=member.email,
            to_name=member.full_name,
            language=member.mail_language,
            sender_name=self.sender_name,
            reply_to=self.sender.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            calendar=calendar,
            calendar_method=method,
            thread=f"meeting-{meeting.pk}-{member.pk}",
            deadline=deadline,
            resend_of=resend_of,
            unsubscribe_url=unsubscribe_url,
        )

    @property
    def useful_until(self) -> dt.datetime:
        """When an invitation, a change or a cancellation stops being useful: after 72 hours, or with the meeting."""
        return min(self.now + USEFUL_FOR, self.matter.meeting.ends_at)

    @property
    def sender_name(self) -> str:
        """Whom the mail program shows: the facilitator and the club."""
        return sender_name(self.sender, self.matter.club)

    def words(self, name: str, invitee: Invitee, language: str) -> Rendered:
        """The words of a letter in one language."""
        return self._stencils.render(
            f"meetings/{name}",
            lambda own: self.context(invitee, own),
            own=self.own_words(invitee),
            language=language,
        )

    def own_words(self, invitee: Invitee) -> dict[str, str]:
        """What no other reader's letter says: the name, and the links that act for the person."""
        page = reverse("meetings:answer", args=[sign("answer", invitee.pk, invitee.generation)])
        return {
            "first_name": invitee.member.first_name,
            "answer_url": self.link or settings.BASE_URL + page,
            "join_url": join_url(invitee.member, self.link),
            "choices_url": self.link or choices_url(invitee.member),
        }

    def request(self, invitee: Invitee) -> bytes:
        """The calendar entry for one person: the SEQUENCE and stamp that stand in the seat, so that a resend repeats both."""
        return self._entry(invitee, ics.request, asks=True)

    def cancellation(self, invitee: Invitee) -> bytes:
        """What takes the entry out of one person's calendar; SEQUENCE and stamp as in ``request``."""
        return self._entry(invitee, ics.cancel, asks=False)

    def _entry(self, invitee: Invitee, write: Callable[[ics.Entry], bytes], *, asks: bool) -> bytes:
        member, language = invitee.member, invitee.member.mail_language
        with translation.override(language):
            if (language, asks) not in self._entries:
                self._entries[language, asks] = entry_of(
                    self.matter, sequence=0, stamp=self.now, asks=asks
                )
        return write(
            replace(
                self._entries[language, asks],
                sequence=max(self.matter.meeting.sequence, invitee.sequence_sent),
                stamp=invitee.told_at or self.now,
                organizer=ics.Person(self.sender_name, reply_address(invitee.pk)),
                attendee=ics.Person(member.full_name, member.email),
            )
        )

    def context(self, invitee: Invitee, own: Words) -> dict[str, Any]:
        """What the templates see, with these words as the person's own; the language of the person is active."""
        language = translation.get_language()
        if language not in self._alike:
            self._alike[language] = self._seen_by_all()
        return {
            **self._alike[language],
            "first_name": own["first_name"],
            "answer": AnswerValue(invitee.answer).label if invitee.answer else "",
            "buttons": self._buttons(own["answer_url"]),
            "join_url": own["join_url"],
            "choices_url": own["choices_url"],
        }

    def _seen_by_all(self) -> dict[str, Any]:
        matter, meeting = self.matter, self.matter.meeting
        deadline = deadline_of(meeting, asked_at=self.now)
        return {
            "heading": meeting.display_title,
            "club_name": matter.club.name,
            "meeting": meeting,
            "short_title": short_title(str(meeting.display_title)),
            "when": format_when(meeting.starts_at, meeting.ends_at),
            "when_short": format_when(meeting.starts_at, meeting.ends_at, year=False),
            "day_short": format_day(meeting.starts_at, year=False),
            "answer_by": format_day(deadline, year=False),
            "facts": self._facts(),
            "is_calendar_heard": reads_replies(),
            "reading": self._reading(),
            "agenda": [
                (format_time(at, minutes=True), text)
                for at, text in in_brief(lines_of(matter.items, meeting.starts_at))
            ],
            "agreed": [_agreed_row(thing) for thing in matter.agreed],
            "sender": self.sender.full_name,
        }

    def _facts(self) -> list[tuple[str, str]]:
        meeting = self.matter.meeting
        return [
            (_("Time"), format_when(meeting.starts_at, meeting.ends_at)),
            (_("Place"), meeting.place),
            (_("Video link"), meeting.video_url),
            (_("Theme"), ", ".join(theme.name for theme in self.matter.themes)),
            (_("Host pair"), join_names([host.full_name for host in self.matter.hosts])),
        ]

    def _buttons(self, page: str) -> list[dict[str, Any]]:
        return [
            {
                "label": value.label,
                "url": self.link or f"{page}?answer={value.value}",
                "is_primary": value == AnswerValue.YES,
            }
            for value in AnswerValue.offered(is_hybrid=self.matter.meeting.is_hybrid)
        ]

    def _reading(self) -> list[dict[str, str]]:
        return [
            {
                "title": material.title,
                "url": self.link or reading_url(material),
                "sub": " · ".join(
                    filter(None, [str(Material.Kind(material.kind).label), material.note])
                ),
                "meta": minutes_words(material.minutes),
            }
            for material in self.matter.materials
        ]


def join_url(member: Member, instead: str = "") -> str:
    """Where the person joins the club, or ``instead``; empty for who has joined."""
    if member.joined_at is not None:
        return ""
    return instead or joining_url(member)


def _agreed_row(thing: AgreedThing) -> dict[str, str]:
    owners = (
        _("Everybody")
        if thing.is_for_everybody
        else join_names([owner.full_name for owner in thing.owners.all()])
    )
    return {
        "title": thing.text,
        "sub": owners,
        "meta": format_day(thing.due_on, year=False) if thing.due_on else "",
    }
