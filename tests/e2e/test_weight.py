"""No page weighs over 60 kB on its first visit.

Counted is everything that the browser fetches with an empty cache, documents in frames among it, as it comes over the
wire: packed by the app and by WhiteNoise (with gzip; over https browsers take the smaller brotli), headers included.
"""

import pytest

from tests.e2e.sweep import Finding

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sweep")]

MOST = 60_000
# For review and tests only: every component in every state at once.
NOT_FOR_PEOPLE = {"ui:styleguide"}
# Two pages in a row: the form, and the form with its errors.
TWICE = "emptied"


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
