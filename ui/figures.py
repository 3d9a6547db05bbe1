"""Where the shapes of the small pictures stand: ring of seats, strips, bars. Pure; numbers become SVG attributes.

The content security policy forbids `style=""`, so every length that depends on data is computed here.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

RING_SIZE = 300
RING_CENTRE = RING_SIZE / 2
RING_RADIUS = 118
SEAT_RADIUS = 19
# Below this a seat has no room for two letters; the legend beside the ring carries the names.
SMALLEST_LETTERED_SEAT = 12.5
STATES = ("yes", "maybe", "no", "none", "host")


@dataclass(frozen=True)
class PlacedSeat:
    """One seat of the ring, in units of its view box."""

    x: float
    y: float
    radius: float
    state: str
    initials: str
    is_me: bool

    @property
    def halo(self) -> float:
        """Radius of the ring around one's own seat."""
        return round(self.radius + 5, 1)

    @property
    def text_y(self) -> float:
        """Baseline that centres the letters."""
        return round(self.y + self.radius * 0.24, 1)

    @property
    def size(self) -> str:
        """Which type size fits: empty, `s`, or `none` when no letters do."""
        if self.radius < SMALLEST_LETTERED_SEAT:
            return "none"
        return "" if self.radius > 17 else "s"

    @property
    def cross(self) -> str:
        """The cross of a seat that stays empty."""
        arm = round(self.radius * 0.32, 1)
        left, top = round(self.x - arm, 1), round(self.y - arm, 1)
        return f"M{left} {top}l{2 * arm:.1f} {2 * arm:.1f}m0-{2 * arm:.1f}l-{2 * arm:.1f} {2 * arm:.1f}"


def place_seats(seats: Sequence[Any]) -> list[PlacedSeat]:
    """Seats in a circle, the first at the top, clockwise; each has `initials`, `state` and `is_me`.

    Up to eighteen keep the full size, more of them shrink so that none touches its neighbour.
    """
    count = len(seats)
    radius = (
        SEAT_RADIUS
        if count < 2
        else min(SEAT_RADIUS, math.sin(math.pi / count) * RING_RADIUS * 0.88)
    )
    placed = []
    for number, seat in enumerate(seats):
        angle = 2 * math.pi * number / count
        state = str(read(seat, "state", "none"))
        placed.append(
            PlacedSeat(
                x=round(RING_CENTRE + RING_RADIUS * math.sin(angle), 1),
                y=round(RING_CENTRE - RING_RADIUS * math.cos(angle), 1),
                radius=round(radius, 1),
                state=state if state in STATES else "none",
                initials="?" if state == "maybe" else str(read(seat, "initials", "")),
                is_me=bool(read(seat, "is_me", False)),
            )
        )
    return placed


def read(item: Any, name: str, default: Any = "") -> Any:
    """A value of an object or of a dictionary."""
    return item.get(name, default) if isinstance(item, dict) else getattr(item, name, default)


@dataclass(frozen=True)
class Segment:
    """A part of a strip, in per cent of its width; `share` is how much of it has passed, in per cent of the strip."""

    x: float
    width: float
    state: str
    share: float = 0


def divide(parts: Iterable[tuple[float, str]], *, gap: float = 0.4) -> list[Segment]:
    """Segments side by side in proportion to their sizes; empty parts take no room, `gap` per cent stays between."""
    filled = [(size, state) for size, state in parts if size > 0]
    total = sum(size for size, _ in filled)
    room = 100 - gap * (len(filled) - 1)
    segments, x = [], 0.0
    for size, state in filled:
        width = room * size / total
        segments.append(Segment(x=round(x, 2), width=round(width, 2), state=state))
        x += width + gap
    return segments


def strip_segments(items: Iterable[Any]) -> list[Segment]:
    """An agenda as a strip: each item has `minutes`, a `state` ("", done, now, brk, gap) and for now a `share` 0–1."""
    shown = [item for item in items if read(item, "minutes", 0)]
    segments = divide(
        [(float(read(item, "minutes", 0)), str(read(item, "state", ""))) for item in shown]
    )
    return [
        Segment(
            x=segment.x,
            width=segment.width,
            state=segment.state,
            share=round(segment.width * min(max(float(read(item, "share", 0) or 0), 0), 1), 2),
        )
        for segment, item in zip(segments, shown, strict=True)
    ]


BAR_WIDTH, BAR_STEP, BARS_LEFT = 56, 64, 4
TRACK_TOP, TRACK_BOTTOM = 24, 148
# Room above the tallest bar for its number, and what a bar of one answer shows at least.
HEADROOM, LOWEST_BAR = 24, 8
# A full bar stands for this many at least, so that one answer of one does not look like all of many.
LEAST_TALLEST = 5


@dataclass(frozen=True)
class Bar:
    """One column of a distribution, in whole units of its view box, and where its number stands."""

    label: str
    count: int
    x: int
    y: int
    height: int
    text_y: int

    @property
    def middle(self) -> int:
        """Where the column's number and label are centred."""
        return self.x + BAR_WIDTH // 2


def place_bars(
    counts: Sequence[int], labels: Sequence[str] | None = None, *, tallest: int = 0
) -> list[Bar]:
    """Columns for the counts; ``tallest`` is the number that a full one stands for, where pictures are compared."""
    names = labels or [str(number) for number in range(1, len(counts) + 1)]
    full = tallest or max([*counts, LEAST_TALLEST])
    room = TRACK_BOTTOM - TRACK_TOP - HEADROOM
    bars = []
    for place, (count, label) in enumerate(zip(counts, names, strict=True)):
        height = LOWEST_BAR + (room - LOWEST_BAR) * count // full if count else 0
        top = TRACK_BOTTOM - height
        bars.append(Bar(label, count, BARS_LEFT + BAR_STEP * place, top, height, text_y=top - 8))
    return bars
