"""Every page is free of what axe finds (WCAG 2.0–2.2 A and AA, best practice), fits a narrow phone and weighs at most 60 kB.

In each run every page is looked at once at 1280 px in light and, with everything unfolded, at 390 px in dark.
test_full_sweep.py looks at each page as each reader. One file, because each process that has a file of it looks anew.

Weighed is everything that the browser fetches with an empty cache, documents in frames among it, as it comes over the
wire: packed by the app and by WhiteNoise (with gzip; over https browsers take the smaller brotli), headers included.
"""

import pytest

from tests.e2e.conftest import Tour
from tests.e2e.sweep import Finding
from tests.project.rights import FRAMED_LETTERS, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READERS = ["anonymous", "link", "member", "host", "facilitator", "nobody"]
# Only ever POSTed to, a part of a page, a file, or the frame of a letter.
NOT_PAGES = FRAMED_LETTERS | {
    "health",
    "ready",
    "accounts:language",
    "home:demo-mail-raw",
    "home:demo-sign-in",
    "home:leaving",
    "meetings:calendar",
    "meetings:feed",
    "meetings:invitation-progress",
    "meetings:material-file",
    "outbox:inbound",
    "meetings:season-progress",
}

MOST = 60_000
# For review and tests only: every component in every state at once.
NOT_FOR_PEOPLE = {"ui:styleguide"}
# Two pages in a row: the form, and the form with its errors.
TWICE = "emptied"


def wrong(findings: list[Finding]) -> str:
    """Return what axe said, a line for each page, look and element."""
    return "\n".join(f"{found.stop.label} {line}" for found in findings for line in found.axe)


def test_the_tour_misses_no_page(tour: Tour) -> None:
    """Every address that answers somebody's GET is on it."""
    answering = {name for name, row in ROWS.items() if set(row["GET"].values()) - {"405", "in"}}

    assert answering - NOT_PAGES - {stop.name for stop in tour} == set()
    assert {stop.reader for stop in tour} == {*READERS}


def test_axe_finds_nothing(swept: list[Finding]) -> None:
    assert not wrong(swept), wrong(swept)


def test_no_page_complains_or_asks_another_host(swept: list[Finding]) -> None:
    found = {one.stop.label: one.complaints for one in swept if one.complaints}

    assert found == {}


def wide(findings: list[Finding]) -> dict[str, list[str]]:
    """Page -> the first elements that stand out of it."""
    return {found.stop.label: found.too_wide for found in findings if found.too_wide}


def test_no_page_overflows_at_320_px(swept: list[Finding]) -> None:
    assert wide(swept) == {}


@pytest.fixture
def loaded(swept: list[Finding]) -> list[Finding]:
    """What was loaded once, for people."""
    return [
        found
        for found in swept
        if found.stop.name not in NOT_FOR_PEOPLE and found.stop.stage != TWICE
    ]


def test_no_page_is_heavier_than_60_kb(loaded: list[Finding]) -> None:
    heavy = {
        found.stop.label: found.weights for found in loaded if sum(found.weights.values()) > MOST
    }

    assert heavy == {}


def test_static_files_come_packed(loaded: list[Finding]) -> None:
    """A stylesheet of 40 kB unpacked would be seen here."""
    largest = max(
        size for found in loaded for path, size in found.weights.items() if path.endswith(".css")
    )

    assert largest < 12_000
