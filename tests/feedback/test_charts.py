"""The geometry of the drawings."""

from decimal import Decimal

from feedback.charts import Point, draw_rows, draw_trend


def test_rows_begin_with_the_highest_value_and_share_the_whole() -> None:
    rows = draw_rows((1, 1, 2))
    assert [(row.value, row.count, row.width) for row in rows] == [
        (3, 2, 240),
        (2, 1, 120),
        (1, 1, 120),
    ]


def test_nothing_answered_draws_nothing() -> None:
    assert [row.width for row in draw_rows((0, 0, 0))] == [0, 0, 0]


def test_a_trend_is_drawn_from_the_whole_number_below_its_lowest_mean() -> None:
    trend = draw_trend([[Decimal("4.0"), Decimal("4.2")], [Decimal("3.2"), Decimal("3.6")]])
    assert trend.lowest == 3
    assert trend.grid == ((3, 200), (4, 112), (5, 24))
    assert trend.columns == (66, 438)
    assert trend.lines[0].points == (Point(66, 112), Point(438, 94))
    assert trend.lines[0].path == "M66 112L438 94"


def test_a_mean_that_is_missing_leaves_a_gap() -> None:
    trend = draw_trend([[Decimal(4), None, Decimal(5)]])
    assert trend.lines[0].path == "M66 112L438 24" if trend.lowest == 3 else "M66 200L438 24"
    assert len(trend.lines[0].points) == 2


def test_only_lines_that_can_be_told_apart_are_drawn() -> None:
    trend = draw_trend([[Decimal(4), Decimal(5)]] * 5)
    assert [line.number for line in trend.lines] == [1, 2, 3]


def test_all_at_the_top_still_has_an_axis() -> None:
    trend = draw_trend([[Decimal(5), Decimal(5)]])
    assert [value for value, _height in trend.grid] == [4, 5]
