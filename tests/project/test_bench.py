"""The benchmark's parts run, and its table says what was found. How fast the product is, it tells itself."""

import socket
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import Settings

from bench import draw, mail, pages_parts, servers
from bench.figures import (
    Figure,
    as_line,
    as_table,
    at_most,
    ratio_at_least,
    ratio_at_most,
    read_line,
)


def test_a_part_measures_on_a_database_of_its_own(tmp_path: Path) -> None:
    with servers.sink(1) as port, closing(socket.create_connection(("127.0.0.1", port))) as smtp:
        assert smtp.recv(3) == b"220"
        dead = f"redis://127.0.0.1:{servers.free_port()}/0"
        found = mail.Bench("", tmp_path, dead, {1: port}, rounds=1).part("send", 12, delay=1)
    assert [one.unit for one in found] == ["letters/s", "letters/s"]
    assert all(one.value > 0 for one in found)


def test_a_club_with_a_season_is_furnished_and_its_pages_open(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    for name in ("FEW", "USUAL", "MANY"):
        monkeypatch.setattr(pages_parts, name, len(name))
    found = {one.name: one for one in pages_parts.measure(rounds=1)}
    assert [name for name, one in found.items() if one.is_firm and not one.holds] == []
    assert len(found) == 6


def test_figures_say_whether_their_goals_hold() -> None:
    figures = [
        at_most("idle tick", 6, "queries", 5, is_firm=True),
        at_most("tick", 12.345, "ms", 50, baseline=10),
        ratio_at_least("sending", 40, "letters/s", 50, 0.8),
        ratio_at_most("page", 14, "ms", 10, 1.3),
    ]
    assert [one.holds for one in figures] == [False, True, True, False]
    assert read_line(as_line(figures)) == figures
    assert as_table(figures).splitlines()[2:] == [
        "| idle tick | 6 queries |  |  | ≤ 5 queries | **no** |",
        "| tick | 12.35 ms | 10 ms | 1.23 | ≤ 50 ms | yes |",
        "| sending | 40 letters/s | 50 letters/s | 0.80 | ≥ 0.8 × baseline | yes |",
        "| page | 14 ms | 10 ms | 1.40 | ≤ 1.3 × baseline | **no** |",
    ]


@pytest.mark.parametrize(("options", "status"), [(["--quick"], 1), (["--quick", "--firm"], 0)])
def test_a_busy_machine_is_judged_by_firm_figures_only(
    monkeypatch: pytest.MonkeyPatch, options: list[str], status: int
) -> None:
    slow, firm = at_most("tick", 51, "ms", 50), at_most("idle", 2, "queries", 5, is_firm=True)

    def measured(server: str, sizes: mail.Sizes) -> list[Figure]:
        assert sizes == mail.QUICK
        return [slow, firm]

    monkeypatch.setattr(mail, "measure", measured)
    monkeypatch.setattr("sys.argv", ["bench.mail", *options])
    assert mail.main() == status


def test_the_draw_is_measured_against_bounds_of_its_own() -> None:
    assert draw.seasons_of(6, 7) == (2 * 3, 0)
    assert draw.fewest_repeats(["a", "b", "c", "d"], [("a", "b"), ("a", "c"), ("a", "d")]) == 1
    assert draw.chi_square(105) < draw.CHI_LIMIT
    assert draw.milliseconds(draw.club(6, 3, seasons=1, away=0.5), 3) > 0
