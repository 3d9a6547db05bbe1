"""The demo's year moves by whole weeks, and the dates in its texts move along."""

import datetime as dt

import pytest

from home.demo.dates import NEXT_MEETING_ON, before_summer, dated, season_name, shift_for


@pytest.mark.parametrize("offset", range(0, 400, 13))
def test_the_next_meeting_is_nine_to_fifteen_days_ahead_on_a_tuesday(offset: int) -> None:
    today = dt.date(2026, 1, 1) + dt.timedelta(days=offset)
    ahead = NEXT_MEETING_ON + shift_for(today) - today
    assert 9 <= ahead.days <= 15
    assert (today + ahead).isoweekday() == 2


def test_a_last_meeting_after_the_summer_comes_before_it() -> None:
    spring = [dt.date(2027, 4, 13), dt.date(2027, 5, 18)]
    assert before_summer([*spring, dt.date(2027, 8, 3)]) == [*spring, dt.date(2027, 5, 25)]


@pytest.mark.parametrize(
    "days",
    [
        [dt.date(2027, 4, 13), dt.date(2027, 5, 18)],
        # Two after the summer stay there, and so does one for which there is no room before.
        [dt.date(2027, 5, 18), dt.date(2027, 8, 3), dt.date(2027, 8, 31)],
        [dt.date(2027, 5, 25), dt.date(2027, 8, 3)],
    ],
)
def test_other_days_stay(days: list[dt.date]) -> None:
    assert before_summer(days) == days


def test_dates_in_texts_move_along() -> None:
    shift = dt.timedelta(weeks=208)
    assert dated("kahvit pe {2022-11-04} klo 14", shift) == "kahvit pe 30.10. klo 14"
    assert dated("kokeiluun {kk 2022-11-30} ajaksi", shift) == "kokeiluun marraskuun ajaksi"
    assert dated("ei päivää", shift) == "ei päivää"


def test_a_season_is_named_by_its_years() -> None:
    year = [dt.date(2026, 11, 10), dt.date(2027, 6, 22)]
    assert season_name(year, is_academic_year=True) == "Lukuvuosi 2026–2027"
    assert season_name([dt.date(2027, 1, 12)], is_academic_year=True) == "Lukuvuosi 2026–2027"
    assert season_name([dt.date(2026, 3, 1)], is_academic_year=False) == "Kevät 2026"
    assert season_name([dt.date(2026, 9, 1)], is_academic_year=False) == "Syksy 2026"
