"""The lot that makes work pairs and gives each its meeting. Pure: the same inputs and seed give the same outcome.

Wishes in order: nobody with somebody they already hosted with; a supervisor who is new in the role with an
experienced one; people of different units. Pairs come from an exact minimum-cost matching on these; among equally
good ones the seed decides, through SHA-256 of seed and pair, so that no library's upgrade changes an old result.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clubs.grouping import FEW, Seating, as_good, groupings, grow_groups
from clubs.pairing import Group, Table, match_pairs, match_with_trio, tie_break
from clubs.turns import Calendar, Turns

METHOD = "2"
# Other equally good groups are looked for when somebody cannot make the date: so many times anew, and so many assignments
# for each meeting squared, since the answer is awaited on a page.
MAX_TRIES, ASSIGNMENTS = 4, 3000
PEOPLE_TRIED = 90
# Up to so many people larger groups are grown from the best pairs.
PEOPLE_PAIRED = 60
WISHES = ("repeat", "new", "unit")


@dataclass(frozen=True)
class DrawMember:
    """Somebody in the draw. ``unavailable`` are ids of meetings that they cannot host."""

    id: str
    is_new: bool = False
    unit: str = ""
    unavailable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DrawInputs:
    """All that the lot depends on, besides the seed. Ids are strings, as the stored form keeps them."""

    members: Sequence[DrawMember]
    meetings: Sequence[tuple[str, str]] = ()
    past_pairs: Sequence[tuple[str, str]] = ()
    locked: Sequence[Group] = ()
    # With fewer groups than meetings: whether turns go round, or meetings stay for the facilitator.
    is_even: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "DrawInputs":
        """Inputs out of ``Draw.inputs``."""
        return cls(
            members=[
                DrawMember(
                    row["id"], row["is_new"], row["unit"], frozenset(row.get("unavailable", ()))
                )
                for row in data["members"]
            ],
            meetings=[(row["id"], row["on"]) for row in data["meetings"]],
            past_pairs=[(first, second) for first, second in data["past_pairs"]],
            locked=[tuple(group) for group in data["locked"]],
            is_even=data.get("is_even", False),
        )

    def as_json(self) -> dict[str, Any]:
        """The form that ``Draw.inputs`` keeps."""
        return {
            "members": [
                {
                    "id": member.id,
                    "is_new": member.is_new,
                    "unit": member.unit,
                    "unavailable": sorted(member.unavailable),
                }
                for member in self.members
            ],
            "meetings": [{"id": pk, "on": on} for pk, on in self.meetings],
            "past_pairs": [list(pair) for pair in self.past_pairs],
            "locked": [list(group) for group in self.locked],
            "is_even": self.is_even,
        }


@dataclass(frozen=True)
class Turn:
    """A group and the meetings that it hosts, in their order; none when there is no meeting for it."""

    members: Group
    meetings: Group = ()


@dataclass(frozen=True)
class Outcome:
    """What the lot gave: groups in the order of their meetings, and which wishes could not all be met."""

    groups: list[Turn]
    gave_way: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The form that ``Draw.outcome`` keeps."""
        return {
            "groups": [
                {"members": list(turn.members), "meetings": list(turn.meetings)}
                for turn in self.groups
            ],
            "gave_way": self.gave_way,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Outcome":
        """An outcome out of ``Draw.outcome``; the first method kept one meeting, or none, of each group."""
        return cls(
            groups=[
                Turn(tuple(row["members"]), tuple(_meetings_of(row))) for row in data["groups"]
            ],
            gave_way=list(data["gave_way"]),
        )


def _meetings_of(row: Mapping[str, Any]) -> list[str]:
    if "meetings" in row:
        return list(row["meetings"])
    return [row["meeting"]] if row.get("meeting") else []


def draw_groups(inputs: DrawInputs, seed: str) -> Outcome:
    """Everybody in exactly one group, each group with one meeting as far as there are meetings.

    Pairs, with one group of three when the number is odd; where there are more pairs than meetings, larger
    groups, so that everybody has exactly one turn; where there are fewer, meetings stay without a group, or turns go
    round evenly (``is_even``). Dates give way before the wishes do, and of these "no repeat" gives way last. ``gave_way``
    names of "repeat", "new", "unit" and "dates" those not met for all.
    Raises ``ValueError`` for fewer than two people, for people twice, and for somebody unknown or twice locked.
    """
    _check(inputs)
    meetings = [pk for pk, _on in sorted(inputs.meetings, key=lambda meeting: meeting[::-1])]
    missing = {member.id: member.unavailable for member in inputs.members}
    calendar = Calendar(meetings, missing, seed, is_even=inputs.is_even)
    table = _table(inputs, seed)
    best: tuple[tuple[int, int], list[Group], Turns] | None = None
    for groups in _as_good_groups(inputs, seed, calendar):
        turns, missed = calendar.deal(groups)
        # Wishes first: of larger groups a later beginning may meet them better than the first.
        rank = table.cost(groups), missed
        if best is None or rank < best[0]:
            best = rank, groups, turns
        if best[0][1] == 0:
            break
    if best is None:
        raise ValueError("a draw gives groups")
    (_cost, missed), groups, turns = best
    order = {meeting: place for place, meeting in enumerate(meetings)}
    groups = sorted(
        groups,
        key=lambda group: (order[turns[group][0]] if turns[group] else len(meetings), group),
    )
    return Outcome(
        groups=[Turn(_shuffled(group, seed), tuple(turns[group])) for group in groups],
        gave_way=_gave_way(table, groups) + ["dates"] * bool(missed),
    )


def _check(inputs: DrawInputs) -> None:
    ids = [member.id for member in inputs.members]
    locked = [one for group in inputs.locked for one in group]
    if len(ids) < 2:
        raise ValueError("a draw needs at least two people")
    if len(set(ids)) < len(ids) or len(set(locked)) < len(locked) or not set(locked) <= set(ids):
        raise ValueError("everybody is in the draw once, and in one locked pair at most")


def _gave_way(table: Table, groups: Sequence[Group]) -> list[str]:
    counts = [sum(column) for column in zip(*map(table.counts, groups), strict=True)]
    return [wish for wish, count in zip(WISHES, counts, strict=True) if count]


def _table(inputs: DrawInputs, seed: str) -> Table:
    return Table(
        new={member.id for member in inputs.members if member.is_new},
        units={member.id: member.unit.strip().lower() for member in inputs.members},
        past=inputs.past_pairs,
        seed=seed,
    )


def _as_good_groups(inputs: DrawInputs, seed: str, calendar: Calendar) -> Iterator[list[Group]]:
    """The groups that the lot gives, and then, for the sake of dates, others that meet the wishes as well.

    Of few people all others; of more, what swaps of two people lead to, from a few beginnings.
    """
    locked: list[Group] = sorted(tuple(sorted(group)) for group in inputs.locked)
    fixed = {one for group in locked for one in group}
    table = _table(inputs, seed)
    first = _groups(inputs, table, locked)
    yield first
    cost = table.cost(first)
    if len(inputs.members) <= FEW:
        free = sorted(member.id for member in inputs.members if member.id not in fixed)
        others = [
            groups
            for groups in groupings(free, locked, len(first))
            if table.cost(groups) == cost and _sizes(groups) == _sizes(first)
        ]
        yield from map(list, sorted(others, key=lambda groups: table.tie(*map("+".join, groups))))
        return
    for attempt in range(min(MAX_TRIES, max(PEOPLE_TRIED // len(inputs.members), 1))):
        groups = first
        if attempt:
            groups = _groups(inputs, _table(inputs, f"{seed}|{attempt}"), locked)
            # Larger groups are not made by an exact method: another beginning may end worse, or better.
            if table.cost(groups) > cost:
                continue
        yield from _swapped_for_dates(Seating(table, groups, fixed), calendar)


def _sizes(groups: Sequence[Group]) -> list[int]:
    return sorted(map(len, groups))


def _swapped_for_dates(seating: Seating, calendar: Calendar) -> Iterator[list[Group]]:
    """Groups as good as those seated with fewer people on dates that do not suit them, one after the other."""
    groups = seating.as_groups()
    turns, missed = calendar.deal(groups)
    yield groups
    left = ASSIGNMENTS // max(len(calendar.meetings), 1) ** 2

    def misses_less(one: int, other: int, first: str, second: str) -> bool:
        nonlocal left, turns, missed
        if left <= 0 or not (
            _absent(calendar, turns, groups[one]) or _absent(calendar, turns, groups[other])
        ):
            return False
        changed = list(groups)
        changed[one] = _exchanged(groups[one], first, second)
        changed[other] = _exchanged(groups[other], second, first)
        left -= 1
        found, fewer = calendar.deal(changed)
        if fewer >= missed:
            return False
        turns, missed = found, fewer
        return True

    while missed and left > 0 and as_good(seating, misses_less):
        groups = seating.as_groups()
        yield groups


def _absent(calendar: Calendar, turns: Turns, group: Group) -> bool:
    return any(calendar.absent(group, meeting) for meeting in turns[group])


def _exchanged(group: Group, out: str, into: str) -> Group:
    return tuple(sorted(into if one == out else one for one in group))


def _groups(inputs: DrawInputs, table: Table, locked: list[Group]) -> list[Group]:
    """Locked groups first, then pairs of the rest; grown where there are more of them than meetings."""
    taken = {one for group in locked for one in group}
    free = sorted(member.id for member in inputs.members if member.id not in taken)
    meetings = len(inputs.meetings)
    if meetings and len(locked) + max(len(free) // 2, not locked) > meetings:
        pairs = _start(table, free)
        return grow_groups(table, pairs, locked, meetings)
    if len(free) == 1:
        # Nobody is left to pair with: the one over joins the locked pair that suits best.
        host = min(locked, key=lambda group: (table.cost([(*group, free[0])]), table.tie(*group)))
        return [*(one for one in locked if one != host), tuple(sorted((*host, free[0])))]
    return locked + (match_with_trio(table, free) if len(free) % 2 else match_pairs(table, free))


def _start(table: Table, free: list[str]) -> list[Group]:
    """Pairs from which larger groups are grown, and one alone where the number is odd; of many, everybody alone."""
    if len(free) > PEOPLE_PAIRED:
        return [(one,) for one in free]
    if len(free) % 2 == 0:
        return match_pairs(table, free)
    if len(free) == 1:
        return [(free[0],)]
    return match_with_trio(table, free)


def _shuffled(group: Group, seed: str) -> Group:
    """Who is named first is the lot's choice too."""
    return tuple(sorted(group, key=lambda one: tie_break(seed, "first", one)))
