"""The letter some days before a meeting: place and link, and for who has not said yes or no, the question again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from clubs.letters import unsubscribe_url
from clubs.models import Member
from meetings import kinds
from meetings.cadence import LAST_MOMENT
from meetings.letters.desk import Desk
from meetings.matter import gather
from meetings.models import COMING, AnswerValue, Invitee, Meeting, ReadMark
from meetings.timings import SOON
from meetings.wording import short_place
from outbox.services import Letter
from outbox.stencils import Words
from ui.dates import HELSINKI, format_day, format_time

DAYS_NAMED = 7


def soon_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    link: str = "",
) -> list[Letter]:
    """The letter for each of these seats; it names the pre-reading that the person has not ticked as read."""
    matter = gather(meeting)
    read = ReadMark.objects.filter(
        material__in=matter.materials, member__in=[seat.member_id for seat in invitees]
    )
    marks = frozenset(read.values_list("material", "member"))
    desk = SoonDesk(matter, sender, now, link=link, read=marks)
    return [
        desk.write(
            "soon",
            invitee,
            kind=SOON.kind,
            key=kinds.reminder_key(SOON.name, invitee, meeting),
            deadline=meeting.starts_at - LAST_MOMENT,
            unsubscribe_url=unsubscribe_url(invitee.member, SOON.kind),
        )
        for invitee in invitees
    ]


@dataclass(frozen=True, kw_only=True)
class SoonDesk(Desk):
    """Knows who has read what."""

    read: frozenset[tuple[UUID, UUID]] = frozenset()

    def context(self, invitee: Invitee, own: Words) -> dict[str, Any]:
        """What every letter sees, and besides it whether the person comes, the day in words, and what is left to read."""
        context = super().context(invitee, own)
        meeting = self.matter.meeting
        left = [
            row
            for row, material in zip(context["reading"], self.matter.materials, strict=True)
            if (material.pk, invitee.member_id) not in self.read
        ]
        is_coming = invitee.answer in COMING
        context |= {
            "is_coming": is_coming,
            "is_remote": invitee.answer == AnswerValue.REMOTE,
            "meet": self._meet(is_coming),
            "place": meeting.place or (_("by video") if meeting.video_url else ""),
            "short_place": short_place(meeting.place),
            "clock": format_time(meeting.starts_at),
            "reading": left,
            "has_read_all": bool(self.matter.materials) and not left,
            "answer_by": format_day(meeting.starts_at, year=False),
            "change_url": own["answer_url"],
        }
        return context

    def _meet(self, is_coming: bool) -> str:
        """The subject's first words, "Tiistaina tavataan" or the question; more than a week ahead they name the date."""
        starts_at = self.matter.meeting.starts_at
        day, today = (one.astimezone(HELSINKI).date() for one in (starts_at, self.now))
        if (day - today).days >= DAYS_NAMED:
            words = {"day": format_day(starts_at, year=False)}
            if is_coming:
                return _("We meet on %(day)s") % words
            return _("Will we see you on %(day)s?") % words
        return (_statements() if is_coming else _questions())[day.weekday()]


def _statements() -> list[str]:
    return [
        _("On Monday we meet"),
        _("On Tuesday we meet"),
        _("On Wednesday we meet"),
        _("On Thursday we meet"),
        _("On Friday we meet"),
        _("On Saturday we meet"),
        _("On Sunday we meet"),
    ]


def _questions() -> list[str]:
    return [
        _("Will we see you on Monday?"),
        _("Will we see you on Tuesday?"),
        _("Will we see you on Wednesday?"),
        _("Will we see you on Thursday?"),
        _("Will we see you on Friday?"),
        _("Will we see you on Saturday?"),
        _("Will we see you on Sunday?"),
    ]
