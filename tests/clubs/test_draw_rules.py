import random
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clubs.draw import DrawInputs, DrawMember, Outcome, Turn, draw_groups
from clubs.pairing import Group, Table

UNITS = ["", "auto", "sote", "rakennus"]


def club(size: int, meetings: int, **more: object) -> DrawInputs:
    return DrawInputs(
        members=[DrawMember(f"m{number:02}") for number in range(size)],
        meetings=[(f"t{number}", f"2022-09-{number + 1:02}") for number in range(meetings)],
        **more,  # type: ignore[arg-type]
    )


def groups_of(outcome: Outcome) -> list[set[str]]:
    return [set(turn.members) for turn in outcome.groups]


@st.composite
def small_draws(draw: st.DrawFn) -> DrawInputs:
    ids = [f"m{number}" for number in range(draw(st.integers(2, 8)))]
    pairs = list(combinations(ids, 2))
    meetings = [f"t{number}" for number in range(draw(st.integers(0, 5)))]
    return DrawInputs(
        members=[
            DrawMember(
                one,
                draw(st.booleans()),
                draw(st.sampled_from(UNITS)),
                frozenset(
                    draw(st.lists(st.sampled_from(meetings), max_size=2)) if meetings else ()
                ),
            )
            for one in ids
        ],
        meetings=[(pk, "2022-09-01") for pk in meetings],
        past_pairs=draw(st.lists(st.sampled_from(pairs), max_size=len(pairs), unique=True)),
    )


def partitions(people: list[str], trio: bool) -> Iterator[list[Group]]:
    """Every way to make pairs, with one group of three if ``trio``."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    for size in (1, 2) if trio else (1,):
        for partners in combinations(rest, size):
            left = [one for one in rest if one not in partners]
            for more in partitions(left, trio and size == 1):
                yield [(first, *partners), *more]


@given(small_draws(), st.text(max_size=5))
@settings(max_examples=150)
def test_pairs_are_as_good_as_brute_force_finds(inputs: DrawInputs, seed: str) -> None:
    inputs = DrawInputs(inputs.members, (), inputs.past_pairs)
    ids = [member.id for member in inputs.members]
    table = Table(
        new={member.id for member in inputs.members if member.is_new},
        units={member.id: member.unit for member in inputs.members},
        past=inputs.past_pairs,
        seed=seed,
    )
    wanted = min(
        table.cost(groups)
        for groups in partitions(ids, trio=len(ids) % 2 == 1)
        if all(len(group) == 2 for group in groups) or len(ids) % 2
    )

    outcome = draw_groups(inputs, seed)

    assert table.cost(turn.members for turn in outcome.groups) == wanted


@given(small_draws(), st.text(max_size=5), st.randoms())
@settings(max_examples=100)
def test_everybody_has_one_turn_and_the_order_of_people_does_not_matter(
    inputs: DrawInputs, seed: str, chance: random.Random
) -> None:
    outcome = draw_groups(inputs, seed)
    people = [one for turn in outcome.groups for one in turn.members]
    turns = [meeting for turn in outcome.groups for meeting in turn.meetings]
    mixed = DrawInputs(
        chance.sample(inputs.members, len(inputs.members)),
        chance.sample(inputs.meetings, len(inputs.meetings)),
        inputs.past_pairs,
    )

    assert sorted(people) == sorted(member.id for member in inputs.members)
    assert len(set(turns)) == len(turns) == min(len(inputs.meetings), len(outcome.groups))
    assert draw_groups(mixed, seed) == outcome


def test_fourteen_people_make_seven_pairs_for_seven_meetings() -> None:
    outcome = draw_groups(club(14, 7), "482915")

    assert [len(turn.members) for turn in outcome.groups] == [2] * 7
    assert [turn.meetings for turn in outcome.groups] == [(f"t{number}",) for number in range(7)]
    assert outcome.gave_way == []


def test_the_same_seed_gives_the_same_outcome_for_ever() -> None:
    outcome = draw_groups(club(5, 2), "482915")

    assert outcome == draw_groups(club(5, 2), "482915")
    assert outcome.groups == [
        Turn(("m01", "m03"), ("t0",)),
        Turn(("m02", "m00", "m04"), ("t1",)),
    ]


def test_other_seeds_give_other_outcomes() -> None:
    outcomes = {str(draw_groups(club(14, 7), str(seed)).groups) for seed in range(20)}

    assert len(outcomes) == 20


def test_an_odd_number_makes_one_group_of_three() -> None:
    outcome = draw_groups(club(13, 7), "1")

    assert sorted(len(turn.members) for turn in outcome.groups) == [2, 2, 2, 2, 2, 3]
    assert [len(turn.meetings) for turn in outcome.groups] == [1] * 6


def test_groups_grow_when_there_are_more_pairs_than_meetings() -> None:
    outcome = draw_groups(club(14, 4), "1")

    assert sorted(len(turn.members) for turn in outcome.groups) == [3, 3, 4, 4]
    assert [turn.meetings for turn in outcome.groups] == [("t0",), ("t1",), ("t2",), ("t3",)]


def test_meetings_are_left_over_when_there_are_fewer_pairs() -> None:
    outcome = draw_groups(club(4, 7), "1")

    assert [len(turn.members) for turn in outcome.groups] == [2, 2]
    assert len({turn.meetings for turn in outcome.groups} - {()}) == 2


def test_turns_that_go_round_are_even_and_a_second_one_waits_for_everybodys_first() -> None:
    outcome = draw_groups(club(6, 8, is_even=True), "1")
    host = {meeting: turn.members for turn in outcome.groups for meeting in turn.meetings}
    order = [host[f"t{number}"] for number in range(8)]

    assert sorted(len(turn.meetings) for turn in outcome.groups) == [2, 3, 3]
    assert [len(set(order[:3])), len(set(order[3:6])), len(set(order[6:]))] == [3, 3, 2]


def test_without_meetings_there_are_pairs_without_a_turn() -> None:
    assert [turn.meetings for turn in draw_groups(club(4, 0), "1").groups] == [(), ()]


def test_seven_seasons_go_without_a_repeat_and_then_the_draw_says_so() -> None:
    past: list[tuple[str, str]] = []
    for season in range(7):
        outcome = draw_groups(club(14, 7, past_pairs=past), f"s{season}")
        assert outcome.gave_way == []
        past += [turn.members for turn in outcome.groups]  # type: ignore[misc]
    everybody = list(combinations([f"m{number:02}" for number in range(14)], 2))

    assert draw_groups(club(14, 7, past_pairs=everybody), "s").gave_way == ["repeat"]


def test_the_new_get_somebody_experienced_of_another_unit() -> None:
    members = [DrawMember(f"m{n}", is_new=n < 4, unit=UNITS[1 + n % 2]) for n in range(8)]
    outcome = draw_groups(DrawInputs(members=members), "1")
    by_id = {member.id: member for member in members}

    assert outcome.gave_way == []
    for turn in outcome.groups:
        assert sorted(by_id[one].is_new for one in turn.members) == [False, True]
        assert len({by_id[one].unit for one in turn.members}) == 2


def test_the_new_sit_together_before_anybody_repeats() -> None:
    members = [DrawMember(f"m{n}", is_new=n < 2) for n in range(4)]
    past = [(new, other) for new in ("m0", "m1") for other in ("m2", "m3")]
    outcome = draw_groups(DrawInputs(members, (), past), "1")

    assert outcome.gave_way == ["new"]
    assert {"m0", "m1"} in groups_of(outcome)


def test_units_are_alike_before_the_new_sit_together() -> None:
    members = [DrawMember(f"m{n}", is_new=n < 2, unit=UNITS[1 + n % 2]) for n in range(4)]
    outcome = draw_groups(DrawInputs(members, (), [("m0", "m3"), ("m1", "m2")]), "1")

    assert outcome.gave_way == ["unit"]
    assert {"m0", "m2"} in groups_of(outcome)


def test_dates_are_honoured_where_they_can_be() -> None:
    inputs = club(4, 2)
    busy = [DrawMember(one.id, unavailable=frozenset({"t0"})) for one in inputs.members[:2]]
    outcome = draw_groups(DrawInputs([*busy, *inputs.members[2:]], inputs.meetings), "1")

    assert outcome.gave_way == []
    assert outcome.groups[1].meetings == ("t1",)
    assert set(outcome.groups[1].members) == {"m00", "m01"}


def test_dates_give_way_before_a_repeat_does() -> None:
    inputs = club(4, 2, past_pairs=[("m00", "m01"), ("m02", "m03")])
    busy = [DrawMember(one.id, unavailable=frozenset({"t0"})) for one in inputs.members[:2]]
    outcome = draw_groups(
        DrawInputs([*busy, *inputs.members[2:]], inputs.meetings, inputs.past_pairs), "1"
    )

    assert outcome.gave_way == ["dates"]
    assert {"m00", "m01"} not in groups_of(outcome)


def test_dates_give_way_to_wishes_also_in_groups_that_grew() -> None:
    """Of large groups several beginnings are looked at; one that meets the wishes better wins, whatever the dates."""
    chance = random.Random(193)
    inputs = club(14, 4)
    ids = [member.id for member in inputs.members]
    past: list[tuple[str, str]] = []
    for _season in range(5):
        mixed = chance.sample(ids, 14)
        past += zip(mixed[::2], mixed[1::2], strict=True)
    members = [
        DrawMember(
            one,
            chance.random() < 0.3,
            chance.choice(UNITS),
            frozenset(pk for pk, _on in inputs.meetings if chance.random() < 0.5),
        )
        for one in ids
    ]
    outcome = draw_groups(DrawInputs(members, inputs.meetings, past), "s")

    assert outcome.gave_way == ["unit", "dates"]


@pytest.mark.parametrize("meetings", [0, 3, 7])
def test_locked_pairs_stay(meetings: int) -> None:
    outcome = draw_groups(club(9, meetings, locked=[("m00", "m05"), ("m03", "m01")]), "1")

    assert any(group >= {"m00", "m05"} for group in groups_of(outcome))
    assert any(group >= {"m03", "m01"} for group in groups_of(outcome))


def test_one_person_over_joins_a_locked_pair() -> None:
    outcome = draw_groups(club(3, 1, locked=[("m00", "m01")]), "1")

    assert groups_of(outcome) == [{"m00", "m01", "m02"}]


@pytest.mark.parametrize(
    "inputs",
    [
        club(0, 2),
        club(1, 2),
        club(4, 2, locked=[("m00", "m09")]),
        club(4, 2, locked=[("m00", "m01"), ("m01", "m02")]),
        DrawInputs([DrawMember("a"), DrawMember("a")]),
    ],
)
def test_what_cannot_be_drawn_is_refused(inputs: DrawInputs) -> None:
    with pytest.raises(ValueError, match=r"draw"):
        draw_groups(inputs, "1")


def test_inputs_and_outcome_survive_storage() -> None:
    inputs = DrawInputs(
        [DrawMember("a", True, "auto", frozenset({"t0"})), DrawMember("b")],
        [("t0", "2022-09-13")],
        [("a", "b")],
        [("a", "b")],
    )

    assert DrawInputs.from_json(inputs.as_json()) == inputs
    assert draw_groups(inputs, "1").as_json() == {
        "groups": [
            {"members": list(draw_groups(inputs, "1").groups[0].members), "meetings": ["t0"]}
        ],
        "gave_way": ["repeat", "dates"],
    }


def test_thirty_one_people_of_few_units_are_drawn() -> None:
    members = [
        DrawMember(f"m{n:02}", is_new=n % 5 == 0, unit="auto" if n < 20 else f"u{n}")
        for n in range(31)
    ]
    outcome = draw_groups(DrawInputs(members, [(f"t{n}", f"{n:02}") for n in range(15)]), "1")

    assert outcome.gave_way == ["unit"]
