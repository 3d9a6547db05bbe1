"""From a day and a time on the wall to a moment."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings.wallclock import at_wall, wall_of


@pytest.mark.parametrize(
    ("day", "utc"), [(dt.date(2022, 10, 11), (11, 6)), (dt.date(2022, 11, 22), (22, 7))]
)
def test_nine_in_the_morning_in_summer_and_in_winter(day: dt.date, utc: tuple[int, int]) -> None:
    moment = at_wall(day, dt.time(9)).astimezone(dt.UTC)
    assert (moment.day, moment.hour) == utc
    assert wall_of(moment) == (day, dt.time(9))


@pytest.mark.parametrize(
    ("day", "code"), [(dt.date(2023, 3, 26), "missing"), (dt.date(2022, 10, 30), "twice")]
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_refused(day: dt.date, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        at_wall(day, dt.time(3, 30))
    assert refused.value.code == code
    assert wall_of(at_wall(day, dt.time(4)))[1] == dt.time(4)
