"""The host pair's list of six: what is done, what looks done by what stands there, and by when.

One list for the pair's page and for its letters. Only ticks are stored (``HostTick``); the rest follows from rows at hand.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clubs.calendar import is_workday, last_workday_before
from clubs.models import Member
from meetings.agenda import minutes_of
from meetings.agenda_template import default_agenda
from meetings.models import AgendaItem, HostTick, Material, Meeting
from meetings.timings import INVITE, Timings
from ui.dates import HELSINKI

Code = HostTick.Task
# What stands in the invitation is due so many days before it leaves; the rest so many days before the meeting.
BEFORE_INVITATION: Mapping[str, int] = {
    Code.QUESTION: 7,
    Code.READING: 3,
    Code.AGENDA: 1,
    Code.ROOM: 1,
}
BEFORE_MEETING: Mapping[str, int] = {Code.GROUP_FORMING: 7, Code.INTRODUCTION: 3}
# Where each is done.
PAGES: Mapping[str, str] = {
    Code.QUESTION: "meeting-edit",
    Code.READING: "materials",
    Code.AGENDA: "agenda",
    Code.ROOM: "meeting-edit",
    Code.GROUP_FORMING: "agenda",
    Code.INTRODUCTION: "host-desk",
}


@dataclass(frozen=True)
class Task:
    """One of the six: what to know of it, the page where it is done, and by when.

    ``looks_done`` where what stands in the meeting says so; ``tick`` is a host's own word for it.
    """

    code: str
    title: str
    why: str
    path: str
    due_on: dt.date
    looks_done: bool = False
    tick: HostTick | None = None

    @property
    def is_left(self) -> bool:
        """Whether nobody has ticked it and nothing says that it is done."""
        return self.tick is None and not self.looks_done


def due_on(
    code: str,
    starts_at: dt.datetime,
    *,
    invite_days: int = INVITE.number,
    holiday_weeks: Collection[int] = (),
) -> dt.date:
    """By when a task is best done: counted back from the meeting or its invitation, on a workday.

    A day on which nobody works gives way to the last workday before it. Pure.
    """
    days = BEFORE_MEETING.get(code) or invite_days + BEFORE_INVITATION[code]
    day = starts_at.astimezone(HELSINKI).date() - dt.timedelta(days=days)
    if is_workday(day, holiday_weeks=holiday_weeks):
        return day
    return last_workday_before(day, holiday_weeks=holiday_weeks)


def checklist(
    meeting: Meeting,
    *,
    items: Sequence[AgendaItem],
    materials: Sequence[Material],
    members: Collection[Member],
    ticks: Collection[HostTick],
) -> list[Task]:
    """The six tasks in the order of their dates, in the active language; no query (the club is at hand).

    ``members`` are those who will be invited: where somebody is new in the role, the agenda should have group-forming.
    """
    has_new = any(member.is_new_in_role for member in members)
    states = {
        Code.QUESTION: _question(meeting),
        Code.READING: _reading(materials),
        Code.AGENDA: _agenda(meeting, items, has_new=has_new, people=len(members)),
        Code.ROOM: _room(meeting),
        Code.GROUP_FORMING: _group_forming(items, has_new=has_new),
        Code.INTRODUCTION: _introduction(items),
    }
    club = meeting.season.club
    days = Timings.of(club)[INVITE].number
    ticked = {tick.task: tick for tick in ticks}
    tasks = [
        Task(
            code=code,
            title=str(code.label),
            why=why,
            path=reverse(f"meetings:{PAGES[code]}", args=[meeting.pk]),
            due_on=due_on(
                code, meeting.starts_at, invite_days=days, holiday_weeks=club.holiday_weeks
            ),
            looks_done=looks_done,
            tick=ticked.get(code),
        )
        for code, (looks_done, why) in states.items()
    ]
    return sorted(tasks, key=lambda task: task.due_on)


def _question(meeting: Meeting) -> tuple[bool, str]:
    if not meeting.title and not meeting.introduction:
        return False, _(
            "Give the meeting a title and write a few words about the theme: they open the invitation."
        )
    if not meeting.title:
        return False, _("The meeting has no title yet. It stands in the invitation.")
    if not meeting.introduction:
        return False, _("Write a few words about the theme: they open the invitation.")
    return True, _("The title and a few words about the theme are there.")


def _reading(materials: Sequence[Material]) -> tuple[bool, str]:
    if not materials:
        return False, _("They travel in the invitation.")
    minutes = sum(one.minutes for one in materials)
    words = ngettext(
        "%(n)s reading, %(minutes)s min in all.",
        "%(n)s readings, %(minutes)s min in all.",
        len(materials),
    )
    return True, words % {"n": len(materials), "minutes": minutes}


def _agenda(
    meeting: Meeting, items: Sequence[AgendaItem], *, has_new: bool, people: int
) -> tuple[bool, str]:
    minutes = minutes_of(items)
    now = _("Now %(planned)s/%(length)s min.") % {"planned": minutes, "length": meeting.length}
    if minutes != meeting.length:
        return False, now
    if _is_template(meeting, items, has_new=has_new, people=people):
        return False, _("It is still the same as in every meeting.")
    return True, now


def _room(meeting: Meeting) -> tuple[bool, str]:
    if meeting.place:
        return True, _("Place: %(place)s.") % {"place": meeting.place}
    if meeting.video_url:
        return True, _("You meet by the video link.")
    return False, _("The meeting has no place yet.")


def _group_forming(items: Sequence[AgendaItem], *, has_new: bool) -> tuple[bool, str]:
    parts = [item.title for item in items if item.kind == AgendaItem.Kind.GROUP_FORMING]
    if parts:
        return True, _("In the agenda: %(titles)s.") % {"titles": ", ".join(parts)}
    if has_new:
        return False, _("Not everybody knows each other. Add it to the agenda.")
    return True, _("Where people know each other, the first round is enough.")


def _introduction(items: Sequence[AgendaItem]) -> tuple[bool, str]:
    minutes = minutes_of(item for item in items if item.kind == AgendaItem.Kind.TALK)
    if not minutes:
        return False, _("A few words of yours open the discussion.")
    return False, _("There are %(minutes)s min for it in the agenda.") % {"minutes": minutes}


def _is_template(
    meeting: Meeting, items: Sequence[AgendaItem], *, has_new: bool, people: int
) -> bool:
    """Whether nobody has touched the agenda that the meeting was planned with, in whatever language that was."""
    agenda = [(item.kind, item.title, item.minutes) for item in items]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for new in (has_new, not has_new):
                lines = default_agenda(meeting.length, has_new=new, people=people)
                if agenda == [(line.kind, line.title, line.minutes) for line in lines]:
                    return True
    return False
