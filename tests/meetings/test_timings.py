"""What a club may choose of the lines of the cadence."""

from types import SimpleNamespace
from typing import Any

import pytest

from meetings.timings import INVITE, LINES, REMIND7, REMIND14, SOON, Timing, Timings, problems_of


def of(stored: Any) -> Timings:
    return Timings.of(SimpleNamespace(letter_timings=stored))


def test_only_what_differs_is_kept() -> None:
    chosen = {"remind7": Timing(6), "soon": Timing(3, is_on=False), "invite": Timing(21)}
    stored = Timings(chosen).stored()
    assert stored == {"remind7": {"days": 6}, "soon": {"is_on": False}}
    again = of(stored)
    assert [again[line] for line in LINES] == [Timings(chosen)[line] for line in LINES]


@pytest.mark.parametrize(
    "stored",
    [None, [], "x", {"remind7": 5}, {"remind7": {"days": "6"}}, {"remind7": {"days": 900}},
     {"remind7": {"days": True}}, {"nonsense": {"days": 3}}],
)  # fmt: skip
def test_what_is_not_understood_counts_as_usual(stored: Any) -> None:
    assert [of(stored)[line] for line in LINES] == [Timing(line.number) for line in LINES]


def test_the_usual_has_no_problem() -> None:
    assert problems_of(Timings()) == []


@pytest.mark.parametrize(
    ("chosen", "line", "least"),
    [
        ({"remind7": Timing(14)}, REMIND14, 15),
        ({"invite": Timing(10)}, INVITE, 15),
        # Three workdays are five days where a weekend lies between.
        ({"remind7": Timing(5)}, REMIND7, 6),
        ({"soon": Timing(11)}, SOON, 1),
        ({"remind7": Timing(0)}, REMIND7, 1),
    ],
)
def test_letters_must_leave_in_their_order(
    chosen: dict[str, Timing], line: Any, least: int
) -> None:
    found = {problem.line: problem.least for problem in problems_of(Timings(chosen))}
    assert found[line] == least


def test_what_is_off_is_in_nobodys_way() -> None:
    assert problems_of(Timings({"invite": Timing(3, is_on=False)})) == []
    assert problems_of(Timings({"invite": Timing(10), "remind14": Timing(14, is_on=False)})) == []
