"""Days spread evenly between two days, and an academic year of two halves. Pure: every date is an argument."""

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import pairwise

from clubs.calendar import TooFewDays, closed_reason, first_on_weekday

WEEK = dt.timedelta(weeks=1)
# An academic year begins after the summer holidays; its halves end before Christmas and before the summer.
AUTUMN_MONTHS = range(8, 13)
AUTUMN_END = (12, 21)
SPRING_START, SPRING_END = (1, 9), (5, 31)
# A season is at most this long: two academic years, as far as a free day is looked for anywhere.
LONGEST = dt.timedelta(weeks=106)


class HalfTooShort(TooFewDays):
    """A half of the year has too few open days."""

    def __init__(self, free: int, *, is_autumn: bool) -> None:
        super().__init__(free)
        self.is_autumn = is_autumn


def spread_dates(
    first: dt.date,
    last: dt.date,
    weekday: int,
    count: int,
    *,
    holiday_weeks: Collection[int] = (),
    taken: Collection[dt.date] = (),
) -> list[dt.date]:
    """``count`` open days on ``weekday`` (ISO, 1 is Monday) between two days, both included, as evenly as can be.

    The first is the first open day and the last one the last (a lone one is the first). Of all ways to choose the days
    between, the sum of the squares of the gaps is the least; among equals the earlier days come first. Days ``taken``
    are not used. Raises ``TooFewDays``, and ``ValueError`` for a span that ends before it starts or is over two years.
    """
    if last < first or last - first > LONGEST or count < 1:
        raise ValueError("a span has a beginning, then an end, and at least one day")
    days = open_days(first, last, weekday, holiday_weeks=holiday_weeks, taken=taken)
    if len(days) < count:
        raise TooFewDays(len(days))
    return days[:1] if count == 1 else _evenest(days, count)


def open_days(
    first: dt.date,
    last: dt.date,
    weekday: int,
    *,
    holiday_weeks: Collection[int] = (),
    taken: Collection[dt.date] = (),
) -> list[dt.date]:
    """All days on ``weekday`` between two days, both included, on which a club can meet."""
    day = first_on_weekday(first, weekday)
    days = []
    while day <= last:
        if day not in taken and closed_reason(day, holiday_weeks=holiday_weeks) is None:
            days.append(day)
        day += WEEK
    return days


def _evenest(days: Sequence[dt.date], count: int) -> list[dt.date]:
    """From the first of ``days`` to the last in ``count`` steps; the best way to each day is kept, step by step."""
    weeks = [(day - days[0]).days // 7 for day in days]
    # For each day: the sum of squares of the best way there, and the places of the days on it.
    ways: dict[int, tuple[int, list[int]]] = {0: (0, [0])}
    for step in range(1, count):
        # Enough days must be left for the steps that follow.
        ends = range(step, len(days) - (count - 1 - step))
        ways = {
            end: min(
                (cost + (weeks[end] - weeks[place]) ** 2, [*way, end])
                for place, (cost, way) in ways.items()
                if place < end
            )
            for end in ends
        }
    return [days[place] for place in ways[len(days) - 1][1]]


def year_dates(
    first: dt.date,
    weekday: int,
    autumn: int,
    spring: int,
    *,
    holiday_weeks: Collection[int] = (),
    taken: Collection[dt.date] = (),
) -> tuple[list[dt.date], list[dt.date]]:
    """The days of an academic year: ``autumn`` of them from ``first`` on, ``spring`` of them after Christmas.

    Each meeting begins an equal share of its half, so that the last one leaves as much time behind it as the others.
    Raises ``HalfTooShort``, and ``ValueError`` for a first day that is not in the autumn (``is_in_autumn``).
    """
    if not is_in_autumn(first):
        raise ValueError("an academic year begins in the autumn")
    halves = []
    for start, end, count, is_autumn in (
        (first, dt.date(first.year, *AUTUMN_END), autumn, True),
        (dt.date(first.year + 1, *SPRING_START), dt.date(first.year + 1, *SPRING_END), spring, False),
    ):  # fmt: skip
        try:
            halves.append(_half(start, end, weekday, count, holiday_weeks, taken))
        except TooFewDays as error:
            raise HalfTooShort(error.free, is_autumn=is_autumn) from error
    return halves[0], halves[1]


def is_in_autumn(day: dt.date) -> bool:
    """Whether an academic year may begin on the day: from the beginning of August to the day before Christmas holidays."""
    return day.month in AUTUMN_MONTHS and (day.month, day.day) <= AUTUMN_END


def _half(
    start: dt.date,
    end: dt.date,
    weekday: int,
    count: int,
    holiday_weeks: Collection[int],
    taken: Collection[dt.date],
) -> list[dt.date]:
    days = open_days(start, end, weekday, holiday_weeks=holiday_weeks, taken=taken)
    if len(days) < count:
        raise TooFewDays(len(days))
    last_share = days[0] + (end - days[0]) * (count - 1) / count
    # Room for all of them, where the shares are shorter than the holidays between them.
    reach = max(_nearest(days, last_share), count - 1)
    return days[:1] if count == 1 else _evenest(days[: reach + 1], count)


def _nearest(days: Sequence[dt.date], wanted: dt.date) -> int:
    return min(range(len(days)), key=lambda place: abs(days[place] - wanted))


def usual_gap(days: Sequence[dt.date]) -> int:
    """The weeks that most often lie between days that follow each other, from 1 to 12; 4 where there are no two."""
    gaps = sorted(
        max(1, round((after - before).days / 7)) for before, after in pairwise(sorted(days))
    )
    return min(gaps[(len(gaps) - 1) // 2], 12) if gaps else 4
