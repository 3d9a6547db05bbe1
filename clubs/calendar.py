"""Days on which Finnish schools do not meet, and dates proposed around them. Pure: every date is an argument.

Public holidays (with the eves of Christmas and Midsummer) come from the ``holidays`` package, offline. Holiday
weeks are a setting of the club, since they differ by region: autumn 42 or 43, winter 8, 9 or 10 (ISO 8601 weeks).
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

import holidays

DEFAULT_HOLIDAY_WEEKS = (42, 43, 8, 9, 10)
AUTUMN_WEEKS = range(39, 49)
WINTER_WEEKS = range(5, 16)
SEARCH_WEEKS = 106  # two years: if no week of theirs is free, none will be
HOLIDAY_LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


class Kind(StrEnum):
    """Why a day is closed."""

    PUBLIC_HOLIDAY = "public_holiday"
    CHRISTMAS = "christmas"
    SUMMER = "summer"
    HOLIDAY_WEEK = "holiday_week"


class Break(StrEnum):
    """Which holiday a week of the club's list belongs to, judged by the time of year."""

    AUTUMN = "autumn"
    WINTER = "winter"
    OTHER = "other"


class NoFreeDay(ValueError):
    """The club's holiday weeks leave no day of this weekday free."""


class TooFewDays(ValueError):
    """Between two days there are only ``free`` open days of the weekday, fewer than were asked for."""

    def __init__(self, free: int) -> None:
        super().__init__(f"only {free} free days")
        self.free = free


@dataclass(frozen=True)
class Clash:
    """Why ``day`` is closed. ``clubs.wording.describe_clash`` says it in words."""

    day: dt.date
    kind: Kind

    @property
    def week(self) -> int:
        """The ISO 8601 week of the day."""
        return self.day.isocalendar().week

    @property
    def holiday(self) -> Break:
        """The holiday that the week belongs to; meaningful for ``HOLIDAY_WEEK``."""
        if self.week in AUTUMN_WEEKS:
            return Break.AUTUMN
        return Break.WINTER if self.week in WINTER_WEEKS else Break.OTHER


@dataclass(frozen=True)
class Span:
    """Closed days that follow each other for the same reason, for the line of the year."""

    first: dt.date
    last: dt.date
    kind: Kind

    @property
    def holiday(self) -> Break:
        """The holiday of the first week; meaningful for ``HOLIDAY_WEEK``."""
        return Clash(self.first, self.kind).holiday


@lru_cache(maxsize=64)
def public_holidays(year: int, language: str = "fi") -> dict[dt.date, str]:
    """Finnish public holidays of ``year`` with their names in ``language``, eves of Christmas and Midsummer among them."""
    names = holidays.country_holidays(
        "FI", years=year, language=HOLIDAY_LANGUAGES.get(language, "fi")
    )
    return dict(names.items())


def holiday_name(day: dt.date, language: str) -> str:
    """The name of the public holiday on ``day`` in fi, sv or en; empty when it is none."""
    return public_holidays(day.year, language).get(day, "")


def closed_reason(day: dt.date, *, holiday_weeks: Collection[int] = ()) -> Clash | None:
    """Why a club does not meet on ``day``, or None. An empty ``holiday_weeks`` means the usual ones."""
    if day in public_holidays(day.year):
        return Clash(day, Kind.PUBLIC_HOLIDAY)
    return _break_on(day, holiday_weeks)


def _break_on(day: dt.date, holiday_weeks: Collection[int]) -> Clash | None:
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 8):
        return Clash(day, Kind.CHRISTMAS)
    if day.month in (6, 7):
        return Clash(day, Kind.SUMMER)
    if day.isocalendar().week in (holiday_weeks or DEFAULT_HOLIDAY_WEEKS):
        return Clash(day, Kind.HOLIDAY_WEEK)
    return None


def is_workday(day: dt.date, *, holiday_weeks: Collection[int] = ()) -> bool:
    """Monday to Friday outside public holidays and the club's breaks: a day on which automatic letters leave."""
    return day.isoweekday() <= 5 and closed_reason(day, holiday_weeks=holiday_weeks) is None


def last_workday_before(day: dt.date, *, holiday_weeks: Collection[int] = ()) -> dt.date:
    """The nearest workday strictly before ``day``. Raises ``NoFreeDay``."""
    return _search(day, -1, 7 * SEARCH_WEEKS, holiday_weeks, is_workday)


def next_workday(day: dt.date, *, holiday_weeks: Collection[int] = ()) -> dt.date:
    """The nearest workday strictly after ``day``. Raises ``NoFreeDay``."""
    return _search(day, 1, 7 * SEARCH_WEEKS, holiday_weeks, is_workday)


def workdays_before(day: dt.date, count: int, *, holiday_weeks: Collection[int] = ()) -> dt.date:
    """The day that is ``count`` workdays before ``day`` (the day itself when 0). Raises ``NoFreeDay``."""
    for _step in range(count):
        day = last_workday_before(day, holiday_weeks=holiday_weeks)
    return day


def next_free(
    day: dt.date, *, holiday_weeks: Collection[int] = (), taken: Collection[dt.date] = ()
) -> dt.date:
    """``day`` itself if it is open and not ``taken``, else the same weekday of the next week that is. Raises ``NoFreeDay``."""

    def is_free(candidate: dt.date, *, holiday_weeks: Collection[int]) -> bool:
        return (
            candidate not in taken and closed_reason(candidate, holiday_weeks=holiday_weeks) is None
        )

    return _search(day - dt.timedelta(weeks=1), 7, SEARCH_WEEKS, holiday_weeks, is_free)


def propose_dates(
    first: dt.date,
    weekday: int,
    count: int,
    every_weeks: int,
    *,
    holiday_weeks: Collection[int] = (),
    taken: Collection[dt.date] = (),
) -> list[dt.date]:
    """``count`` open days on ``weekday`` (ISO, 1 is Monday), the first on or after ``first``, none of them ``taken``.

    Two dates are never closer than ``every_weeks``: a date moved past a break moves those after it.
    Raises ``NoFreeDay``, and ``ValueError`` for a weekday or rhythm that does not exist.
    """
    if not 1 <= weekday <= 7 or every_weeks < 1:
        raise ValueError("a weekday is 1 to 7 and a rhythm at least one week")
    day = first_on_weekday(first, weekday)
    dates: list[dt.date] = []
    for _number in range(count):
        dates.append(next_free(day, holiday_weeks=holiday_weeks, taken=taken))
        day = dates[-1] + dt.timedelta(weeks=every_weeks)
    return dates


def first_on_weekday(day: dt.date, weekday: int) -> dt.date:
    """The first day on ``weekday`` (ISO, 1 is Monday) on or after ``day``."""
    return day + dt.timedelta(days=(weekday - day.isoweekday()) % 7)


def closed_spans(
    first: dt.date, last: dt.date, *, holiday_weeks: Collection[int] = ()
) -> list[Span]:
    """The closed spans between two days, both included; neighbouring days of one kind make one span.

    A public holiday inside a break belongs to the break.
    """
    spans: list[Span] = []
    for clash in _clashes(first, last, holiday_weeks):
        previous = spans[-1] if spans else None
        follows = previous and previous.last + dt.timedelta(days=1) == clash.day
        if previous and follows and previous.kind == clash.kind:
            spans[-1] = Span(previous.first, clash.day, previous.kind)
        else:
            spans.append(Span(clash.day, clash.day, clash.kind))
    return spans


def _clashes(first: dt.date, last: dt.date, holiday_weeks: Collection[int]) -> Iterator[Clash]:
    for offset in range((last - first).days + 1):
        day = first + dt.timedelta(days=offset)
        clash = _break_on(day, holiday_weeks) or closed_reason(day, holiday_weeks=holiday_weeks)
        if clash is not None:
            yield clash


class _Test(Protocol):
    def __call__(self, day: dt.date, /, *, holiday_weeks: Collection[int]) -> bool: ...


def _search(
    day: dt.date, step: int, tries: int, holiday_weeks: Collection[int], test: _Test
) -> dt.date:
    for number in range(1, tries + 1):
        candidate = day + dt.timedelta(days=number * step)
        if test(candidate, holiday_weeks=holiday_weeks):
            return candidate
    raise NoFreeDay(f"no free day near {day}")
