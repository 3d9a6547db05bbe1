"""Which letter leaves when, and until when it is still useful. Pure: the clock, the holidays and the settings come from outside.

Days before a meeting are counted on local dates. Automatic letters leave on workdays from 8 to 16 Finnish time: one
before a meeting that would fall outside goes earlier, to the last workday before it, one after a meeting later, to the
next.
"""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clubs.calendar import is_workday, last_workday_before, next_workday, workdays_before
from meetings.timings import ASKING, BEFORE, DUTY, INVITE, SOON, STEPS, Line, Timings, Unit
from ui.dates import HELSINKI

OPENS = dt.time(8)
CLOSES = dt.time(16)
ANSWER_DAYS = (14, 7, 1)
# A reminder that arrives in the doorway helps nobody.
LAST_MOMENT = dt.timedelta(minutes=30)
# A pair that hears of its duty on the day itself cannot prepare any more.
DUTY_LAST_MOMENT = dt.timedelta(days=1)
# A moment chosen by hand may be at any hour; whoever comes to it later gets the letter in the usual hours.
BY_HAND_HOURS = 1
# product.md §3: so many automatic letters about one meeting a person gets before it, and after it.
MOST_BEFORE = 4
MOST_AFTER = 2
# In a chain each letter takes over from the one before it.
CHAINS = (DUTY, ASKING)


@dataclass(frozen=True)
class Change:
    """What a facilitator changed of one planned letter."""

    send_at: dt.datetime | None = None
    is_skipped: bool = False


@dataclass(frozen=True)
class Slot:
    """When a line's letters leave (``at``), and the moment from which they are not useful any more (``until``).

    ``is_moved``: the day was none for letters, so they go on another one; ``is_by_hand``: a facilitator chose the
    moment, which then may be at any hour.
    """

    line: Line
    at: dt.datetime
    until: dt.datetime
    is_moved: bool = False
    is_skipped: bool = False
    is_by_hand: bool = False

    def is_due(self, now: dt.datetime, *, holiday_weeks: Collection[int] = ()) -> bool:
        """Whether the letters may leave at ``now``."""
        if self.is_skipped or not self.at <= now < self.until:
            return False
        if self.is_by_hand and now < self.at + dt.timedelta(hours=BY_HAND_HOURS):
            return True
        return is_open(now, holiday_weeks=holiday_weeks)


def moment_of(
    line: Line,
    *,
    starts_at: dt.datetime,
    number: int | None = None,
    holiday_weeks: Collection[int] = (),
) -> dt.datetime:
    """When a letter before a meeting leaves: 8 o'clock on its day, or on the last workday before that."""
    return _before(starts_at, line, line.number if number is None else number, holiday_weeks)[0]


def _before(
    starts_at: dt.datetime, line: Line, number: int, holiday_weeks: Collection[int]
) -> tuple[dt.datetime, bool]:
    on = starts_at.astimezone(HELSINKI).date()
    if line.unit == Unit.WORKDAYS:
        return _at_eight(workdays_before(on, number, holiday_weeks=holiday_weeks)), False
    return day_before(on, number, holiday_weeks=holiday_weeks)


def day_before(
    on: dt.date, days: int, *, holiday_weeks: Collection[int] = ()
) -> tuple[dt.datetime, bool]:
    """8 o'clock on the day that is ``days`` before ``on``, or on the last workday before it; and whether it was moved."""
    day = on - dt.timedelta(days=days)
    if is_workday(day, holiday_weeks=holiday_weeks):
        return _at_eight(day), False
    return _at_eight(last_workday_before(day, holiday_weeks=holiday_weeks)), True


def _at_eight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OPENS, tzinfo=HELSINKI)


def slots_before(
    *,
    starts_at: dt.datetime,
    timings: Timings,
    holiday_weeks: Collection[int] = (),
    changes: Mapping[str, Change] | None = None,
    announced_at: dt.datetime | None = None,
) -> list[Slot]:
    """The letters before one meeting that are on, in the order of their moments.

    A letter is useful until halfway to the one that takes over from it, and until the meeting is at the door. Of a
    season announced late the invitation and the duty wait for the next workday after ``announced_at``: two letters in
    one hour are one too many.
    """
    changes = changes or {}
    not_before = (
        _at_eight(
            next_workday(announced_at.astimezone(HELSINKI).date(), holiday_weeks=holiday_weeks)
        )
        if announced_at
        else None
    )
    slots = {
        line.name: _slot(line, starts_at, timings, holiday_weeks, changes, not_before)
        for line in BEFORE
        if timings.is_on(line)
    }
    for chain in CHAINS:
        _hand_over(slots, [slots[line.name] for line in chain if line.name in slots])
    return sorted(slots.values(), key=lambda slot: slot.at)


def _slot(
    line: Line,
    starts_at: dt.datetime,
    timings: Timings,
    holiday_weeks: Collection[int],
    changes: Mapping[str, Change],
    not_before: dt.datetime | None,
) -> Slot:
    at, is_moved = _before(starts_at, line, timings[line].number, holiday_weeks)
    if not_before and line in (*DUTY, INVITE) and at < not_before:
        at, is_moved = not_before, False
    until = starts_at - (DUTY_LAST_MOMENT if line in DUTY else LAST_MOMENT)
    return changed(Slot(line, at, until, is_moved), changes.get(line.name))


def changed(slot: Slot, change: Change | None) -> Slot:
    """The slot with what a facilitator changed of it."""
    if change is None:
        return slot
    slot = replace(slot, is_skipped=change.is_skipped)
    if change.send_at is None:
        return slot
    return replace(slot, at=change.send_at, is_moved=False, is_by_hand=True)


def _hand_over(slots: dict[str, Slot], chain: Sequence[Slot]) -> None:
    """End each letter of a chain halfway to the next that will leave; at its own moment where that is not later."""
    coming = [slot for slot in chain if not slot.is_skipped]
    for slot, following in itertools.pairwise(coming):
        half = slot.at + max(following.at - slot.at, dt.timedelta()) / 2
        slots[slot.line.name] = replace(slot, until=min(slot.until, half))


def is_for(line: Line, *, answer: str, invited_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether a letter that asks or tells who comes (``ASKING``) is for somebody with this answer (empty: none yet).

    Only people invited before the letter's moment: somebody who has just read the invitation needs no second letter.
    "See you soon" goes to those who come and, as a question, to those who have not said yes or no.
    """
    if invited_at is None or invited_at >= at:
        return False
    if line == SOON:
        return answer != "no"
    return not answer or (answer == "maybe" and line.asks_unsure)


def has_room(line: Line, *, letters: int, timings: Timings) -> bool:
    """Whether one more automatic letter before a meeting fits, when a person has had ``letters``.

    Reminders leave the last place to "see you soon".
    """
    reserved = 1 if line in STEPS and timings.is_on(SOON) else 0
    return letters < MOST_BEFORE - reserved


def after_meeting(
    line: Line,
    *,
    ends_at: dt.datetime,
    timings: Timings,
    holiday_weeks: Collection[int] = (),
) -> tuple[dt.datetime, bool]:
    """When a line after a meeting falls due, and whether the hour had to be moved later.

    That is so many hours after the end, or 8 o'clock so many workdays later.
    """
    number = timings[line].number
    if line.unit == Unit.HOURS:
        wanted = ends_at + dt.timedelta(hours=number)
        moment = next_open(wanted, holiday_weeks=holiday_weeks)
        return moment, moment != wanted
    day = ends_at.astimezone(HELSINKI).date()
    for _step in range(number):
        day = next_workday(day, holiday_weeks=holiday_weeks)
    return _at_eight(day), False


def is_open(now: dt.datetime, *, holiday_weeks: Collection[int] = ()) -> bool:
    """Whether automatic letters may leave at ``now``: on a workday from 8 to 16."""
    local = now.astimezone(HELSINKI)
    return OPENS <= local.time() < CLOSES and is_workday(local.date(), holiday_weeks=holiday_weeks)


def may_be_open(now: dt.datetime) -> bool:
    """Whether some club's automatic letters may leave at ``now``; where not, a tick need not look at any."""
    # A club that has chosen other holiday weeks meets in the usual ones; no club can choose week 99.
    return is_open(now, holiday_weeks=[99])


def next_open(moment: dt.datetime, *, holiday_weeks: Collection[int] = ()) -> dt.datetime:
    """``moment`` if automatic letters may leave then, else the next 8 o'clock of a workday."""
    if is_open(moment, holiday_weeks=holiday_weeks):
        return moment
    local = moment.astimezone(HELSINKI)
    day = local.date() if local.time() < OPENS else local.date() + dt.timedelta(days=1)
    return _at_eight(next_workday(day - dt.timedelta(days=1), holiday_weeks=holiday_weeks))


def deadline_of(meeting: Any, *, asked_at: dt.datetime) -> dt.date:
    """Until which day a letter of ``asked_at`` asks for an answer to a meeting (with its club at hand), by the club's timings."""
    days = Timings.of(meeting.season.club).answer_days
    return answer_by(starts_at=meeting.starts_at, asked_at=asked_at, days=days)


def answer_by(
    *, starts_at: dt.datetime, asked_at: dt.datetime, days: Iterable[int] = ANSWER_DAYS
) -> dt.date:
    """Until which local date an answer is asked for in a letter of ``asked_at``.

    The first of ``days`` before the meeting (by default two weeks, a week, a day) that is still ahead, or the day itself.
    """
    starts_on = starts_at.astimezone(HELSINKI).date()
    asked_on = asked_at.astimezone(HELSINKI).date()
    for number in days:
        day = starts_on - dt.timedelta(days=number)
        if day > asked_on:
            return day
    return starts_on
