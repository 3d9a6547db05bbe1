"""What a benchmark found out: a figure, its baseline, its goal, and whether the goal holds."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure. `ratio` is value over baseline; `goal` says in words what `holds` was judged by.

    `is_firm`: it says the same on a machine that has other work to do, being a count, or far from its limit in a
    measure that others' work hardly touches.
    """

    name: str
    value: float
    unit: str
    goal: str
    holds: bool
    baseline: float | None = None
    ratio: float | None = None
    is_firm: bool = False


def at_most(
    name: str,
    value: float,
    unit: str,
    limit: float,
    *,
    baseline: float | None = None,
    is_firm: bool = False,
) -> Figure:
    """A figure that must not pass `limit`."""
    ratio = value / baseline if baseline else None
    goal = f"≤ {limit:g} {unit}"
    return Figure(name, value, unit, goal, value <= limit, baseline, ratio, is_firm)


def ratio_at_least(
    name: str, value: float, unit: str, baseline: float, goal: float, *, is_firm: bool = False
) -> Figure:
    """A figure that must reach `goal` times the baseline of the same run."""
    ratio = value / baseline
    words = f"≥ {goal:g} × baseline"
    return Figure(name, value, unit, words, ratio >= goal, baseline, ratio, is_firm)


def ratio_at_most(
    name: str, value: float, unit: str, baseline: float, goal: float, *, is_firm: bool = False
) -> Figure:
    """A figure that must not pass `goal` times the baseline of the same run."""
    ratio = value / baseline
    words = f"≤ {goal:g} × baseline"
    return Figure(name, value, unit, words, ratio <= goal, baseline, ratio, is_firm)


def as_line(figures: Iterable[Figure]) -> str:
    """All figures as one line of JSON, by name."""
    found = {}
    for figure in figures:
        values = asdict(figure)
        found[values.pop("name")] = values
    return json.dumps(found, ensure_ascii=False)


def read_line(line: str) -> list[Figure]:
    """The figures of `as_line`."""
    return [Figure(name=name, **values) for name, values in json.loads(line).items()]


def as_table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table, as it stands in docs/benchmarks.md."""
    rows = ["| figure | value | baseline | ratio | goal | holds |", "|---|---|---|---|---|---|"]
    for one in figures:
        baseline = "" if one.baseline is None else _number(one.baseline, one.unit)
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        holds = "yes" if one.holds else "**no**"
        value = _number(one.value, one.unit)
        rows.append(f"| {one.name} | {value} | {baseline} | {ratio} | {one.goal} | {holds} |")
    return "\n".join(rows)


def _number(value: float, unit: str) -> str:
    shown = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
    return f"{shown} {unit}"
