"""The clubs that somebody facilitates, side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from clubs.models import Club, Member
from home.meetingrows import MeetingRow
from home.nextsteps import next_steps
from home.panel import read_panels
from home.steps import Step


@dataclass(frozen=True)
class ClubLine:
    """One club: how many people, its next meeting with the answers, and what is most urgent."""

    club: Club
    people: int
    row: MeetingRow | None
    days_left: int | None
    step: Step | None
    more: int


def club_lines(places: Sequence[Member], *, now: dt.datetime) -> list[ClubLine]:
    """The facilitated ones of these places: the most urgent first, then by their next meeting. Constant queries."""
    panels = read_panels([place for place in places if place.is_facilitator], now=now)
    lines = []
    for panel in panels.values():
        steps = next_steps(panel, now=now)
        row = panel.next_row(now)
        lines.append(
            ClubLine(
                club=panel.club,
                people=panel.people,
                row=row,
                days_left=row.meeting.days_until(now) if row else None,
                step=steps[0] if steps else None,
                more=max(len(steps) - 1, 0),
            )
        )
    return sorted(lines, key=_urgency)


def _urgency(line: ClubLine) -> tuple[int, bool, int, str]:
    urgency = int(line.step.urgency) if line.step else 99
    return urgency, line.row is None, line.days_left or 0, line.club.name
