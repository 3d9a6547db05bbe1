"""An agenda on the clock: its parts follow each other from the meeting's start. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

OPENING = frozenset({"opening", "group_forming", "agreed"})
CLOSING = frozenset({"decisions", "closing", "feedback"})
BREAK = "break"


class Timed(Protocol):
    """What has minutes and a kind: a stored item, or a row that is being edited."""

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def minutes(self) -> int: ...

    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """One part of an agenda with the times that follow from those before it."""

    item: Timed
    starts_at: dt.datetime
    ends_at: dt.datetime
    has_begun: bool = False
    has_ended: bool = False

    @property
    def minutes(self) -> int:
        return self.item.minutes

    @property
    def is_break(self) -> bool:
        return self.item.kind == BREAK

    @property
    def is_now(self) -> bool:
        return self.has_begun and not self.has_ended

    @property
    def state(self) -> str:
        """The look of the part in the strip and the list: "done", "now", "brk" or plain."""
        if self.has_ended:
            return "done"
        if self.has_begun:
            return "now"
        return "brk" if self.is_break else ""


def lines_of(
    items: Iterable[Timed], starts_at: dt.datetime, *, now: dt.datetime | None = None
) -> list[Line]:
    """The parts one after the other from ``starts_at``; with ``now`` they know whether they have begun and ended."""
    lines = []
    begin = starts_at
    for item in items:
        end = begin + dt.timedelta(minutes=item.minutes)
        lines.append(
            Line(
                item=item,
                starts_at=begin,
                ends_at=end,
                has_begun=bool(now and begin <= now),
                has_ended=bool(now and end <= now),
            )
        )
        begin = end
    return lines


def minutes_of(items: Iterable[Timed]) -> int:
    """The minutes of all parts together."""
    return sum(item.minutes for item in items)


def in_hours(minutes: int) -> int | float:
    """Minutes as hours: a whole number where they are whole, else to one decimal."""
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 1)


def in_brief(lines: Sequence[Line]) -> list[tuple[dt.datetime, str]]:
    """About four lines for a letter.

    Neighbours of one phase (opening, talk, discussion, closing) become one line, breaks are left out. Steps of one
    method name it once.
    """
    brief: list[tuple[dt.datetime, str, list[str]]] = []
    for line in lines:
        if line.is_break:
            continue
        phase = _phase(line.item.kind)
        if brief and brief[-1][1] == phase:
            brief[-1][2].append(line.item.title)
        else:
            brief.append((line.starts_at, phase, [line.item.title]))
    return [(starts_at, _joined(titles)) for starts_at, _phase_name, titles in brief]


def _joined(titles: Iterable[str]) -> str:
    """Titles in one line; what neighbours begin with before a colon is said once."""
    words, last = [], ""
    for title in titles:
        beginning, colon, rest = title.partition(": ")
        words.append(rest if colon and beginning == last else title)
        last = beginning if colon else ""
    return " · ".join(words)


def _phase(kind: str) -> str:
    if kind in OPENING:
        return "opening"
    return "closing" if kind in CLOSING else kind
