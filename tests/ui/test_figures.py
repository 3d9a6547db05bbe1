"""Shapes stand where they should, whatever the numbers."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.figures import (
    HEADROOM,
    LOWEST_BAR,
    TRACK_BOTTOM,
    TRACK_TOP,
    divide,
    place_bars,
    place_seats,
    strip_segments,
)


@given(st.integers(min_value=1, max_value=60))
def test_seats_neither_touch_each_other_nor_leave_the_picture(count: int) -> None:
    seats = place_seats([{"initials": "AB", "state": "yes"}] * count)
    assert len(seats) == count
    for seat in seats:
        assert seat.radius <= min(seat.x, seat.y, 300 - seat.x, 300 - seat.y)
    for one, other in pairwise(seats):
        assert math.dist((one.x, one.y), (other.x, other.y)) > 2 * one.radius


def test_the_first_seat_is_at_the_top_and_the_next_one_clockwise() -> None:
    first, second, *_ = place_seats([{"state": "yes"}] * 4)
    assert (first.x, first.y) == (150.0, 32.0)
    assert (second.x, second.y) == (268.0, 150.0)


def test_an_unknown_state_is_an_empty_seat() -> None:
    assert [seat.state for seat in place_seats([{"state": "late"}])] == ["none"]


@given(st.lists(st.integers(min_value=0, max_value=500), max_size=12))
def test_segments_fill_the_width_and_no_more(sizes: list[int]) -> None:
    segments = divide([(size, "") for size in sizes])
    assert len(segments) == sum(size > 0 for size in sizes)
    if segments:
        assert abs(segments[-1].x + segments[-1].width - 100) < 0.1


def test_the_current_item_is_filled_by_its_elapsed_share() -> None:
    items = [{"minutes": 60, "state": "done"}, {"minutes": 60, "state": "now", "share": 0.5}]
    done, now = strip_segments(items)
    assert (done.width, now.width, now.share) == (49.8, 49.8, 24.9)


def test_bars_stand_on_the_same_line_in_proportion() -> None:
    bars = place_bars((0, 0, 1, 4, 7), tallest=7)
    assert [bar.y + bar.height for bar in bars] == [TRACK_BOTTOM] * 5
    assert [bar.height for bar in bars] == [0, 0, 21, 60, 100]
    assert [bar.label for bar in bars] == ["1", "2", "3", "4", "5"]
    assert [bar.middle for bar in bars] == [32, 96, 160, 224, 288]


@given(st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=7))
def test_no_bar_leaves_its_track_and_no_answer_is_invisible(counts: list[int]) -> None:
    for bar in place_bars(counts):
        assert TRACK_TOP + HEADROOM <= bar.y <= TRACK_BOTTOM
        assert bar.height >= LOWEST_BAR * bool(bar.count)
