"""When a survey closes and when its letter leaves. Pure: the clock and the holidays come from outside."""

import datetime as dt
from collections.abc import Collection

from meetings.cadence import HELSINKI, Slot, next_open
from meetings.timings import FEEDBACK

OPEN_DAYS = 7
CLOSING_TIME = dt.time(23, 59)
# A season's survey is open for two weeks unless the facilitator chooses another day.
SEASON_DAYS = 14


def closing_on(day: dt.date) -> dt.datetime:
    """23:59 local time on ``day``."""
    return dt.datetime.combine(day, CLOSING_TIME, tzinfo=HELSINKI)


def closes_at(ends_at: dt.datetime) -> dt.datetime:
    """When the survey of a meeting that ends at ``ends_at`` closes: 23:59 local time of the seventh day after."""
    return closing_on(ends_at.astimezone(HELSINKI).date() + dt.timedelta(days=OPEN_DAYS))


def letter_at(
    ends_at: dt.datetime,
    *,
    closes: dt.datetime,
    holiday_weeks: Collection[int] = (),
    hours: int = FEEDBACK.number,
) -> dt.datetime:
    """When the request leaves: so many hours after the end, or at 8 on the next workday where that is no hour for letters.

    Where a holiday would keep it back until the survey is closed, it leaves at that hour all the same.
    """
    moment = ends_at + dt.timedelta(hours=hours)
    later = next_open(moment, holiday_weeks=holiday_weeks)
    return later if later < closes else moment


def is_letter_due(slot: Slot, now: dt.datetime, *, holiday_weeks: Collection[int] = ()) -> bool:
    """Whether the request may leave at ``now``; also to those who were ticked present only later.

    ``slot.until`` is when the survey closes: where no hour for letters is left before that, any hour will do.
    """
    if slot.is_skipped or not slot.at <= now < slot.until:
        return False
    if slot.is_due(now, holiday_weeks=holiday_weeks):
        return True
    return next_open(now, holiday_weeks=holiday_weeks) >= slot.until
