"""Which group hosts which meeting: an exact assignment to the dates that people can make. Pure; see ``clubs.draw``."""

from collections.abc import Collection, Mapping, Sequence

from clubs.pairing import COST_UNIT, Group, tie_break

# A date that does not suit outweighs every turn out of its round, and that every tie-break.
ROUND_UNIT = COST_UNIT
DATE_UNIT = ROUND_UNIT << 16
FORBIDDEN = DATE_UNIT << 16

Turns = dict[Group, list[str]]


class Calendar:
    """The meetings of one lot in order, and who cannot host which of them."""

    def __init__(
        self,
        meetings: Sequence[str],
        missing: Mapping[str, Collection[str]],
        seed: str,
        *,
        is_even: bool,
    ) -> None:
        self.meetings, self.seed, self.is_even = meetings, seed, is_even
        self._missing = missing

    def absent(self, group: Group, meeting: str) -> int:
        """How many of a group cannot make a meeting."""
        return sum(meeting in self._missing.get(one, ()) for one in group)

    def deal(self, groups: Sequence[Group]) -> tuple[Turns, int]:
        """Each group's meetings in order, and how many people cannot make theirs (the fewest possible).

        With fewer groups than meetings the meetings left over stay without a group, or, when turns are dealt evenly, go
        round: nobody has two turns more than anybody else, and a second turn comes after everybody's first where dates
        let it.
        """
        turns: Turns = {group: [] for group in groups}
        if not groups or not self.meetings:
            return turns, 0
        slots, spare = self._slots(len(groups))
        rows = [self._row(groups, group, number, spare) for group, number in slots]
        missed = 0
        for (group, _number), place in zip(slots, assign(rows), strict=True):
            if place < len(self.meetings):
                meeting = self.meetings[place]
                turns[groups[group]].append(meeting)
                missed += self.absent(groups[group], meeting)
        order = {meeting: place for place, meeting in enumerate(self.meetings)}
        for own in turns.values():
            own.sort(key=order.__getitem__)
        return turns, missed

    def _slots(self, groups: int) -> tuple[list[tuple[int, int]], int]:
        """Turns as group and number, and how many of the last ones stay empty."""
        if not self.is_even or groups >= len(self.meetings):
            return [(group, 0) for group in range(groups)], max(groups - len(self.meetings), 0)
        whole, over = divmod(len(self.meetings), groups)
        rounds = whole + bool(over)
        spare = groups - over if over else 0
        return [(group, number) for number in range(rounds) for group in range(groups)], spare

    def _row(self, groups: Sequence[Group], group: int, number: int, spare: int) -> list[int]:
        people = groups[group]
        row = []
        for place, meeting in enumerate(self.meetings):
            is_off = self.is_even and place // len(groups) != number
            tie = tie_break(self.seed, meeting, str(number), *people)
            row.append(self.absent(people, meeting) * DATE_UNIT + is_off * ROUND_UNIT + tie)
        is_last = (number + 1) * len(groups) > len(self.meetings)
        for empty in range(spare):
            tie = tie_break(self.seed, "none", str(empty), *people)
            row.append(tie if is_last else FORBIDDEN)
        return row


def assign(rows: Sequence[Sequence[int]]) -> list[int]:
    """The cheapest column for each row, each column once; there are at least as many columns as rows.

    The shortest augmenting path method (Kuhn 1955; Jonker and Volgenant 1987), in whole numbers and so exact.
    """
    columns = len(rows[0])
    up, down = [0] * (len(rows) + 1), [0] * (columns + 1)
    taken = [0] * (columns + 1)
    for row in range(1, len(rows) + 1):
        _augment(rows, row, up, down, taken)
    found = [0] * len(rows)
    for column in range(1, columns + 1):
        if taken[column]:
            found[taken[column] - 1] = column - 1
    return found


def _augment(
    rows: Sequence[Sequence[int]], row: int, up: list[int], down: list[int], taken: list[int]
) -> None:
    """Give one more row a column, moving others where that is cheaper."""
    columns = len(taken)
    taken[0] = row
    far = [FORBIDDEN * FORBIDDEN] * columns
    back, is_used = [0] * columns, [False] * columns
    column = 0
    while taken[column]:
        is_used[column] = True
        at, nearest, step = taken[column], 0, FORBIDDEN * FORBIDDEN
        costs, base = rows[at - 1], up[at]
        for other in range(1, columns):
            if is_used[other]:
                continue
            reduced = costs[other - 1] - base - down[other]
            if reduced < far[other]:
                far[other], back[other] = reduced, column
            if far[other] < step:
                step, nearest = far[other], other
        for other in range(columns):
            if is_used[other]:
                up[taken[other]] += step
                down[other] -= step
            else:
                far[other] -= step
        column = nearest
    while column:
        taken[column] = taken[back[column]]
        column = back[column]
