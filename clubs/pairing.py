"""Who sits best with whom: the exact matching behind the lot. Pure; see ``clubs.draw`` for what it serves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from typing import Any

import networkx as nx

Group = tuple[str, ...]
# A wish cost and a tie-break, by the two people it is about.
Prices = dict[tuple[str, str], tuple[int, int]]

# One unit of cost outweighs every tie-break of a round together (a tie-break has 32 bits).
COST_UNIT = 1 << 48
# How many of the cheapest partners of each person are looked at first; twice as many when that is not enough.
NEAREST = 8
# Nobody: who is matched with it is left over.
NOBODY = ""
# Groups of three that are tried one by one: all that 15 people can make, fewer as matchings grow dear.
TRIOS_TRIED, PEOPLE_TRIED, MANY = 455, 15, 40


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
        self.base = len(units) ** 2 + 1

    def counts(self, group: Group) -> tuple[int, int, int]:
        """Wishes that ``group`` does not meet: pairs that repeat, the new without anybody experienced, pairs of one unit."""
        pairs = list(combinations(group, 2))
        repeats = sum(frozenset(pair) in self.past for pair in pairs)
        all_new = len(group) - 1 if all(member in self.new for member in group) else 0
        units = sum(self.units[a] == self.units[b] != "" for a, b in pairs)
        return repeats, all_new, units

    def cost(self, groups: Iterable[Group]) -> int:
        """The counts of all groups in one number that orders them."""
        total = 0
        for group in groups:
            repeats, all_new, units = self.counts(group)
            total += (repeats * self.base + all_new) * self.base + units
        return total

    def cost_between(self, one: str, other: str) -> int:
        """What two people in one group cost, besides that all of it may be new."""
        repeats = (frozenset((one, other)) in self.past) * self.base**2
        return repeats + (self.units[one] == self.units[other] != "")

    def cost_of(self, one: str, other: str) -> int:
        """What a pair costs."""
        both_new = one in self.new and other in self.new
        return self.cost_between(one, other) + both_new * self.base

    def tie(self, *parts: str) -> int:
        """The tie-break of people whose order does not matter."""
        return tie_break(self.seed, *sorted(parts))


def match_pairs(table: Table, people: Sequence[str]) -> list[Group]:
    """The cheapest pairs of an even number of people, the seed deciding among equals.

    Each person's cheapest partners are looked at first: exact matching among them takes a fraction of the time. It is kept
    where no matching of all people costs less; else more partners are looked at, in the end all.
    """
    return sorted(_match(_prices(table, people), len(people)))


def match_with_trio(table: Table, people: Sequence[str]) -> list[Group]:
    """The cheapest pairs and one group of three, of an odd number of people from three up.

    Leaving one of three out never costs more than the three do, so the cheapest matching that leaves one person over is a
    lower bound. Where the one over can join a pair for nothing, that is exact at once; else the groups of three that
    could be cheaper are tried one by one: all of them up to 15 people, up to 40 the most promising.
    """
    prices = _prices(table, people) | {
        (NOBODY, person): (0, table.tie(NOBODY, person)) for person in sorted(people)
    }
    matched = _match(prices, len(people) + 1)
    left = next(other for one, other in matched if one == NOBODY)
    pairs = [pair for pair in matched if NOBODY not in pair]
    lowest = table.cost(pairs)
    best = _joined(table, pairs, left)
    best_cost = table.cost(best)
    if best_cost == lowest or len(people) > MANY:
        return sorted(best)
    trios = sorted(
        (lowest + _added(table, prices, trio), table.tie(*trio), trio)
        for trio in combinations(sorted(people), 3)
    )
    most = max(TRIOS_TRIED * PEOPLE_TRIED**3 // len(people) ** 3, 1)
    wanted: Group | None = None
    for at_least, _tie, trio in trios[:most]:
        if at_least >= best_cost:
            break
        rest = [one for one in people if one not in trio]
        found = table.cost([trio]) + _lowest_cost(_prices(table, rest, with_ties=False))
        if found < best_cost:
            best_cost, wanted = found, trio
    if wanted is not None:
        best = [wanted, *match_pairs(table, [one for one in people if one not in wanted])]
    return sorted(best)


def _added(table: Table, prices: Prices, trio: Group) -> int:
    """How much a group of three costs at least above the cheapest matching that leaves one over."""
    return table.cost([trio]) - min(prices[pair][0] for pair in combinations(trio, 2))


def _joined(table: Table, pairs: Sequence[Group], left: str) -> list[Group]:
    """The pairs once somebody left over has joined the one that suits best."""
    host = min(
        pairs,
        key=lambda pair: (
            table.cost([(*pair, left)]) - table.cost([pair]),
            table.tie(*pair, left),
        ),
    )
    trio = tuple(sorted((*host, left)))
    return [trio if pair == host else pair for pair in pairs]


def _prices(table: Table, people: Sequence[str], *, with_ties: bool = True) -> Prices:
    return {
        pair: (table.cost_of(*pair), table.tie(*pair) if with_ties else 0)
        for pair in combinations(sorted(people), 2)
    }


def _match(prices: Prices, size: int) -> list[tuple[str, str]]:
    """The cheapest pairs of ``size`` people."""
    lowest: int | None = None
    near = NEAREST
    while True:
        edges = prices if near >= size - 1 else _nearest(prices, near)
        pairs = _solve(edges)
        if edges is prices:
            return pairs
        cost = sum(prices[pair][0] for pair in pairs)
        if len(pairs) * 2 == size:
            if cost and lowest is None:
                lowest = _lowest_cost(prices)
            if cost == (lowest or 0):
                return pairs
        near *= 2


def _nearest(prices: Prices, near: int) -> Prices:
    """The prices of each person's cheapest partners."""
    partners: dict[str, list[tuple[tuple[int, int], tuple[str, str]]]] = {}
    for pair, price in prices.items():
        for person in pair:
            partners.setdefault(person, []).append((price, pair))
    return {pair: price for found in partners.values() for price, pair in sorted(found)[:near]}


def _solve(prices: Prices) -> list[tuple[str, str]]:
    graph: nx.Graph[Any] = nx.Graph()
    for (one, other), (cost, tie) in prices.items():
        graph.add_edge(one, other, weight=-(cost * COST_UNIT + tie))
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    return [(min(pair), max(pair)) for pair in matching]


def _lowest_cost(prices: Prices) -> int:
    """What the cheapest pairs cost, whoever they are: without tie-breaks that is soon found."""
    pairs = _solve({pair: (cost, 0) for pair, (cost, _tie) in prices.items()})
    return sum(prices[pair][0] for pair in pairs)
