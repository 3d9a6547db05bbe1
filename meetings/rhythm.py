"""The days that a season's rhythm gives, and a name for it. Pure: what was typed comes as arguments."""

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clubs.calendar import propose_dates
from clubs.spreading import spread_dates, year_dates

WEEKS, BETWEEN, YEAR = "weeks", "between", "year"
HOWS = {
    WEEKS: gettext_lazy("Every few weeks"),
    BETWEEN: gettext_lazy("Between two days"),
    YEAR: gettext_lazy("Academic year"),
}
JULY = 7
# About how far apart the meetings of an academic year are.
A_MONTH = dt.timedelta(days=30)


def rhythm_dates(
    values: Mapping[str, Any],
    *,
    holiday_weeks: Collection[int] = (),
    taken: Collection[dt.date] = (),
) -> list[dt.date]:
    """The days for a rhythm (the valid values of ``RhythmForm``); none on a holiday or on a day that is ``taken``.

    Raises ``clubs.calendar.NoFreeDay`` and ``TooFewDays`` (of an academic year ``HalfTooShort``).
    """
    first, weekday = values["first_on"], values["weekday"]
    if values["how"] == BETWEEN:
        return spread_dates(
            first,
            values["last_on"],
            weekday,
            values["count"],
            holiday_weeks=holiday_weeks,
            taken=taken,
        )
    if values["how"] == YEAR:
        autumn, spring = year_dates(
            first,
            weekday,
            values["autumn"],
            values["spring"],
            holiday_weeks=holiday_weeks,
            taken=taken,
        )
        return [*autumn, *spring]
    return propose_dates(
        first,
        weekday,
        values["count"],
        values["every_weeks"],
        holiday_weeks=holiday_weeks,
        taken=taken,
    )


def days_near(values: Mapping[str, Any], rows: int) -> list[dt.date]:
    """About where each of so many meetings is, so that a day typed without its year gets the right one."""
    first, last = values.get("first_on"), values.get("last_on")
    if first is None:
        return []
    step = dt.timedelta(weeks=values.get("every_weeks") or 1)
    if values.get("how") == BETWEEN and last and rows > 1:
        step = (last - first) / (rows - 1)
    if values.get("how") != YEAR:
        return [first + step * place for place in range(rows)]
    autumn = min(values.get("autumn") or 0, rows)
    spring = dt.date(first.year + 1, 2, 1)
    return [first + A_MONTH * place for place in range(autumn)] + [
        spring + A_MONTH * place for place in range(rows - autumn)
    ]


def halves(days: Collection[dt.date]) -> tuple[int, int] | None:
    """How many of a season's days are in an autumn and in the spring after it; None where they are not so."""
    ordered = sorted(days)
    turns = [place for place, (one, two) in enumerate(pairwise(ordered), 1) if one.year < two.year]
    if len(turns) != 1 or ordered[0].month <= JULY or ordered[-1].month >= JULY:
        return None
    return turns[0], len(ordered) - turns[0]


def suggested_name(day: dt.date, how: str = WEEKS) -> str:
    """A name for a season that starts around ``day``: "Autumn season 2022" from July on, "Academic year 2022–2023"."""
    year = day.year
    if how == YEAR:
        return _("Academic year %(year)s–%(next)s") % {"year": year, "next": year + 1}
    if day.month >= JULY:
        return _("Autumn season %(year)s") % {"year": year}
    return _("Spring season %(year)s") % {"year": year}


def is_suggested(name: str, years: Collection[int]) -> bool:
    """Whether a name is one that ``suggested_name`` gives in any of these years, not somebody's own words."""
    return any(
        name == suggested_name(dt.date(year, month, 1), how)
        for year in years
        for month in (1, 12)
        for how in (WEEKS, YEAR)
    )
