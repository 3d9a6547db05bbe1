"""The lines of the cadence, and what a club may choose of each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What a line's number counts."""

    DAYS = "days"
    WORKDAYS = "workdays"
    HOURS = "hours"


@dataclass(frozen=True)
class Line:
    """One line of the cadence: its name in letters' keys and plans, its usual number, and the numbers that a club may choose."""

    name: str
    number: int
    least: int
    most: int
    unit: Unit = Unit.DAYS
    app: str = "meetings"
    letter: str = ""

    @property
    def kind(self) -> str:
        """The letter's kind in the outbox."""
        return f"{self.app}.{self.letter or self.name}"

    @property
    def asks_unsure(self) -> bool:
        """Whether the line also asks those who answered "not sure yet"."""
        return self.name in ("remind7", "soon")


DUTY35 = Line("duty35", 35, 2, 90)
DUTY14 = Line("duty14", 14, 2, 60)
INVITE = Line("invite", 21, 2, 90)
REMIND14 = Line("remind14", 14, 1, 60)
REMIND7 = Line("remind7", 7, 1, 30)
SOON = Line("soon", 3, 1, 10, Unit.WORKDAYS)
FEEDBACK = Line("feedback", 1, 1, 72, Unit.HOURS, app="feedback", letter="request")
MEMO_NUDGE = Line("memo_nudge", 1, 1, 5, Unit.WORKDAYS)
AGREED_DUE = Line("agreed_due", 3, 1, 14)

LINES = (DUTY35, DUTY14, INVITE, REMIND14, REMIND7, SOON, FEEDBACK, MEMO_NUDGE, AGREED_DUE)
BY_NAME: Mapping[str, Line] = {line.name: line for line in LINES}
# Of these only the newest is useful: each takes over from the one before it.
DUTY = (DUTY35, DUTY14)
ASKING = (REMIND14, REMIND7, SOON)
STEPS = (REMIND14, REMIND7)
BEFORE = (*DUTY, INVITE, *ASKING)
# What a facilitator may skip, move or send now.
PLANNABLE = frozenset(line.name for line in (*BEFORE, FEEDBACK))


@dataclass(frozen=True)
class Timing:
    """What a club chose for one line."""

    number: int
    is_on: bool = True


class Timings:
    """A club's lines: what it chose, and the usual where it chose nothing."""

    def __init__(self, chosen: Mapping[str, Timing] | None = None) -> None:
        usual = {line.name: Timing(line.number) for line in LINES}
        self._lines = {**usual, **(chosen or {})}

    @classmethod
    def of(cls, club: Any) -> "Timings":
        """The lines of a club, read from ``letter_timings``. What is not understood there counts as not chosen."""
        stored = club.letter_timings if isinstance(club.letter_timings, dict) else {}
        return cls({line.name: _timing(line, stored.get(line.name)) for line in LINES})

    def __getitem__(self, line: Line) -> Timing:
        return self._lines[line.name]

    def is_on(self, line: Line) -> bool:
        """Whether the line is switched on."""
        return self[line].is_on

    @property
    def answer_days(self) -> tuple[int, ...]:
        """The days before a meeting by which letters ask for answers: that of the first reminder, of the second, the last."""
        days = {self[REMIND14].number, self[REMIND7].number, 1}
        return tuple(sorted(days, reverse=True))

    def stored(self) -> dict[str, dict[str, Any]]:
        """What ``letter_timings`` keeps: only what differs from the usual."""
        kept: dict[str, dict[str, Any]] = {}
        for line in LINES:
            timing = self[line]
            if timing.number != line.number:
                kept.setdefault(line.name, {})["days"] = timing.number
            if not timing.is_on:
                kept.setdefault(line.name, {})["is_on"] = False
        return kept


def _timing(line: Line, stored: Any) -> Timing:
    if not isinstance(stored, dict):
        return Timing(line.number)
    number, is_on = stored.get("days", line.number), stored.get("is_on", True)
    is_good = type(number) is int and line.least <= number <= line.most
    return Timing(number if is_good else line.number, is_on is not False)


@dataclass(frozen=True)
class Problem:
    """A line whose number cannot be: outside ``least`` and ``most`` (``other`` is None), or not before ``other``."""

    line: Line
    least: int
    most: int
    other: Line | None = None


def problems_of(timings: Timings) -> list[Problem]:
    """What is wrong with a club's choice, at most one complaint for each line that is on."""
    found: dict[str, Problem] = {}
    for line in LINES:
        if timings.is_on(line) and not line.least <= timings[line].number <= line.most:
            found[line.name] = Problem(line, line.least, line.most)
    for earlier, later in (
        (DUTY35, DUTY14),
        (INVITE, REMIND14),
        (INVITE, REMIND7),
        (REMIND14, REMIND7),
        (INVITE, SOON),
        (REMIND14, SOON),
        (REMIND7, SOON),
    ):
        if earlier.name in found or later.name in found:
            continue
        least = _calendar_days(later, timings[later].number) + 1
        if all(map(timings.is_on, (earlier, later))) and timings[earlier].number < least:
            found[earlier.name] = Problem(earlier, least, earlier.most, later)
    return list(found.values())


def _calendar_days(line: Line, number: int) -> int:
    """As many days as ``number`` of the line are at most in a week without holidays."""
    return number + 2 * -(-number // 5) if line.unit == Unit.WORKDAYS else number
