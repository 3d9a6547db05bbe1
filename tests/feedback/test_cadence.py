"""When surveys close and letters leave, by the clock on the wall in Helsinki."""

import datetime as dt

import pytest

from feedback.cadence import closes_at, is_letter_due, letter_at
from meetings.cadence import HELSINKI, Slot
from meetings.timings import FEEDBACK


def at(day: int, month: int, hour: int, minute: int = 0, year: int = 2022) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=HELSINKI)


def test_a_survey_closes_a_minute_before_midnight_of_the_seventh_day() -> None:
    assert closes_at(at(11, 10, 12)) == at(18, 10, 23, 59)


def test_the_closing_hour_is_local_on_both_sides_of_a_clock_change() -> None:
    closing = closes_at(at(25, 10, 12))
    assert closing.astimezone(dt.UTC) == dt.datetime(2022, 11, 1, 21, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("ends_at", "leaves_at"),
    [
        (at(11, 10, 12), at(11, 10, 13)),  # a Tuesday noon
        (at(11, 10, 15, 30), at(12, 10, 8)),  # an hour later is past the hours of letters
        (
            at(14, 10, 15, 30),
            at(24, 10, 8),
        ),  # Friday before the autumn break of week 42 (43 is none of this club's)
        (at(5, 12, 16), at(7, 12, 8)),  # Independence Day between
        (at(11, 10, 5), at(11, 10, 8)),  # a meeting before dawn
    ],
)
def test_the_letter_leaves_an_hour_after_or_on_the_next_workday(
    ends_at: dt.datetime, leaves_at: dt.datetime
) -> None:
    closes = at(31, 12, 23, 59)
    assert letter_at(ends_at, closes=closes, holiday_weeks=[42]) == leaves_at


def test_a_holiday_never_keeps_the_letter_back_until_it_is_useless() -> None:
    ends_at = at(21, 12, 16)
    assert letter_at(ends_at, closes=closes_at(ends_at)) == at(21, 12, 17)


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        (at(11, 10, 12, 59), False),
        (at(11, 10, 13), True),
        (at(11, 10, 18), False),  # ticked present in the evening: tomorrow
        (at(12, 10, 8), True),
        (at(15, 10, 12), False),  # a Saturday
        (at(18, 10, 23, 59), False),  # closed
    ],
)
def test_a_letter_is_due_in_the_hours_of_letters_while_the_survey_is_open(
    now: dt.datetime, is_due: bool
) -> None:
    ends_at = at(11, 10, 12)
    closes = closes_at(ends_at)
    slot = Slot(FEEDBACK, letter_at(ends_at, closes=closes, holiday_weeks=[8]), closes)
    assert is_letter_due(slot, now, holiday_weeks=[8]) is is_due
