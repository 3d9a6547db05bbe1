"""The round table of a draw as SVG: a seat for everybody, a line for each pair. Pure geometry.

Coordinates are text with a decimal point, because a template would write numbers the Finnish way, with a comma.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

CENTRE = 268.0
SEATS_AT, NAMES_AT, TABLE = 196.0, 232.0, 168
SEAT, SMALL_SEAT = 20, 13
MANY = 20
# How far a line bends towards the centre, and how wide a letter is in units of the picture.
BEND, LETTER = 0.35, 13.5
TOP, HEIGHT = -10, 556


@dataclass(frozen=True)
class RingSeat:
    """A seat with its group's number, and where its name stands."""

    name: str
    number: int
    x: str
    y: str
    text_y: str
    name_x: str
    name_y: str
    anchor: str
    is_mine: bool


@dataclass(frozen=True)
class Chord:
    """The line between two people of a group, as the ``d`` of a path."""

    path: str
    number: int
    is_mine: bool


@dataclass(frozen=True)
class DrawRing:
    """What the picture holds."""

    view_box: str
    radius: int
    is_dense: bool
    seats: Sequence[RingSeat]
    chords: Sequence[Chord]


def draw_ring(groups: Sequence[Sequence[str]], mine: int | None = None) -> DrawRing:
    """Seat the people of ``groups`` (their names, in the order of their meetings) so that a group's lines cross the table.

    ``mine`` is the place of the reader's own group.
    """
    seating = _seating(groups)
    total = len(seating)
    spots = {person: _spot(place, total, SEATS_AT) for place, person in enumerate(seating)}
    names = [groups[group][place] for group, place in seating]
    is_dense = total > MANY
    room = max((len(name) for name in names), default=0) * LETTER * (0.8 if is_dense else 1)
    left = CENTRE - NAMES_AT - room
    return DrawRing(
        view_box=f"{left:.0f} {TOP} {2 * (CENTRE - left):.0f} {HEIGHT}",
        radius=SMALL_SEAT if is_dense else SEAT,
        is_dense=is_dense,
        seats=[
            _seat(
                name,
                person[0],
                _spot(place, total, SEATS_AT),
                _spot(place, total, NAMES_AT),
                person[0] == mine,
            )
            for place, (person, name) in enumerate(zip(seating, names, strict=True))
        ],
        chords=[
            Chord(_curve(spots[first], spots[second]), first[0] + 1, first[0] == mine)
            for number, group in enumerate(groups)
            for first, second in pairwise((number, place) for place in range(len(group)))
        ],
    )


def _seating(groups: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Who sits where: the first of each group along one side, the others along the other."""
    first = [(number, 0) for number in range(len(groups))]
    longest = max((len(group) for group in groups), default=0)
    others = [
        (number, place)
        for place in range(1, longest)
        for number, group in enumerate(groups)
        if len(group) > place
    ]
    if len(groups) > 2:
        # Neighbours swap, so that the lines do not all meet in the middle.
        others = [others[place] for place in _swapped(len(others))]
    return first + others


def _swapped(count: int) -> list[int]:
    """1 0 3 2 5 4 … for as many places as there are."""
    return [place ^ 1 if place ^ 1 < count else place for place in range(count)]


def _spot(place: int, total: int, radius: float) -> tuple[float, float]:
    # Half a step off the top, so that two names share the room there.
    angle = 2 * math.pi * (place + 0.5) / max(total, 1)
    return CENTRE + radius * math.sin(angle), CENTRE - radius * math.cos(angle)


def _seat(
    name: str, group: int, at: tuple[float, float], name_at: tuple[float, float], is_mine: bool
) -> RingSeat:
    aside = (name_at[0] - CENTRE) / NAMES_AT
    anchor = "middle" if abs(aside) < 0.3 else ("start" if aside > 0 else "end")
    return RingSeat(
        name=name,
        number=group + 1,
        x=f"{at[0]:.1f}",
        y=f"{at[1]:.1f}",
        text_y=f"{at[1] + 6.5:.1f}",
        name_x=f"{name_at[0]:.1f}",
        name_y=f"{name_at[1] + 7:.1f}",
        anchor=anchor,
        is_mine=is_mine,
    )


def _curve(first: tuple[float, float], second: tuple[float, float]) -> str:
    bends = [
        (CENTRE + (x - CENTRE) * BEND, CENTRE + (y - CENTRE) * BEND) for x, y in (first, second)
    ]
    (x1, y1), (x2, y2) = bends
    return f"M{first[0]:.1f} {first[1]:.1f}C{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} {second[0]:.1f} {second[1]:.1f}"
