"""The lot that makes work pairs and gives each its meeting. Pure: the same inputs and seed give the same outcome.

Wishes in order: nobody with somebody they already hosted with; a supervisor who is new in the role with an
experienced one; people of different units. Pairs come from an exact minimum-cost matching on these; among equally
good ones the seed decides, through SHA-256 of seed and pair, so that no library's upgrade changes an old result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clubs.pairing import (
    Group,
    Table,
    grow_groups,
    match_pairs,
    match_turns,
    match_with_trio,
    tie_break,
)

METHOD = "1"
# Other equally good pairs are tried when somebody cannot make the date: fewer times the more people there are,
# since the answer is awaited on a page.
MAX_TRIES = 8
PEOPLE_TRIED = 90
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
        }


@dataclass(frozen=True)
class Turn:
    """A group and the meeting that it hosts; None when there is no meeting for it."""

    members: Group
    meeting: str | None


@dataclass(frozen=True)
class Outcome:
    """What the lot gave: groups in the order of their meetings, and which wishes could not all be met."""

    groups: list[Turn]
    gave_way: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The form that ``Draw.outcome`` keeps."""
        return {
            "groups": [
                {"members": list(turn.members), "meeting": turn.meeting} for turn in self.groups
            ],
            "gave_way": self.gave_way,
        }


def draw_groups(inputs: DrawInputs, seed: str) -> Outcome:
    """Everybody in exactly one group, each group with one meeting as far as there are meetings.

    Pairs, with one group of three when the number is odd; where there are more pairs than meetings, larger
    groups, so that everybody has exactly one turn; where there are fewer, meetings stay without a group. Dates
    give way before the wishes do. ``gave_way`` names of "repeat", "new", "unit" and "dates" those not met for all.
    Raises ``ValueError`` for fewer than two people, for people twice, and for somebody unknown or twice locked.
    """
    _check(inputs)
    meetings = [pk for pk, _on in sorted(inputs.meetings, key=lambda meeting: meeting[::-1])]
    missing = {member.id: member.unavailable for member in inputs.members}
    tried = []
    for attempt in range(min(MAX_TRIES, max(PEOPLE_TRIED // len(inputs.members), 1))):
        table = _table(inputs, f"{seed}|{attempt}")
        groups = _groups(inputs, table, len(meetings))
        turns, missed = match_turns(groups, meetings, missing, table.seed)
        tried.append((missed, attempt, groups, turns))
        if missed == 0:
            break
    missed, _attempt, groups, turns = min(tried, key=lambda one: one[:2])
    groups.sort(
        key=lambda group: (meetings.index(turns[group]) if group in turns else len(meetings), group)
    )
    counts = [
        sum(column) for column in zip(*(table.counts(group) for group in groups), strict=True)
    ]
    gave_way = [wish for wish, count in zip(WISHES, counts, strict=True) if count]
    return Outcome(
        groups=[Turn(_shuffled(group, seed), turns.get(group)) for group in groups],
        gave_way=gave_way + ["dates"] * bool(missed),
    )


def _check(inputs: DrawInputs) -> None:
    ids = [member.id for member in inputs.members]
    locked = [one for group in inputs.locked for one in group]
    if len(ids) < 2:
        raise ValueError("a draw needs at least two people")
    if len(set(ids)) < len(ids) or len(set(locked)) < len(locked) or not set(locked) <= set(ids):
        raise ValueError("everybody is in the draw once, and in one locked pair at most")


def _table(inputs: DrawInputs, seed: str) -> Table:
    return Table(
        new={member.id for member in inputs.members if member.is_new},
        units={member.id: member.unit.strip().lower() for member in inputs.members},
        past=inputs.past_pairs,
        seed=seed,
    )


def _groups(inputs: DrawInputs, table: Table, meetings: int) -> list[Group]:
    """Locked groups first, then pairs of the rest; grown where there are more of them than meetings."""
    locked: list[Group] = sorted(tuple(sorted(group)) for group in inputs.locked)
    taken = {one for group in locked for one in group}
    free = sorted(member.id for member in inputs.members if member.id not in taken)
    if len(free) == 1:
        # Nobody is left to pair with: the one over joins the locked pair that suits best.
        host = min(locked, key=lambda group: (table.cost([(*group, free[0])]), table.tie(*group)))
        locked[locked.index(host)] = tuple(sorted((*host, free[0])))
        free = []
    pairs = match_with_trio(table, free) if len(free) % 2 else match_pairs(table, free)
    groups = locked + pairs
    wanted = max(meetings, len(locked), 1)
    if meetings and len(groups) > wanted:
        return grow_groups(table, groups, wanted, len(locked))
    return groups


def _shuffled(group: Group, seed: str) -> Group:
    """Who is named first is the lot's choice too."""
    return tuple(sorted(group, key=lambda one: tie_break(seed, "first", one)))
