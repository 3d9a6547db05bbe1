"""The line of a season drawn as SVG: months, holiday bands, a stone for each meeting. Pure geometry and words.

Coordinates are text with a decimal point, because a template would write numbers the Finnish way, with a comma.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.dates import MONTHS_AP
from django.utils.translation import gettext as _

from clubs.calendar import Kind, Span, closed_spans
from clubs.wording import name_span
from meetings.plan_hints import Hint

LEFT, RIGHT = 20, 1080
LABEL_ROOM = 70
EASTER_MONTHS = (3, 4)


@dataclass(frozen=True)
class Mark:
    """A meeting to be drawn: its number, its day, and the day proposed where it clashes."""

    number: int
    day: dt.date
    proposal: dt.date | None = None


@dataclass(frozen=True)
class Drawn:
    """One thing on the line: from ``x``, ``width`` wide, with its ``middle`` and its words."""

    x: str
    middle: str
    width: str = ""
    label: str = ""
    day: dt.date | None = None
    is_clash: bool = False


@dataclass(frozen=True)
class YearLine:
    """What the picture holds."""

    ticks: Sequence[Drawn]
    bands: Sequence[Drawn]
    ghosts: Sequence[Drawn]
    stones: Sequence[Drawn]


class Dated(Protocol):
    """A row of the planner: a meeting's number, its day, and what is said of that day."""

    @property
    def number(self) -> int: ...

    @property
    def day(self) -> dt.date | None: ...

    @property
    def hint(self) -> Hint | None: ...


def marks_of(rows: Iterable[Dated]) -> list[Mark]:
    """What the picture shows of the rows that have a day."""
    return [
        Mark(row.number, row.day, row.hint.proposal if row.hint else None)
        for row in rows
        if row.day is not None
    ]


def season_line(marks: Sequence[Mark], holiday_weeks: Collection[int]) -> YearLine | None:
    """The picture of some meetings among the holidays of their months; None without any."""
    if not marks:
        return None
    first, last = line_ends([mark.day for mark in marks] + _proposals(marks))
    return draw_year(marks, closed_spans(first, last, holiday_weeks=holiday_weeks))


def _proposals(marks: Sequence[Mark]) -> list[dt.date]:
    return [mark.proposal for mark in marks if mark.proposal]


def draw_year(marks: Sequence[Mark], spans: Sequence[Span]) -> YearLine:
    """Draw meetings (at least one) on a line of whole months, with the closed spans of those months."""
    first, last = line_ends([mark.day for mark in marks] + _proposals(marks))
    scale = (RIGHT - LEFT) / ((last - first).days + 1)

    def at(day: dt.date) -> float:
        return LEFT + (day - first).days * scale

    return YearLine(
        ticks=[_tick(at(month), month) for month in _months(first, last)],
        bands=_bands(spans, first, at(first + dt.timedelta(days=1)) - at(first)),
        ghosts=[_stone(at(mark.proposal), "", mark.proposal) for mark in marks if mark.proposal],
        stones=[_stone(at(mark.day), str(mark.number), mark.day, mark.proposal) for mark in marks],
    )


def line_ends(days: Sequence[dt.date]) -> tuple[dt.date, dt.date]:
    """The first and last day of the whole months, three at least, that hold all ``days``."""
    first = min(days).replace(day=1)
    last_month = max(max(days).replace(day=1), _next_month(_next_month(first)))
    return first, _next_month(last_month) - dt.timedelta(days=1)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    months = [first]
    while (month := _next_month(months[-1])) <= last:
        months.append(month)
    return months


def _tick(x: float, month: dt.date) -> Drawn:
    return Drawn(x=f"{x:.1f}", middle=f"{x + 5:.1f}", label=str(MONTHS_AP[month.month]).rstrip("."))


def _stone(x: float, label: str, day: dt.date, proposal: dt.date | None = None) -> Drawn:
    return Drawn(
        x=f"{x:.1f}", middle=f"{x:.1f}", label=label, day=day, is_clash=proposal is not None
    )


def _bands(spans: Sequence[Span], first: dt.date, a_day: float) -> list[Drawn]:
    bands: list[Drawn] = []
    labelled_until = float(-LABEL_ROOM)
    for span in _joined(spans):
        x = LEFT + (span.first - first).days * a_day
        width = ((span.last - span.first).days + 1) * a_day
        label = _band_label(span)
        # Words that would run into those before them stay out; the picture's description still has the dates.
        if label and x + width / 2 - labelled_until < LABEL_ROOM:
            label = ""
        labelled_until = x + width / 2 + LABEL_ROOM / 2 if label else labelled_until
        bands.append(Drawn(f"{x:.1f}", f"{x + width / 2:.1f}", f"{width:.1f}", label))
    return bands


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that touch as one: Christmas is cut by its holidays, Easter by its Saturday."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before and (span.first - before.last).days <= 2 and _belong(before, span):
            kind = before.kind if before.kind != Kind.PUBLIC_HOLIDAY else span.kind
            joined[-1] = Span(before.first, span.last, kind)
        else:
            joined.append(span)
    return joined


def _belong(before: Span, span: Span) -> bool:
    return before.kind == span.kind or Kind.PUBLIC_HOLIDAY in (before.kind, span.kind)


def _band_label(span: Span) -> str:
    if span.kind != Kind.PUBLIC_HOLIDAY:
        return name_span(span)
    is_easter = span.first.month in EASTER_MONTHS and (span.last - span.first).days >= 3
    return _("Easter") if is_easter else ""
