"""Moving the demo's year to the present: whole weeks, so that weekdays stay. Pure."""

import datetime as dt
import re
from collections.abc import Collection, Sequence

from clubs.calendar import closed_reason, next_free

# The next meeting of the demo stands this many days ahead of today, at least.
DAYS_AHEAD = 9
# The meeting that is open for answers: the second of the academic year, ti 11.10.2022.
NEXT_MEETING_ON = dt.date(2022, 10, 11)
MONTHS = [
    "tammikuu",
    "helmikuu",
    "maaliskuu",
    "huhtikuu",
    "toukokuu",
    "kesäkuu",
    "heinäkuu",
    "elokuu",
    "syyskuu",
    "lokakuu",
    "marraskuu",
    "joulukuu",
]


def shift_for(today: dt.date) -> dt.timedelta:
    """Whole weeks that bring the second meeting of the academic year 9–15 days after ``today``."""
    days = (today - NEXT_MEETING_ON).days + DAYS_AHEAD
    return dt.timedelta(weeks=-(-days // 7))


def spring_shift_for(spring_ends_on: dt.date, year_is_planned_on: dt.date) -> dt.timedelta:
    """Whole years of 52 weeks that bring the spring before the academic year, and keep it in spring."""
    room = year_is_planned_on - spring_ends_on
    return dt.timedelta(weeks=52 * (room.days // (52 * 7)))


def moved(day: dt.date, shift: dt.timedelta, *, taken: Collection[dt.date] = ()) -> dt.date:
    """``day`` with its weekday, ``shift`` later; where that is a holiday, what the planner would propose."""
    return next_free(day + shift, taken=taken)


def before_summer(days: Sequence[dt.date]) -> list[dt.date]:
    """The days of a season in their order; where only the last would come after June and July, it comes before them."""
    *earlier, last = days
    summer_on = dt.date(earlier[-1].year, 6, 1)
    if not earlier[-1] < summer_on <= last:
        return list(days)
    while last >= summer_on or closed_reason(last):
        last -= dt.timedelta(weeks=1)
    return [*earlier, last] if last > earlier[-1] else list(days)


def dated(text: str, shift: dt.timedelta) -> str:
    """``text`` with its dates moved: ``{2022-11-04}`` reads "4.11.", ``{kk 2022-11-30}`` "marraskuun"."""

    def in_words(match: re.Match[str]) -> str:
        day = moved(dt.date.fromisoformat(match["day"]), shift)
        if match["month"]:
            return f"{MONTHS[day.month - 1]}n"
        return f"{day.day}.{day.month}."

    return re.sub(r"\{(?P<month>kk )?(?P<day>\d{4}-\d\d-\d\d)\}", in_words, text)


def season_name(dates: list[dt.date], *, is_academic_year: bool) -> str:
    """What the club calls a season with these dates."""
    if is_academic_year:
        first = dates[0].year if dates[0].month >= 7 else dates[0].year - 1
        return f"Lukuvuosi {first}–{first + 1}"
    half = "Kevät" if dates[0].month < 7 else "Syksy"
    return f"{half} {dates[0].year}"
