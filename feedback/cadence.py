"""When a survey closes and when its letter leaves. Pure: the clock and the holidays come from outside."""

import datetime as dt
from collections.abc import Collection

from clubs.calendar import next_workday
from meetings.cadence import HELSINKI, OPENS, is_open

OPEN_DAYS = 7
CLOSING_TIME = dt.time(23, 59)
AFTER_MEETING = dt.timedelta(hours=1)
# A season's survey is open for two weeks unless the facilitator chooses another day.
SEASON_DAYS = 14


def closing_on(day: dt.date) -> dt.datetime:
    """23:59 local time on ``day``."""
    return dt.datetime.combine(day, CLOSING_TIME, tzinfo=HELSINKI)


def closes_at(ends_at: dt.datetime) -> dt.datetime:
    """When the survey of a meeting that ends at ``ends_at`` closes: 23:59 local time of the seventh day after."""
    return closing_on(ends_at.astimezone(HELSINKI).date() + dt.timedelta(days=OPEN_DAYS))


def letter_at(
    ends_at: dt.datetime, *, closes: dt.datetime, holiday_weeks: Collection[int] = ()
) -> dt.datetime:
    """When the request leaves: an hour after the end, or at 8 on the next workday where that hour is no hour for letters.

    Where a holiday would keep it back until the survey is closed, it leaves an hour after the end all the same.
    """
    moment = ends_at + AFTER_MEETING
    later = next_open(moment, holiday_weeks=holiday_weeks)
    return later if later < closes else moment


def next_open(moment: dt.datetime, *, holiday_weeks: Collection[int] = ()) -> dt.datetime:
    """``moment`` if automatic letters may leave then, else the next 8 o'clock of a workday."""
    if is_open(moment, holiday_weeks=holiday_weeks):
        return moment
    local = moment.astimezone(HELSINKI)
    day = local.date() if local.time() < OPENS else local.date() + dt.timedelta(days=1)
    day = next_workday(day - dt.timedelta(days=1), holiday_weeks=holiday_weeks)
    return dt.datetime.combine(day, OPENS, tzinfo=HELSINKI)


def is_letter_due(
    now: dt.datetime,
    *,
    ends_at: dt.datetime,
    closes: dt.datetime,
    holiday_weeks: Collection[int] = (),
) -> bool:
    """Whether the request may leave at ``now``; also for those who were ticked present only later."""
    if not letter_at(ends_at, closes=closes, holiday_weeks=holiday_weeks) <= now < closes:
        return False
    waits_until = next_open(now, holiday_weeks=holiday_weeks)
    return waits_until <= now or waits_until >= closes
