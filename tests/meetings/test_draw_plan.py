"""What a draw will give, said before it is drawn; and its picture."""

from itertools import pairwise

import pytest

from clubs.draw import DrawInputs, DrawMember, draw_groups
from meetings.draw_plan import describe_rules, describe_sizes, group_sizes
from meetings.draw_ring import draw_ring


@pytest.mark.parametrize("people", range(2, 17))
@pytest.mark.parametrize("meetings", [1, 2, 4, 7])
def test_what_is_said_is_what_the_lot_gives(people: int, meetings: int) -> None:
    inputs = DrawInputs(
        members=[DrawMember(id=f"m{number:02}") for number in range(people)],
        meetings=[(f"t{number}", f"2022-09-{number + 1:02}") for number in range(meetings)],
    )
    outcome = draw_groups(inputs, "seed")
    sizes = sorted((len(turn.members) for turn in outcome.groups), reverse=True)
    assert sizes == group_sizes(people, meetings)


def test_nothing_to_draw() -> None:
    assert group_sizes(1, 4) == []
    assert group_sizes(4, 0) == []


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([2] * 7, "7 työparia"),
        ([3, 2, 2], "2 työparia ja 1 kolmen hengen ryhmä"),
        ([4, 4, 3], "1 kolmen hengen ryhmä ja 2 ryhmää, joissa on 4 henkeä"),
    ],
)
def test_sizes_in_words(sizes: list[int], words: str) -> None:
    assert describe_sizes(sizes) == words


def test_rules_that_held() -> None:
    assert describe_rules(["new", "dates"]) == ["ei ennen yhdessä vastannutta paria", "eri yksiköt"]


def test_the_table_has_a_seat_for_each_and_a_line_for_each_pair() -> None:
    ring = draw_ring([["Sari", "Jukka"], ["Leena", "Timo", "Aino"]], mine=1)
    assert sorted(seat.name for seat in ring.seats) == ["Aino", "Jukka", "Leena", "Sari", "Timo"]
    assert [chord.is_mine for chord in ring.chords] == [False, True, True]
    assert sorted({seat.name for seat in ring.seats if seat.is_mine}) == ["Aino", "Leena", "Timo"]


def test_thirty_people_have_small_seats_that_do_not_touch() -> None:
    ring = draw_ring([[f"A{number}", f"B{number}"] for number in range(15)])
    seats = [(float(seat.x), float(seat.y)) for seat in ring.seats]
    gaps = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for (a, b), (c, d) in pairwise(seats)]
    assert min(gaps) > 2 * ring.radius
