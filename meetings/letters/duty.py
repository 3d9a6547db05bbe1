"""The host pair's letter: what, when, with whom, and what is left to prepare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url
from clubs.models import Member
from meetings import kinds
from meetings.cadence import DUTY_LAST_MOMENT
from meetings.checklist import Task, checklist
from meetings.matter import Matter, gather
from meetings.models import HostTick, Meeting
from meetings.timings import Line
from meetings.wording import join_names, short_title
from outbox.rendering import Rendered, render_letter
from outbox.services import Letter
from ui.dates import format_day, format_when


def duty_letters(
    *, meeting: Meeting, hosts: Sequence[Member], sender: Member, line: Line, link: str = ""
) -> list[Letter]:
    """The duty notice of ``line`` for each of these hosts (with ``user`` at hand)."""
    members = list(meeting.season.club.members.invited())
    desk = DutyDesk(gather(meeting), sender, members, list(meeting.host_ticks.all()), link)
    return [desk.write(host, line) for host in hosts]


@dataclass(frozen=True)
class DutyDesk:
    """Writes a pair's letters about one meeting. With ``link`` nothing in them leads anywhere personal."""

    matter: Matter
    sender: Member
    members: Sequence[Member]
    ticks: Sequence[HostTick] = ()
    link: str = ""

    def write(self, host: Member, line: Line) -> Letter:
        """One letter to one host."""
        meeting, club = self.matter.meeting, self.matter.club
        words = self.words(host, host.mail_language)
        return Letter(
            key=kinds.duty_key(line.name, meeting, host),
            kind=line.kind,
            topic=kinds.topic_of(meeting),
            scope=scope_of(club.pk),
            person=str(host.pk),
            to_email=host.email,
            to_name=host.full_name,
            language=host.mail_language,
            sender_name=sender_name(self.sender, club),
            reply_to=self.sender.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            thread=f"meeting-{meeting.pk}-{host.pk}",
            deadline=meeting.starts_at - DUTY_LAST_MOMENT / 2,
        )

    def words(self, host: Member, language: str) -> Rendered:
        """The words of the letter in one language."""
        with translation.override(language):
            return render_letter("meetings/duty", self._context(host), language=language)

    def _context(self, host: Member) -> dict[str, Any]:
        matter, meeting = self.matter, self.matter.meeting
        partners = [other for other in matter.hosts if other.pk != host.pk]
        tasks = checklist(
            meeting,
            items=matter.items,
            materials=matter.materials,
            members=self.members,
            ticks=self.ticks,
        )
        return {
            "heading": meeting.display_title,
            "club_name": matter.club.name,
            "meeting": meeting,
            "first_name": host.first_name,
            "short_title": short_title(str(meeting.display_title)),
            "day_short": format_day(meeting.starts_at, year=False),
            "pair": join_names([other.full_name for other in matter.hosts]),
            "is_alone": not partners,
            "facts": [
                (_("Time"), format_when(meeting.starts_at, meeting.ends_at)),
                (_("Place"), meeting.place),
                (_("Theme"), ", ".join(theme.name for theme in matter.themes)),
                (
                    _("With whom"),
                    ", ".join(f"{other.full_name}, {other.email}" for other in partners),
                ),
            ],
            "tasks": [self._row(task) for task in tasks if task.is_left],
            "url": self.link
            or settings.BASE_URL + reverse("meetings:host-desk", args=[meeting.pk]),
            "sender": self.sender.full_name,
            "choices_url": self.link or choices_url(host),
        }

    def _row(self, task: Task) -> dict[str, str]:
        due = _("By %(day)s.") % {"day": format_day(task.due_on, year=False)}
        return {
            "title": task.title,
            "sub": f"{due} {task.why}",
            "url": self.link or settings.BASE_URL + task.path,
        }
