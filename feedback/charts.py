"""The geometry of lying bars and trend lines, in whole units of the drawing. Pure; how it looks is said in the style sheets.

Whole numbers only: a decimal would be written with a comma on a Finnish page and break the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

TREND_WIDTH, TREND_HEIGHT = 480, 246
TREND_LEFT, TREND_RIGHT = 66, 438
TREND_TOP, TREND_BOTTOM = 24, 200
HIGHEST = 5
DRAWN_LINES = 3

ROW_HEIGHT, ROW_WIDTH = 52, 480


@dataclass(frozen=True)
class Row:
    """One lying bar: its place from the top and its length."""

    value: int
    count: int
    y: int
    width: int


@dataclass(frozen=True)
class Point:
    """One mean in a trend."""

    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """One line of a trend: which style it has (from 1), its points, and the path through them (SVG 2, 9.3)."""

    number: int
    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True)
class Trend:
    """A trend: the axis's values with their heights, the places of the days, and the lines."""

    lowest: int
    grid: tuple[tuple[int, int], ...]
    columns: tuple[int, ...]
    lines: tuple[Line, ...]


def draw_rows(counts: Sequence[int]) -> tuple[Row, ...]:
    """Lying bars, the highest value first; a full row is everybody."""
    total = max(sum(counts), 1)
    values = range(len(counts), 0, -1)
    return tuple(
        Row(
            value,
            counts[value - 1],
            y=ROW_HEIGHT * place,
            width=ROW_WIDTH * counts[value - 1] // total,
        )
        for place, value in enumerate(values)
    )


def rows_height(count: int) -> int:
    """The height of a drawing of ``count`` lying bars."""
    return ROW_HEIGHT * count


def draw_trend(lines: Sequence[Sequence[Decimal | None]]) -> Trend:
    """Lines through means, oldest first; the axis begins at the whole number under the lowest mean.

    Only the first ``DRAWN_LINES`` lines are drawn, as many as can be told apart; the table beside has them all.
    """
    drawn = lines[:DRAWN_LINES]
    means = [mean for line in drawn for mean in line if mean is not None]
    lowest = min((int(mean) for mean in means), default=1)
    lowest = max(1, min(lowest, HIGHEST - 1))
    count = max((len(line) for line in drawn), default=0)
    columns = tuple(_column(index, count) for index in range(count))
    return Trend(
        lowest=lowest,
        grid=tuple(
            (value, _height(Decimal(value), lowest)) for value in range(lowest, HIGHEST + 1)
        ),
        columns=columns,
        lines=tuple(
            _line(number, line, columns, lowest) for number, line in enumerate(drawn, start=1)
        ),
    )


def _column(index: int, count: int) -> int:
    if count < 2:
        return (TREND_LEFT + TREND_RIGHT) // 2
    return TREND_LEFT + (TREND_RIGHT - TREND_LEFT) * index // (count - 1)


def _height(mean: Decimal, lowest: int) -> int:
    share = (mean - lowest) / (HIGHEST - lowest)
    return round(TREND_BOTTOM - (TREND_BOTTOM - TREND_TOP) * share)


def _line(
    number: int, means: Sequence[Decimal | None], columns: Sequence[int], lowest: int
) -> Line:
    points = tuple(
        Point(x, _height(mean, lowest))
        for x, mean in zip(columns, means, strict=True)
        if mean is not None
    )
    steps = [f"{'L' if index else 'M'}{point.x} {point.y}" for index, point in enumerate(points)]
    return Line(number, points, "".join(steps))
