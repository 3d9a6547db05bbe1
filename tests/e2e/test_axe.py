"""axe (WCAG 2.0–2.2 A and AA, and best practice) finds nothing on any page, whoever looks at it.

In each run every page is looked at once at 1280 px in light and, with everything unfolded, at 390 px in dark.
test_full_sweep.py looks at each page as each reader.
"""

import pytest

from tests.e2e.conftest import Tour
from tests.e2e.sweep import Finding
from tests.project.rights import FRAMED_LETTERS, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sweep")]

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
    "outbox:inbound",
    "meetings:season-progress",
}


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
