"""Which reminder is due when, and until when answers are asked for. Pure: the clock and the holidays come from outside.

Days before a meeting are counted on local dates. Automatic letters leave on workdays from 8 to 16 Finnish time; a day
that is none goes to the last workday before it.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from clubs.calendar import is_workday, last_workday_before
from ui.dates import HELSINKI

OPENS = dt.time(8)
CLOSES = dt.time(16)
ANSWER_DAYS = (14, 7, 1)
# A reminder that arrives in the doorway helps nobody.
LAST_MOMENT = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Step:
    """One reminder: its name in letters' keys, its days before the meeting, and whether "not sure yet" is asked too."""

    name: str
    days: int
    asks_unsure: bool

    @property
    def kind(self) -> str:
        """The letter's kind in the outbox."""
        return f"meetings.{self.name}"


STEPS = (Step("remind14", 14, asks_unsure=False), Step("remind7", 7, asks_unsure=True))


def moment_of(
    step: Step, *, starts_at: dt.datetime, holiday_weeks: Collection[int] = ()
) -> dt.datetime:
    """When the reminder may leave at the earliest: 8 o'clock on its day, or on the last workday before that."""
    day = starts_at.astimezone(HELSINKI).date() - dt.timedelta(days=step.days)
    if not is_workday(day, holiday_weeks=holiday_weeks):
        day = last_workday_before(day, holiday_weeks=holiday_weeks)
    return dt.datetime.combine(day, OPENS, tzinfo=HELSINKI)


def is_open(now: dt.datetime, *, holiday_weeks: Collection[int] = ()) -> bool:
    """Whether automatic letters may leave at ``now``: on a workday from 8 to 16."""
    local = now.astimezone(HELSINKI)
    return OPENS <= local.time() < CLOSES and is_workday(local.date(), holiday_weeks=holiday_weeks)


def due_step(
    now: dt.datetime, *, starts_at: dt.datetime, holiday_weeks: Collection[int] = ()
) -> Step | None:
    """The reminder that is due at ``now``, or None.

    A reminder that was missed, because nothing ran, is due until the next one's moment: late is better than never,
    two at once are worse than one.
    """
    if now >= starts_at - LAST_MOMENT or not is_open(now, holiday_weeks=holiday_weeks):
        return None
    passed = [
        step
        for step in STEPS
        if moment_of(step, starts_at=starts_at, holiday_weeks=holiday_weeks) <= now
    ]
    return passed[-1] if passed else None


def answer_by(*, starts_at: dt.datetime, asked_at: dt.datetime) -> dt.date:
    """Until which local date an answer is asked for in a letter of ``asked_at``.

    Two weeks before the meeting; where the letter leaves later than that, a week before, the day before, or the day itself.
    """
    starts_on = starts_at.astimezone(HELSINKI).date()
    asked_on = asked_at.astimezone(HELSINKI).date()
    for days in ANSWER_DAYS:
        day = starts_on - dt.timedelta(days=days)
        if day > asked_on:
            return day
    return starts_on
