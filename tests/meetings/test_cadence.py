"""Which reminder is due when, and by when an answer is asked for."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from meetings.cadence import STEPS, answer_by, due_step, is_open, moment_of

HELSINKI = ZoneInfo("Europe/Helsinki")
T14, T7 = STEPS


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2022) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=HELSINKI)


MEETING = at(22, 11)


def test_the_first_leaves_two_weeks_before_at_eight() -> None:
    assert moment_of(T14, starts_at=MEETING) == at(8, 11, 8)
    assert moment_of(T7, starts_at=MEETING) == at(15, 11, 8)


@pytest.mark.parametrize(
    ("starts_at", "moment"),
    [
        (at(20, 12), at(5, 12, 8)),  # T-14 is Independence Day, a Tuesday
        (at(3, 12), at(18, 11, 8)),  # a Saturday
        (at(4, 11), at(14, 10, 8)),  # the autumn holiday weeks 42 and 43
        (at(17, 1, year=2023), at(21, 12, 8)),  # between Christmas and Epiphany
    ],
)
def test_goes_earlier_before_holidays(starts_at: dt.datetime, moment: dt.datetime) -> None:
    assert moment_of(T14, starts_at=starts_at) == moment


def test_the_clubs_own_weeks_count() -> None:
    assert moment_of(T14, starts_at=MEETING, holiday_weeks=[45]) == at(4, 11, 8)


def test_keeps_the_wall_time_over_a_clock_change() -> None:
    moment = moment_of(T7, starts_at=at(4, 4, year=2023))
    assert moment.astimezone(dt.UTC) == dt.datetime(2023, 3, 28, 5, tzinfo=dt.UTC)
    moment = moment_of(T14, starts_at=at(4, 4, year=2023))
    assert moment.astimezone(dt.UTC) == dt.datetime(2023, 3, 21, 6, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "step"),
    [
        (at(8, 11, 7, 59), None),
        (at(8, 11, 8), T14),
        (at(8, 11, 15, 59), T14),
        (at(8, 11, 16), None),
        (at(10, 11, 9), T14),  # missed for two days: still useful
        (at(12, 11, 9), None),  # a Saturday
        (at(15, 11, 8), T7),  # both have passed: one letter is enough
        (at(22, 11, 8, 29), T7),
        (at(22, 11, 8, 30), None),
        (at(23, 11, 9), None),
    ],
)
def test_what_is_due(now: dt.datetime, step: object) -> None:
    assert due_step(now, starts_at=MEETING) == step


def test_only_the_second_asks_those_who_are_not_sure() -> None:
    assert [step.asks_unsure for step in STEPS] == [False, True]


def test_is_closed_on_holidays() -> None:
    assert is_open(at(5, 12)) is True
    assert is_open(at(6, 12)) is False


@pytest.mark.parametrize(
    ("asked_at", "day"),
    [
        (at(1, 11), dt.date(2022, 11, 8)),
        (at(8, 11), dt.date(2022, 11, 15)),
        (at(14, 11, 23), dt.date(2022, 11, 15)),
        (at(15, 11), dt.date(2022, 11, 21)),
        (at(21, 11), dt.date(2022, 11, 22)),
        (at(22, 11, 8), dt.date(2022, 11, 22)),
    ],
)
def test_an_answer_is_never_asked_for_in_the_past(asked_at: dt.datetime, day: dt.date) -> None:
    assert answer_by(starts_at=MEETING, asked_at=asked_at) == day
