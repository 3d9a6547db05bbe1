"""The letter that asks which times suit: all of them in one letter, answered on one page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url
from clubs.links import sign
from clubs.models import Member
from meetings import kinds
from meetings.models import DatePoll, DateSlot, PollInvitee
from meetings.poll_state import title_of
from meetings.wording import short_title
from outbox.services import Letter
from outbox.stencils import Stencils, Words
from ui.dates import format_day, format_when

USEFUL_FOR = dt.timedelta(hours=72)


def poll_letters(
    *,
    poll: DatePoll,
    invitees: Sequence[PollInvitee],
    sender: Member,
    now: dt.datetime,
    name: str = "poll",
    kind: str = kinds.POLL,
    resend_of: Mapping[str, UUID] | None = None,
    link: str = "",
) -> list[Letter]:
    """The letter to each of these people (with ``member__user`` at hand); two queries.

    ``name`` stands in the key and ``kind`` in the outbox: those of the first letter, or of a reminder, whose words differ.
    ``resend_of`` names, by person, the earlier letter that did not get through; ``link`` stands in for personal links.
    """
    if not invitees:
        return []
    slots = [slot for slot in poll.slots.all() if slot.starts_at > now]
    desk = PollDesk(poll, slots, sender, now, name, kind, link)
    earlier = resend_of or {}
    return [desk.write(one, earlier.get(str(one.member_id))) for one in invitees]


def poll_link(invitee: PollInvitee) -> str:
    """The path of a person's own page about a poll."""
    return reverse("meetings:poll-answer", args=[sign("poll", invitee.pk, invitee.generation)])


@dataclass(frozen=True)
class PollDesk:
    """Writes the letters of one poll in the name of one sender."""

    poll: DatePoll
    slots: Sequence[DateSlot]
    sender: Member
    now: dt.datetime
    name: str
    kind: str
    link: str = ""
    _stencils: Stencils = field(default_factory=Stencils, init=False, repr=False)

    def write(self, invitee: PollInvitee, resend_of: UUID | None) -> Letter:
        """One letter to one person."""
        member, club = invitee.member, self.poll.season.club
        language = member.mail_language
        own = {
            "first_name": member.first_name,
            "url": self.link or settings.BASE_URL + poll_link(invitee),
            "choices_url": self.link or choices_url(member),
        }
        words = self._stencils.render("meetings/poll", self._context, own=own, language=language)
        return Letter(
            key=kinds.poll_key(self.name, self.poll, member),
            kind=self.kind,
            topic=kinds.poll_topic(self.poll),
            scope=scope_of(club.pk),
            person=str(member.pk),
            to_email=member.email,
            to_name=member.full_name,
            language=language,
            sender_name=sender_name(self.sender, club),
            reply_to=self.sender.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            thread=f"poll-{self.poll.pk}-{member.pk}",
            deadline=min(self.now + USEFUL_FOR, self.slots[-1].starts_at),
            resend_of=resend_of,
        )

    def _context(self, own: Words) -> dict[str, Any]:
        """What the templates see, with these words as the person's own; the language of the person is active."""
        title, meeting = title_of(self.poll), self.poll.meeting
        answer_by = max(self.poll.answer_by, timezone.localdate(self.now))
        return {
            "heading": title,
            "title": title,
            "short_title": short_title(title),
            "club_name": self.poll.season.club.name,
            "is_reminder": self.kind == kinds.POLL_REMIND,
            "is_move": meeting is not None,
            "facts": [(_("Time now"), format_when(meeting.starts_at, meeting.ends_at))]
            if meeting
            else [],
            "answer_by": format_day(answer_by, year=False),
            "slots": [{"title": format_when(slot.starts_at, slot.ends_at)} for slot in self.slots],
            "sender": self.sender.full_name,
            **own,
        }
