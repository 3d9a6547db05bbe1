"""Groups larger than pairs, and other groups that are as good: the searches behind the lot. Pure; see ``clubs.draw``."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations

from clubs.pairing import Group, Table

# Of so few people every grouping there is can be looked at.
FEW = 9
# How often the groups are dealt anew where some wish is not met, and swaps of two people looked at in all.
DEALS, SWAPS_SEEN = 6, 60_000


class Seating:
    """People in groups, and what it would change if two of them swapped places."""

    def __init__(self, table: Table, groups: Sequence[Group], fixed: Collection[str]) -> None:
        self.table = table
        self.groups = [list(group) for group in groups]
        self._new = table.new
        self._movable = [[one for one in group if one not in fixed] for group in groups]
        people = [one for group in groups for one in group]
        self._between = {
            one: {other: table.cost_between(one, other) for other in people if other != one}
            for one in people
        }
        self._sums = {
            one: [sum(self._between[one].get(other, 0) for other in group) for group in groups]
            for one in people
        }
        self._experienced = [sum(one not in table.new for one in group) for group in groups]

    def as_groups(self) -> list[Group]:
        """The groups as they sit."""
        return [tuple(sorted(group)) for group in self.groups]

    def swaps(self, one: int, other: int) -> Iterator[tuple[str, str]]:
        """Who of two groups may swap places."""
        for first in list(self._movable[one]):
            for second in list(self._movable[other]):
                yield first, second

    def change(self, one: int, other: int, first: str, second: str) -> int:
        """By how much the cost grows if ``first`` of group ``one`` and ``second`` of group ``other`` swap."""
        a, b = self._sums[first], self._sums[second]
        between = a[other] + b[one] - a[one] - b[other] - 2 * self._between[first][second]
        step = (first in self._new) - (second in self._new)
        if not step:
            return between
        before = self._all_new(one, 0) + self._all_new(other, 0)
        return between + self._all_new(one, step) + self._all_new(other, -step) - before

    def _all_new(self, group: int, step: int) -> int:
        if self._experienced[group] + step:
            return 0
        return (len(self.groups[group]) - 1) * self.table.base

    def swap(self, one: int, other: int, first: str, second: str) -> None:
        """Let the two swap places."""
        step = (first in self._new) - (second in self._new)
        self._experienced[one] += step
        self._experienced[other] -= step
        for groups in (self.groups, self._movable):
            groups[one][groups[one].index(first)] = second
            groups[other][groups[other].index(second)] = first
        for person, sums in self._sums.items():
            costs = self._between[person]
            step = costs.get(second, 0) - costs.get(first, 0)
            sums[one] += step
            sums[other] -= step


def sizes_of(people: int, groups: int) -> list[int]:
    """So many groups of even sizes, the largest first."""
    size, over = divmod(people, groups)
    return [size + 1] * over + [size] * (groups - over)


def grow_groups(
    table: Table, pairs: Sequence[Group], locked: Sequence[Group], count: int
) -> list[Group]:
    """``count`` groups of sizes as even as locked groups allow, everybody of ``pairs`` and ``locked`` in one of them.

    Of few people the best there is; of more, dealt and then improved by swaps of two people until none helps, a few times
    over where a wish stays unmet.
    """
    free = [one for group in pairs for one in group]
    if len(free) + sum(map(len, locked)) <= FEW:
        return list(min(groupings(free, locked, count), key=lambda one: _rank(table, one)))
    fixed = {one for group in locked for one in group}
    best: tuple[int, int, list[Group]] | None = None
    for deal in range(DEALS):
        seating = Seating(table, _dealt(table, pairs, locked, count, deal), fixed)
        _improve(seating)
        groups = seating.as_groups()
        cost = table.cost(groups)
        best = min(best or (cost, deal, groups), (cost, deal, groups))
        if not cost or len(free) > 60:
            break
    return best[2] if best else []


def _rank(table: Table, groups: Iterable[Group]) -> tuple[int, int]:
    groups = list(groups)
    return table.cost(groups), table.tie(*("+".join(group) for group in groups))


def groupings(
    free: Sequence[str], locked: Sequence[Group], count: int
) -> Iterator[tuple[Group, ...]]:
    """Every way to make ``count`` groups of even sizes in which nobody of a locked group is parted."""
    blocks = sorted([*map(tuple, map(sorted, locked)), *((one,) for one in free)])
    largest = max(sizes_of(sum(map(len, blocks)), count)[0], *map(len, blocks))
    seen = [groups for groups in _partitions(blocks, count, largest) if len(groups) == count]
    evenest = min(_unevenness(groups) for groups in seen)
    for groups in seen:
        if _unevenness(groups) == evenest:
            yield groups


def _unevenness(groups: Sequence[Group]) -> int:
    return sum(len(group) ** 2 for group in groups)


def _partitions(blocks: Sequence[Group], count: int, largest: int) -> Iterator[tuple[Group, ...]]:
    if not blocks:
        yield ()
        return
    if not count:
        return
    first, rest = blocks[0], blocks[1:]
    for number in range(len(rest) + 1):
        for others in combinations(rest, number):
            group = tuple(sorted(one for block in (first, *others) for one in block))
            if len(group) > largest:
                continue
            left = [block for block in rest if block not in others]
            for more in _partitions(left, count - 1, largest):
                yield (group, *more)


def _dealt(
    table: Table, pairs: Sequence[Group], locked: Sequence[Group], count: int, deal: int
) -> list[Group]:
    """Locked groups, then pairs, as the beginnings of groups; everybody else goes where there is most room."""
    order = sorted(pairs, key=lambda pair: table.tie(*pair, str(deal) if deal else ""))
    starts = [list(group) for group in [*sorted(locked, key=lambda one: (-len(one), one)), *order]]
    groups, left = starts[:count], starts[count:]
    whole = [group for group in left if tuple(group) in set(locked)]
    alone = [[one] for group in left if group not in whole for one in group]
    for block in [*whole, *sorted(alone, key=lambda one: table.tie(*one, str(deal)))]:
        smallest = min(len(group) for group in groups)
        host = min(
            (group for group in groups if len(group) == smallest),
            key=lambda group: (
                table.cost([(*group, *block)]) - table.cost([tuple(group)]),
                table.tie(*block, *group),
            ),
        )
        host += block
    return [tuple(group) for group in groups]


def _improve(seating: Seating) -> None:
    """Swap two people as long as that lowers the cost."""
    seen, is_better = 0, True
    while is_better and seen < SWAPS_SEEN:
        is_better = False
        for one, other in combinations(range(len(seating.groups)), 2):
            for first, second in seating.swaps(one, other):
                seen += 1
                if first not in seating.groups[one] or second not in seating.groups[other]:
                    continue
                if seating.change(one, other, first, second) < 0:
                    seating.swap(one, other, first, second)
                    is_better = True


def as_good(seating: Seating, is_kept: Callable[[int, int, str, str], bool]) -> bool:
    """Make the first swap that leaves the cost as it is and of which ``is_kept`` says so; whether there was one."""
    for one, other in combinations(range(len(seating.groups)), 2):
        for first, second in seating.swaps(one, other):
            if seating.change(one, other, first, second) == 0 and is_kept(
                one, other, first, second
            ):
                seating.swap(one, other, first, second)
                return True
    return False
