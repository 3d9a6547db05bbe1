"""How long the lot takes, and how fair it is: ``python -m bench.draw [--quick] [--firm]``."""

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from itertools import combinations

import networkx as nx

from bench.figures import Figure, as_line, as_table, at_most
from clubs.draw import DrawInputs, DrawMember, draw_groups

UNITS = ("", "auto", "sote", "rakennus", "kauppa")
# How many ways there are to make four pairs of eight people.
PAIRINGS = 105
# The 99.9th percentile of chi-square with 104 degrees of freedom: fair lots stay below it 999 times in 1000.
CHI_LIMIT = 154.3


def club(people: int, meetings: int, *, seasons: int = 0, away: float = 0.0) -> DrawInputs:
    """People of a few units, a fifth of them new in the role, who have hosted for some seasons; the same every time."""
    chance = random.Random(people)
    ids = [f"m{number:03}" for number in range(people)]
    dates = [(f"t{number:03}", f"2022-{number:03}") for number in range(meetings)]
    past = []
    for _season in range(seasons):
        chance.shuffle(ids)
        past += [(ids[place], ids[place + 1]) for place in range(0, people - 1, 2)]
    members = [
        DrawMember(
            one,
            chance.random() < 0.2,
            chance.choice(UNITS),
            frozenset(pk for pk, _on in dates if chance.random() < away),
        )
        for one in sorted(ids)
    ]
    return DrawInputs(members, dates, past)


def milliseconds(inputs: DrawInputs, times: int) -> float:
    """The median time of a draw, in CPU: it waits for nothing."""
    taken = []
    for number in range(times):
        start = time.process_time()
        draw_groups(inputs, f"seed {number}")
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def chi_square(draws: int) -> float:
    """How far the numbers of each pairing of eight people are from even, over so many draws without wishes."""
    inputs = DrawInputs([DrawMember(f"m{number}") for number in range(8)])
    seen: Counter[frozenset[frozenset[str]]] = Counter()
    for number in range(draws):
        outcome = draw_groups(inputs, f"{number:032x}")
        seen[frozenset(frozenset(turn.members) for turn in outcome.groups)] += 1
    expected = draws / PAIRINGS
    missing = PAIRINGS - len(seen)
    return sum((count - expected) ** 2 / expected for count in seen.values()) + missing * expected


def seasons_of(people: int, number: int) -> tuple[int, int]:
    """Repeats in the first seven seasons, and repeats above the fewest possible in all of ``number`` seasons."""
    past: list[tuple[str, str]] = []
    early, above = 0, 0
    ids = [f"m{place:02}" for place in range(people)]
    for season in range(number):
        outcome = draw_groups(DrawInputs([DrawMember(one) for one in ids], (), past), f"s{season}")
        pairs = [(min(turn.members), max(turn.members)) for turn in outcome.groups]
        repeats = sum(pair in set(past) for pair in pairs)
        early += repeats if season < 7 else 0
        above += repeats - fewest_repeats(ids, past)
        past += pairs
    return early, above


def fewest_repeats(ids: list[str], past: list[tuple[str, str]]) -> int:
    """Pairs that must repeat: those that no matching of people who have not hosted together covers."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ids)
    graph.add_edges_from(set(combinations(ids, 2)) - set(past))
    return len(ids) // 2 - len(nx.max_weight_matching(graph, maxcardinality=True))


def measure(*, is_quick: bool) -> list[Figure]:
    """All figures, one after the other."""
    times = 5 if is_quick else 15
    draws = 2_000 if is_quick else 10_000
    early, above = seasons_of(14, 20)
    return [
        at_most("draw of 14 people", milliseconds(club(14, 7), 40), "ms", 20),
        at_most(
            "draw of 14 people, 3 past seasons, a third of the dates unsuitable",
            milliseconds(club(14, 7, seasons=3, away=1 / 3), 40), "ms", 20,
        ),
        at_most("draw of 13 people, 4 meetings", milliseconds(club(13, 4, seasons=3), 40), "ms", 20),
        *(
            at_most(
                f"draw of {people} people for {meetings} meetings, 3 past seasons",
                milliseconds(club(people, meetings, seasons=3, away=0.1), times), "ms", 500,
            )
            for people, meetings in ((200, 7), (200, 12), (200, 100), (199, 99))
        ),
        at_most(
            f"chi-square of {draws} draws of 8 people over {PAIRINGS} pairings",
            chi_square(draws), "", CHI_LIMIT, is_firm=True,
        ),
        at_most("repeats in seven seasons of 14 people", early, "pairs", 0, is_firm=True),
        at_most("repeats above the fewest possible, 20 seasons", above, "pairs", 0, is_firm=True),
    ]  # fmt: skip


def main() -> int:
    """Measure, print, and answer 1 when a goal does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--firm", action="store_true", help="judge by firm figures only")
    options = parser.parse_args()
    figures = measure(is_quick=options.quick)
    sys.stdout.write(f"{as_table(figures)}\n{as_line(figures)}\n")
    judged = [one for one in figures if one.is_firm or not options.firm]
    return int(not all(one.holds for one in judged))


if __name__ == "__main__":
    sys.exit(main())
