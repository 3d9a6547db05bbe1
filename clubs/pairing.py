"""Who sits best with whom: the exact matching behind the lot. Pure; see ``clubs.draw`` for what it serves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from typing import Any

import networkx as nx

Group = tuple[str, ...]

# One unit of cost outweighs every tie-break of a round together (a tie-break has 32 bits).
COST_UNIT = 1 << 48
# Groups of three that are tried one by one: all that 15 people can make, fewer as matchings grow dear.
TRIOS_TRIED = 455


def tie_break(seed: str, *parts: str) -> int:
    """A number of 32 bits out of SHA-256 of the seed and what it is about."""
    return int.from_bytes(sha256("|".join((seed, *parts)).encode()).digest()[:4])


class Table:
    """The people of one lot and what it costs to put some of them together.

    Costs are whole numbers in which one repeat outweighs every "new with new", and one of these every
    "same unit".
    """

    def __init__(
        self,
        *,
        new: Collection[str],
        units: Mapping[str, str],
        past: Iterable[tuple[str, str]],
        seed: str,
    ) -> None:
        self.new, self.units, self.seed = new, units, seed
        self.past = {frozenset(pair) for pair in past}

    def counts(self, group: Group) -> tuple[int, int, int]:
        """Wishes that ``group`` does not meet: pairs that repeat, the new without anybody experienced, pairs of one unit."""
        pairs = list(combinations(group, 2))
        repeats = sum(frozenset(pair) in self.past for pair in pairs)
        all_new = len(group) - 1 if all(member in self.new for member in group) else 0
        units = sum(self.units[a] == self.units[b] != "" for a, b in pairs)
        return repeats, all_new, units

    def cost(self, groups: Iterable[Group]) -> int:
        """The counts of all groups in one number that orders them."""
        base = len(self.units) ** 2 + 1
        total = 0
        for group in groups:
            repeats, all_new, units = self.counts(group)
            total += (repeats * base + all_new) * base + units
        return total

    def tie(self, *parts: str) -> int:
        """The tie-break of people whose order does not matter."""
        return tie_break(self.seed, *sorted(parts))


def match_pairs(table: Table, people: Sequence[str], twin: str = "") -> list[Group]:
    """The cheapest pairs of an even number of people, the seed deciding among equals.

    ``twin`` is one of ``people`` who sits in two pairs; both come back with that person's id.
    """
    graph: nx.Graph[Any] = nx.Graph()
    for one, other in combinations(people, 2):
        cost = table.cost([(one, other)]) * COST_UNIT + table.tie(one, other)
        graph.add_edge(one, other, weight=-cost)
        if twin and twin in (one, other):
            partner = other if twin == one else one
            graph.add_edge(("twin", twin), partner, weight=-cost)
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    names = [tuple(twin if isinstance(end, tuple) else end for end in pair) for pair in matching]
    return sorted((min(a, b), max(a, b)) for a, b in names)


def match_with_trio(table: Table, people: Sequence[str]) -> list[Group]:
    """The cheapest pairs and one group of three, of an odd number of people from three up.

    A person who sits in two pairs joins them into a group of three. That leaves one of its three edges
    uncounted, so it gives a lower bound for each person in the middle; where the best found meets the lowest
    bound it is exact at once, else the groups of three that could still be cheaper are tried one by one: all of
    them up to 15 people, above that the cheapest.
    """
    bounds: dict[str, int] = {}
    options: list[tuple[int, int, list[Group]]] = []
    for middle in people:
        pairs = match_pairs(table, people, twin=middle)
        bounds[middle] = table.cost(pairs)
        trio = tuple(sorted({person for pair in pairs if middle in pair for person in pair}))
        groups = [trio, *(pair for pair in pairs if middle not in pair)]
        options.append((table.cost(groups), table.tie("middle", middle), groups))
    best_cost, _tie, best = min(options)
    lowest = min(bounds.values())
    trios = sorted(combinations(people, 3), key=lambda trio: (table.cost([trio]), table.tie(*trio)))
    for trio in trios[: max(TRIOS_TRIED * 15**4 // len(people) ** 4, 20)]:
        if best_cost == lowest:
            break
        if min(bounds[person] for person in trio) >= best_cost or table.cost([trio]) >= best_cost:
            continue
        groups = [trio, *match_pairs(table, [one for one in people if one not in trio])]
        if table.cost(groups) < best_cost:
            best_cost, best = table.cost(groups), groups
    return best


def grow_groups(table: Table, groups: list[Group], count: int, kept: int) -> list[Group]:
    """``count`` groups out of more, of even sizes: people of the others are dealt out, then swapped while that helps.

    The first ``kept`` groups stay together.
    """
    order = groups[:kept] + sorted(groups[kept:], key=lambda group: table.tie(*group))
    grown = [list(group) for group in order[:count]]
    left = sorted((one for group in order[count:] for one in group), key=lambda one: table.tie(one))
    for person in left:
        smallest = min(len(group) for group in grown)
        host = min(
            (group for group in grown if len(group) == smallest),
            key=lambda group: (
                table.cost([(*group, person)]) - table.cost([tuple(group)]),
                table.tie(person, *group),
            ),
        )
        host.append(person)
    while _swap(table, grown, {one for group in groups[:kept] for one in group}):
        pass
    return [tuple(sorted(group)) for group in grown]


def _swap(table: Table, groups: list[list[str]], locked: Collection[str]) -> bool:
    """Make the first swap of two people that lowers the cost; whether there was one."""
    for one, other in combinations(groups, 2):
        before = table.cost([tuple(one), tuple(other)])
        for i, a in enumerate(one):
            for j, b in enumerate(other):
                if a in locked or b in locked:
                    continue
                one[i], other[j] = b, a
                if table.cost([tuple(one), tuple(other)]) < before:
                    return True
                one[i], other[j] = a, b
    return False


def match_turns(
    groups: Sequence[Group],
    meetings: Sequence[str],
    missing: Mapping[str, Collection[str]],
    seed: str,
) -> tuple[dict[Group, str], int]:
    """A meeting for each group, as far as there are any, and how many people cannot make theirs (the fewest).

    ``missing`` tells the meetings that a person cannot make.
    """
    graph: nx.Graph[Any] = nx.Graph()
    absent: dict[tuple[Group, str], int] = {}
    for group in groups:
        for meeting in meetings:
            absent[group, meeting] = sum(meeting in missing.get(one, ()) for one in group)
            cost = absent[group, meeting] * COST_UNIT + tie_break(seed, meeting, *group)
            graph.add_edge(("group", group), ("meeting", meeting), weight=-cost)
    turns: dict[Group, str] = {}
    for ends in nx.max_weight_matching(graph, maxcardinality=True):
        found = dict(ends)
        turns[found["group"]] = found["meeting"]
    return turns, sum(absent[turn] for turn in turns.items())
