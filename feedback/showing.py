"""Results as a page draws them: figures with their words and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from feedback import charts
from feedback.questions import CHOICES, label_of, short_label_of
from feedback.summary import Choice, Results, Scale, Texts
from feedback.summary import Trend as TrendFigures


@dataclass(frozen=True)
class ShownScale:
    """A distribution with its mean and how that changed; ``tallest`` is the number that a full bar stands for."""

    label: str
    mean: Decimal
    counts: tuple[int, ...]
    tallest: int
    answered: int
    change: str
    direction: str


@dataclass(frozen=True)
class ShownChoice:
    """How often each choice was made."""

    label: str
    rows: tuple[tuple[str, charts.Row], ...]
    height: int

    @property
    def words(self) -> str:
        """The choices for those who do not see them."""
        return ", ".join(f"{label}: {row.count}" for label, row in self.rows)


@dataclass(frozen=True)
class ShownTexts:
    """One open question's texts."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ShownLine:
    """A question's means in a trend; ``drawn`` is its line, where the picture has room for it."""

    label: str
    short: str
    means: tuple[Decimal | None, ...]
    drawn: charts.Line | None

    @property
    def latest(self) -> Decimal | None:
        return self.means[-1]


@dataclass(frozen=True)
class ShownTrend:
    """A trend as a picture and as a table."""

    chart: charts.Trend
    columns: tuple[tuple[int, date], ...]
    lines: tuple[ShownLine, ...]

    @property
    def drawn_lines(self) -> list[ShownLine]:
        return [line for line in self.lines if line.drawn]

    @property
    def has_more(self) -> bool:
        """Whether the table tells more than the picture."""
        return len(self.drawn_lines) < len(self.lines)


@dataclass(frozen=True)
class Showing:
    """All of a results page."""

    answered: int
    scales: tuple[ShownScale, ...]
    choices: tuple[ShownChoice, ...]
    texts: tuple[ShownTexts, ...]
    trend: ShownTrend | None


def show(results: Results) -> Showing:
    """Put words and pictures to the figures, in the active language."""
    # One measure for all, so that bars of the same height mean the same number.
    tallest = max((count for scale in results.scales for count in scale.counts), default=0)
    return Showing(
        answered=results.answered,
        scales=tuple(_scale(scale, tallest) for scale in results.scales),
        choices=tuple(_choice(choice) for choice in results.choices),
        texts=tuple(_texts(texts) for texts in results.texts),
        trend=_trend(results.trend) if results.trend else None,
    )


def _scale(scale: Scale, tallest: int) -> ShownScale:
    return ShownScale(
        label=label_of(scale.code, scale.text),
        mean=scale.mean,
        counts=scale.counts,
        tallest=tallest,
        answered=scale.answered,
        change=_change(scale.change),
        direction="up" if (scale.change or 0) > 0 else "down" if (scale.change or 0) < 0 else "",
    )


def _change(change: Decimal | None) -> str:
    if change is None:
        return ""
    if not change:
        return _("unchanged")
    sign = "+" if change > 0 else "−"
    return _("%(change)s since last time") % {"change": f"{sign}{number_format(abs(change), 1)}"}


def _choice(choice: Choice) -> ShownChoice:
    labels = {value: str(words) for value, words in CHOICES}
    rows = charts.draw_rows(choice.counts)
    return ShownChoice(
        label=label_of(choice.code, choice.text),
        rows=tuple((labels[row.value], row) for row in rows),
        height=charts.rows_height(len(rows)),
    )


def _texts(texts: Texts) -> ShownTexts:
    return ShownTexts(label_of(texts.code, texts.text), texts.texts)


def _trend(trend: TrendFigures) -> ShownTrend:
    chart = charts.draw_trend([line.means for line in trend.lines])
    return ShownTrend(
        chart=chart,
        columns=tuple(zip(chart.columns, trend.days, strict=True)),
        lines=tuple(_lines(trend, chart)),
    )


def _lines(trend: TrendFigures, chart: charts.Trend) -> Iterator[ShownLine]:
    for place, line in enumerate(trend.lines):
        yield ShownLine(
            label=label_of(line.code, line.text),
            short=short_label_of(line.code, line.text),
            means=line.means,
            drawn=chart.lines[place] if place < len(chart.lines) else None,
        )
