"""Letters about a meeting: invitation, change, reminder. Builds words and keys; sends nothing.

However many people get a letter, its meeting is read in the same number of queries.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.links import sign
from clubs.models import Member
from meetings import ics, kinds
from meetings.agenda import in_brief, lines_of
from meetings.cadence import LAST_MOMENT, answer_by
from meetings.matter import Matter, entry_of, gather, minutes_words
from meetings.models import AgreedThing, AnswerValue, Invitee, Material, Meeting
from meetings.wording import join_names, short_title
from outbox.letters import own_address
from outbox.rendering import Rendered, render_letter
from outbox.services import Letter
from ui.dates import format_day, format_time, format_when

USEFUL_FOR = dt.timedelta(hours=72)


def invitation_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    resend_of: Mapping[str, UUID] | None = None,
) -> list[Letter]:
    """The invitation for each of these seats (with ``member__user`` at hand).

    ``resend_of`` names, by person, the earlier letter that did not get through.
    """
    desk = Desk(gather(meeting), sender, now)
    earlier = resend_of or {}
    return [
        desk.write(
            "invitation",
            invitee,
            kind=kinds.INVITE,
            key=kinds.invitation_key(invitee, meeting),
            resend_of=earlier.get(str(invitee.member_id)),
        )
        for invitee in invitees
    ]


def changed_letters(
    *, meeting: Meeting, invitees: Sequence[Invitee], sender: Member, now: dt.datetime
) -> list[Letter]:
    """The new details of a meeting for people who were told something else."""
    desk = Desk(gather(meeting), sender, now)
    return [
        desk.write("changed", invitee, kind=kinds.CHANGED, key=kinds.changed_key(invitee, meeting))
        for invitee in invitees
    ]


def reminder_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    name: str,
    kind: str,
) -> list[Letter]:
    """A reminder to answer for each of these seats; ``name`` is the step in the letters' keys."""
    desk = Desk(gather(meeting), sender, now)
    return [
        desk.write("reminder", invitee, kind=kind, key=kinds.reminder_key(name, invitee, meeting))
        for invitee in invitees
    ]


def preview_invitation(
    *,
    meeting: Meeting,
    reader: Member,
    sender: Member,
    language: str,
    now: dt.datetime,
    link: str,
) -> Rendered:
    """The invitation as ``reader`` would get it anew in ``language``, every link of its own replaced by ``link``."""
    seat = Invitee(meeting=meeting, member=reader)
    return Desk(gather(meeting), sender, now, link=link).words("invitation", seat, language)


def copy_for_sender(
    *, meeting: Meeting, reader: Member, sender: Member, language: str, now: dt.datetime
) -> Letter:
    """The previewed invitation as a letter to the sender: its links lead to the meeting, not to anybody's answer."""
    page = settings.BASE_URL + reverse("meetings:meeting", args=[meeting.pk])
    words = preview_invitation(
        meeting=meeting, reader=reader, sender=sender, language=language, now=now, link=page
    )
    with translation.override(language):
        subject = _("Preview: %(subject)s") % {"subject": words.subject}
    return Letter(
        key=f"preview:{meeting.pk}:{sender.pk}:{now.isoformat()}",
        kind="meetings.preview",
        to_email=sender.email,
        to_name=sender.full_name,
        language=language,
        sender_name=f"{sender.full_name}, {meeting.season.club.name}",
        reply_to=sender.email,
        subject=subject,
        text=words.text,
        html=words.html,
        deadline=now + dt.timedelta(hours=1),
    )


@dataclass(frozen=True)
class Desk:
    """Writes letters about one meeting in the name of one sender. With ``link`` nothing in them is personal."""

    matter: Matter
    sender: Member
    now: dt.datetime
    link: str = ""

    def write(
        self, name: str, invitee: Invitee, *, kind: str, key: str, resend_of: UUID | None = None
    ) -> Letter:
        """One letter to one person; reminders carry no calendar entry, since the invitation did."""
        meeting, member = self.matter.meeting, invitee.member
        language = member.mail_language
        words = self.words(name, invitee, language)
        is_reminder = name == "reminder"
        return Letter(
            key=key,
            kind=kind,
            topic=kinds.topic_of(meeting),
            scope=f"club:{self.matter.club.pk}",
            person=str(member.pk),
            to_email=member.email,
            to_name=member.full_name,
            language=language,
            sender_name=self.sender_name,
            reply_to=self.sender.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            calendar=b"" if is_reminder else self.calendar(member, language),
            calendar_method="" if is_reminder else "REQUEST",
            thread=f"meeting-{meeting.pk}-{member.pk}",
            deadline=meeting.starts_at - LAST_MOMENT
            if is_reminder
            else min(self.now + USEFUL_FOR, meeting.ends_at),
            resend_of=resend_of,
        )

    @property
    def sender_name(self) -> str:
        """Whom the mail program shows: the facilitator and the club."""
        return f"{self.sender.full_name}, {self.matter.club.name}"

    def words(self, name: str, invitee: Invitee, language: str) -> Rendered:
        """The words of a letter in one language."""
        with translation.override(language):
            return render_letter(f"meetings/{name}", self._context(invitee), language=language)

    def calendar(self, member: Member, language: str) -> bytes:
        """The calendar entry for one person, with nothing personal in its description."""
        with translation.override(language):
            return ics.request(
                entry_of(
                    self.matter,
                    stamp=self.now,
                    organizer=ics.Person(self.sender_name, own_address()),
                    attendee=ics.Person(member.full_name, member.email),
                )
            )

    def _context(self, invitee: Invitee) -> dict[str, Any]:
        matter, meeting = self.matter, self.matter.meeting
        ends_at, deadline = (
            meeting.ends_at,
            answer_by(starts_at=meeting.starts_at, asked_at=self.now),
        )
        told = invitee.told_starts_at
        return {
            "heading": meeting.display_title,
            "club_name": matter.club.name,
            "meeting": meeting,
            "first_name": invitee.member.first_name,
            "short_title": short_title(str(meeting.display_title)),
            "when": format_when(meeting.starts_at, ends_at),
            "when_short": format_when(meeting.starts_at, ends_at, year=False),
            "day_short": format_day(meeting.starts_at, year=False),
            "answer_by": format_day(deadline, year=False),
            "facts": self._facts(),
            "is_moved": bool(told and told != meeting.starts_at),
            "told_when": format_when(told) if told else "",
            "answer": AnswerValue(invitee.answer).label if invitee.answer else "",
            "buttons": self._buttons(invitee),
            "join_url": self._join_url(invitee.member),
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

    def _buttons(self, invitee: Invitee) -> list[dict[str, Any]]:
        page = self.link or settings.BASE_URL + reverse(
            "meetings:answer", args=[sign("answer", invitee.pk, invitee.generation)]
        )
        return [
            {
                "label": value.label,
                "url": self.link or f"{page}?answer={value.value}",
                "is_primary": value == AnswerValue.YES,
            }
            for value in AnswerValue.offered(is_hybrid=self.matter.meeting.is_hybrid)
        ]

    def _join_url(self, member: Member) -> str:
        if member.joined_at is not None:
            return ""
        token = sign("join", member.pk, member.generation)
        return self.link or settings.BASE_URL + reverse("clubs:join", args=[token])

    def _reading(self) -> list[dict[str, str]]:
        return [
            {
                "title": material.title,
                "url": self.link or material.url,
                "sub": " · ".join(
                    filter(None, [str(Material.Kind(material.kind).label), material.note])
                ),
                "meta": minutes_words(material.minutes),
            }
            for material in self.matter.materials
        ]


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
