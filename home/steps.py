"""One next step of a facilitator, and the order of urgency."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

ROUNDED_TO = 5


class Urgency(IntEnum):
    """The order of the steps: what is broken, then what is late, then what comes."""

    BROKEN = 1
    SET_UP = 2
    AFTER = 3
    INVITE = 4
    PREPARE = 5
    READ = 6
    NAME = 7
    AGREED = 8


@dataclass(frozen=True)
class Step:
    """One thing to do: why, the one button that leads there, and about how many minutes it takes."""

    urgency: Urgency
    icon: str
    kind: str
    title: str
    why: str
    action: str
    url: str
    minutes: int = 2


def minutes_of(steps: Iterable[Step]) -> int:
    """About how long the steps take together, in full five minutes upwards."""
    return -(-sum(step.minutes for step in steps) // ROUNDED_TO) * ROUNDED_TO
