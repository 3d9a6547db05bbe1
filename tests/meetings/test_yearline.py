"""The line of a season."""

import datetime as dt

from django.utils import translation

from meetings.yearline import Mark, line_ends, season_line

WEEKS = [42, 43, 8, 9, 10]
YEAR = [(2022, 9, 13), (2022, 10, 11), (2022, 11, 22), (2023, 1, 17), (2023, 2, 14), (2023, 4, 25)]


def days() -> list[dt.date]:
    return [dt.date(*parts) for parts in YEAR]


def test_an_academic_year_shows_its_holidays_in_order() -> None:
    with translation.override("fi"):
        line = season_line([Mark(n, day) for n, day in enumerate(days(), 1)], WEEKS)
    assert line is not None
    assert [band.label for band in line.bands if band.label] == [
        "syysloma 42–43",
        "joulu",
        "talviloma 8–10",
        "pääsiäinen",
    ]
    assert [stone.label for stone in line.stones] == ["1", "2", "3", "4", "5", "6"]
    assert len(line.ticks) == 8
    assert line.ghosts == []


def test_stones_stand_in_the_order_of_their_days_and_inside_the_picture() -> None:
    line = season_line([Mark(n, day) for n, day in enumerate(days(), 1)], WEEKS)
    assert line is not None
    places = [float(stone.x) for stone in line.stones]
    assert places == sorted(places)
    assert 20 <= places[0] <= places[-1] <= 1080


def test_a_clash_is_marked_and_its_proposal_drawn() -> None:
    proposal = dt.date(2023, 3, 21)
    line = season_line([Mark(6, dt.date(2023, 2, 28), proposal)], WEEKS)
    assert line is not None
    assert [stone.is_clash for stone in line.stones] == [True]
    assert [ghost.day for ghost in line.ghosts] == [proposal]


def test_one_meeting_has_three_months_around_it() -> None:
    assert line_ends([dt.date(2022, 12, 31)]) == (dt.date(2022, 12, 1), dt.date(2023, 2, 28))
    assert season_line([], WEEKS) is None
