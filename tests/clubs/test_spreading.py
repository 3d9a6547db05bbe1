"""Days between two days, and an academic year: what is promised holds for any days, and the choice is the best one."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubs.calendar import TooFewDays, closed_reason
from clubs.spreading import (
    HalfTooShort,
    open_days,
    spread_dates,
    usual_gap,
    year_dates,
)

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2098, 12, 31))
WEEKDAYS = st.integers(1, 7)


def short(days: list[dt.date]) -> list[str]:
    return [f"{day.day}.{day.month}." for day in days]


def unevenness(days: tuple[dt.date, ...] | list[dt.date]) -> int:
    return sum((after - before).days ** 2 for before, after in itertools.pairwise(days))


def test_the_academic_year_of_the_design() -> None:
    """Week 37, on Tuesdays, 3 in the autumn and 4 in the spring: past weeks 42–43, Christmas and 8–10."""
    autumn, spring = year_dates(dt.date(2022, 9, 12), 2, 3, 4)

    assert short(autumn) == ["13.9.", "11.10.", "15.11."]
    assert short(spring) == ["10.1.", "14.2.", "21.3.", "25.4."]


def test_days_between_two_days() -> None:
    days = spread_dates(dt.date(2022, 9, 13), dt.date(2023, 4, 30), 2, 7)

    assert short(days) == ["13.9.", "11.10.", "15.11.", "20.12.", "31.1.", "14.3.", "25.4."]


@given(DAYS, st.integers(0, 106 * 7), WEEKDAYS, st.integers(1, 12), st.sets(st.integers(1, 53)))
def test_each_day_is_open_between_the_ends_on_its_weekday_and_only_once(
    first: dt.date, length: int, weekday: int, count: int, weeks: set[int]
) -> None:
    last = first + dt.timedelta(days=length)
    free = open_days(first, last, weekday, holiday_weeks=weeks)
    if len(free) < count:
        with pytest.raises(TooFewDays) as refused:
            spread_dates(first, last, weekday, count, holiday_weeks=weeks)
        assert refused.value.free == len(free)
        return

    days = spread_dates(first, last, weekday, count, holiday_weeks=weeks)
    assert days == sorted(set(days))
    assert len(days) == count
    assert all(first <= day <= last and day.isoweekday() == weekday for day in days)
    assert [closed_reason(day, holiday_weeks=weeks) for day in days] == [None] * count
    assert days[0] == free[0]
    assert count == 1 or days[-1] == free[-1]


@given(DAYS, st.integers(7, 90), WEEKDAYS, st.integers(2, 5))
def test_no_other_choice_is_more_even(
    first: dt.date, length: int, weekday: int, count: int
) -> None:
    last = first + dt.timedelta(days=length)
    free = open_days(first, last, weekday)
    if len(free) < count:
        return
    between = itertools.combinations(free[1:-1], count - 2)
    best = min(unevenness((free[0], *days, free[-1])) for days in between)

    assert unevenness(spread_dates(first, last, weekday, count)) == best


@given(DAYS, WEEKDAYS, st.integers(1, 12), st.integers(1, 12))
def test_a_year_has_its_halves_on_both_sides_of_christmas(
    day: dt.date, weekday: int, autumn: int, spring: int
) -> None:
    first = day.replace(month=8 + day.month % 3, day=min(day.day, 30))
    free = open_days(first, dt.date(first.year, 12, 21), weekday)
    if len(free) < autumn:
        with pytest.raises(HalfTooShort) as refused:
            year_dates(first, weekday, autumn, spring)
        assert (refused.value.free, refused.value.is_autumn) == (len(free), True)
        return

    halves = year_dates(first, weekday, autumn, spring)
    for half, count, year in zip(
        halves, (autumn, spring), (first.year, first.year + 1), strict=True
    ):
        assert len(half) == count
        assert half == sorted(set(half))
        assert {day.year for day in half} == {year}
        assert {day.isoweekday() for day in half} == {weekday}
        assert [closed_reason(day) for day in half] == [None] * count
    assert halves[0][0] >= first


def test_days_that_are_taken_are_left_alone() -> None:
    taken = {dt.date(2022, 9, 13), dt.date(2022, 11, 15)}
    autumn, _spring = year_dates(dt.date(2022, 9, 13), 2, 3, 4, taken=taken)

    assert taken.isdisjoint(autumn)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (dt.date(2022, 9, 13), dt.date(2022, 9, 12), 1),
        (dt.date(2022, 9, 13), dt.date(2025, 9, 12), 4),
        (dt.date(2022, 9, 13), dt.date(2022, 12, 12), 0),
    ],
)
def test_a_span_that_cannot_be_is_refused(first: dt.date, last: dt.date, count: int) -> None:
    with pytest.raises(ValueError, match="a span"):
        spread_dates(first, last, 2, count)


def test_a_year_does_not_begin_in_the_spring() -> None:
    with pytest.raises(ValueError, match="autumn"):
        year_dates(dt.date(2022, 2, 1), 2, 3, 4)


def test_the_usual_gap_is_in_weeks() -> None:
    autumn, spring = year_dates(dt.date(2022, 9, 12), 2, 3, 4)

    assert usual_gap([*autumn, *spring]) == 5
    assert usual_gap(autumn[:1]) == 4
    assert usual_gap([dt.date(2022, 1, 1), dt.date(2022, 12, 1)]) == 12
