"""A season's name and halves, and the year that a typed day gets."""

import datetime as dt

import pytest
from django.utils import translation

from meetings.rhythm import days_near, halves, is_suggested, suggested_name

YEAR = [
    dt.date(2022, 9, 13),
    dt.date(2022, 11, 22),
    dt.date(2023, 1, 17),
    dt.date(2023, 4, 25),
    dt.date(2023, 5, 9),
]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (YEAR, (2, 3)),
        (YEAR[:2], None),
        (YEAR[2:], None),
        ([], None),
        ([*YEAR, dt.date(2023, 9, 12)], None),
        ([dt.date(2022, 3, 1), *YEAR], None),
        ([*YEAR, dt.date(2024, 1, 9)], None),
    ],
)
def test_an_academic_year_is_known_by_its_days(
    days: list[dt.date], expected: tuple[int, int] | None
) -> None:
    assert halves(days) == expected


def test_names_that_were_suggested_are_known_from_own_words() -> None:
    with translation.override("fi"):
        names = [
            suggested_name(dt.date(2022, 9, 13)),
            suggested_name(dt.date(2023, 1, 13)),
            suggested_name(dt.date(2022, 9, 13), "year"),
        ]
        assert names == ["Syyskausi 2022", "Kevätkausi 2023", "Lukuvuosi 2022–2023"]
        assert [is_suggested(name, {2022, 2023}) for name in names] == [True] * 3
        assert not is_suggested("Syyskausi 2022, toinen ryhmä", {2022})
        assert not is_suggested("Syyskausi 2022", {2021})


def test_a_day_without_a_year_is_looked_for_near_its_place() -> None:
    first = dt.date(2022, 9, 13)
    year = {"how": "year", "first_on": first, "autumn": 2, "spring": 2}
    between = {"how": "between", "first_on": first, "last_on": dt.date(2023, 5, 13)}

    assert [day.year for day in days_near(year, 4)] == [2022, 2022, 2023, 2023]
    assert days_near(between, 3) == [first, dt.date(2023, 1, 12), dt.date(2023, 5, 13)]
    assert days_near({"how": "weeks"}, 3) == []
