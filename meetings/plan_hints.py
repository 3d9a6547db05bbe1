"""What the planner says of a day that falls on a holiday, and what it proposes instead. Pure."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clubs.calendar import NoFreeDay, closed_reason, next_free
from clubs.wording import describe_clash


@dataclass(frozen=True)
class Hint:
    """Why a day is bad, in words, and the next free day of the same weekday (None where there is none)."""

    text: str
    proposal: dt.date | None


def day_hints(
    days: Sequence[dt.date | None],
    holiday_weeks: Collection[int] = (),
    *,
    taken: Collection[dt.date] = (),
) -> list[Hint | None]:
    """A hint for each day that clashes; a proposal never takes a day that is ``taken``, listed, or was proposed."""
    taken = {*taken, *(day for day in days if day is not None)}
    hints: list[Hint | None] = []
    for day in days:
        clash = closed_reason(day, holiday_weeks=holiday_weeks) if day else None
        if day is None or clash is None:
            hints.append(None)
            continue
        proposal = _proposal(day, holiday_weeks, taken)
        if proposal:
            taken.add(proposal)
        hints.append(Hint(describe_clash(clash), proposal))
    return hints


def _proposal(
    day: dt.date, holiday_weeks: Collection[int], taken: Collection[dt.date]
) -> dt.date | None:
    try:
        return next_free(day, holiday_weeks=holiday_weeks, taken=taken)
    except NoFreeDay:
        return None
