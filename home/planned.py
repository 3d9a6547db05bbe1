"""What will leave by itself: worked out from the meetings, never stored."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.cadence import closes_at, letter_at
from home.meetingrows import MeetingRow
from meetings.cadence import STEPS, moment_of

MOST_PLANNED = 5


@dataclass(frozen=True)
class Planned:
    """A letter that leaves at ``at`` unless something changes."""

    at: dt.datetime
    what: str
    whom: str


def planned_letters(
    rows: list[MeetingRow], now: dt.datetime, *, holiday_weeks: Collection[int] = ()
) -> list[Planned]:
    """The next letters of invited meetings that have not been held, soonest first."""
    invited = [row for row in rows if row.meeting.invited_at and not row.is_dropped]
    planned = [
        letter for row in invited for letter in _of_meeting(row, holiday_weeks) if letter.at > now
    ]
    return sorted(planned, key=lambda letter: letter.at)[:MOST_PLANNED]


def _of_meeting(row: MeetingRow, holiday_weeks: Collection[int]) -> Iterator[Planned]:
    meeting = row.meeting
    for step in STEPS:
        asked = row.silent + (row.unsure if step.asks_unsure else 0)
        at = moment_of(step, starts_at=meeting.starts_at, holiday_weeks=holiday_weeks)
        if asked:
            yield Planned(
                at,
                _("Reminder: %(title)s") % {"title": meeting},
                ngettext("%(n)s member without an answer", "%(n)s members without an answer", asked)
                % {"n": asked},
            )
    yield Planned(
        letter_at(meeting.ends_at, closes=closes_at(meeting.ends_at), holiday_weeks=holiday_weeks),
        _("Feedback request: %(title)s") % {"title": meeting},
        _("those who were present"),
    )
