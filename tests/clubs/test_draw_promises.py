"""What the draw promises, over 2–60 people, 1–12 meetings and random wishes; up to eight people, against brute force."""

from collections.abc import Iterator
from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from clubs.draw import DrawInputs, DrawMember, Outcome, draw_groups
from clubs.grouping import sizes_of
from clubs.pairing import Group, Table
from clubs.turns import assign

UNITS = ["", "auto", "sote", "rakennus"]


@st.composite
def draws(
    draw: st.DrawFn, most: int = 60, most_meetings: int = 12, *, locks: bool = True
) -> DrawInputs:
    """Whatever a club may ask of the lot."""
    chance = draw(st.randoms(use_true_random=False))
    ids = [f"m{number:02}" for number in range(draw(st.integers(2, most)))]
    meetings = [f"t{number:02}" for number in range(draw(st.integers(1, most_meetings)))]
    share, past = draw(st.sampled_from([0, 0.2, 0.6])), draw(st.integers(0, 4))
    members = [
        DrawMember(
            one,
            chance.random() < 0.3,
            chance.choice(UNITS),
            frozenset(pk for pk in meetings if chance.random() < share),
        )
        for one in ids
    ]
    order = chance.sample(ids, len(ids))
    locked: list[Group] = []
    for size in draw(st.lists(st.sampled_from([2, 2, 3]), max_size=4)) if locks else ():
        if len(order) >= size:
            locked.append(tuple(order.pop() for _one in range(size)))
    pairs = [
        (group[0], group[1])
        for _season in range(past)
        for mixed in [chance.sample(ids, len(ids))]
        for group in zip(mixed[::2], mixed[1::2], strict=False)
    ]
    return DrawInputs(
        members, [(pk, f"2022-{pk}") for pk in meetings], pairs, locked, draw(st.booleans())
    )


def table_of(inputs: DrawInputs) -> Table:
    return Table(
        new={member.id for member in inputs.members if member.is_new},
        units={member.id: member.unit for member in inputs.members},
        past=inputs.past_pairs,
        seed="",
    )


def missed(inputs: DrawInputs, outcome: Outcome) -> int:
    """How many people host on a date that does not suit them."""
    away = {member.id: member.unavailable for member in inputs.members}
    return sum(
        meeting in away[one]
        for turn in outcome.groups
        for one in turn.members
        for meeting in turn.meetings
    )


@given(draws(), st.text(max_size=3))
@settings(max_examples=40)
def test_every_promise_holds(inputs: DrawInputs, seed: str) -> None:
    outcome = draw_groups(inputs, seed)
    groups = [turn.members for turn in outcome.groups]
    people, meetings = len(inputs.members), [pk for pk, _on in inputs.meetings]

    # Everybody in one group, nobody alone, locked people together.
    assert sorted(one for group in groups for one in group) == [one.id for one in inputs.members]
    assert min(map(len, groups)) >= 2
    for locked in inputs.locked:
        assert any(set(locked) <= set(group) for group in groups)
    if not inputs.locked:
        assert sorted(map(len, groups)) == sorted(sizes_of(people, min(people // 2, len(meetings))))

    # Each meeting has one group at most, and every group its turn; turns are even where they go round.
    hosted = [meeting for turn in outcome.groups for meeting in turn.meetings]
    turns = [len(turn.meetings) for turn in outcome.groups]
    assert len(set(hosted)) == len(hosted)
    assert set(hosted) <= set(meetings)
    assert min(turns) >= 1
    if inputs.is_even:
        assert (set(hosted), max(turns) - min(turns) <= 1) == (set(meetings), True)
    else:
        assert turns == [1] * len(groups)

    # What gave way is said, no more and no less; and it can be repeated.
    counts = [sum(column) for column in zip(*map(table_of(inputs).counts, groups), strict=True)]
    given_way = [
        wish for wish, count in zip(("repeat", "new", "unit"), counts, strict=True) if count
    ]
    assert outcome.gave_way == given_way + ["dates"] * bool(missed(inputs, outcome))
    assert draw_groups(DrawInputs.from_json(inputs.as_json()), seed) == outcome
    assert Outcome.from_json(outcome.as_json()) == outcome


def groupings(people: list[str], sizes: list[int]) -> Iterator[list[Group]]:
    """Every way to make groups of these sizes."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    for size in sorted(set(sizes)):
        left = list(sizes)
        left.remove(size)
        for others in combinations(rest, size - 1):
            remaining = [one for one in rest if one not in others]
            for more in groupings(remaining, left):
                yield [(first, *others), *more]


@given(draws(8, 4, locks=False), st.text(max_size=3))
@settings(max_examples=60)
def test_up_to_eight_people_nothing_is_better(inputs: DrawInputs, seed: str) -> None:
    """Of all groupings and all ways to give them dates: the fewest unmet wishes, and then the fewest unsuitable dates."""
    inputs = DrawInputs(inputs.members, inputs.meetings, inputs.past_pairs)
    ids = [member.id for member in inputs.members]
    meetings = [pk for pk, _on in inputs.meetings]
    away = {member.id: member.unavailable for member in inputs.members}
    table = table_of(inputs)
    sizes = sizes_of(len(ids), min(len(ids) // 2, len(meetings)))
    every = [(table.cost(groups), groups) for groups in groupings(ids, sizes)]
    lowest = min(cost for cost, _groups in every)
    fewest = min(
        sum(
            meeting in away[one]
            for group, meeting in zip(groups, dates, strict=True)
            for one in group
        )
        for cost, groups in every
        if cost == lowest
        for dates in permutations(meetings, len(groups))
    )

    outcome = draw_groups(inputs, seed)

    assert table.cost(turn.members for turn in outcome.groups) == lowest
    assert missed(inputs, outcome) == fewest


@given(st.integers(1, 5), st.integers(0, 2), st.data())
@settings(max_examples=60)
def test_dates_are_assigned_as_brute_force_does(rows: int, more: int, data: st.DataObject) -> None:
    cost = st.lists(st.integers(0, 9), min_size=rows + more, max_size=rows + more)
    table = data.draw(st.lists(cost, min_size=rows, max_size=rows))
    columns = assign(table)
    assert len(set(columns)) == rows
    assert sum(table[row][column] for row, column in enumerate(columns)) == min(
        sum(table[row][column] for row, column in enumerate(chosen))
        for chosen in permutations(range(rows + more), rows)
    )


def test_each_pairing_of_eight_people_is_as_likely() -> None:
    """1050 draws over 105 pairings: chi-square with 104 degrees of freedom stays below its 99.9th percentile."""
    inputs = DrawInputs([DrawMember(f"m{number}") for number in range(8)])
    seen: dict[frozenset[frozenset[str]], int] = {}
    for number in range(1050):
        pairing = frozenset(
            frozenset(turn.members) for turn in draw_groups(inputs, f"{number}").groups
        )
        seen[pairing] = seen.get(pairing, 0) + 1
    missing = 105 - len(seen)
    assert sum((count - 10) ** 2 / 10 for count in seen.values()) + missing * 10 < 154.3
