"""No page is wider than a narrow phone, with everything on it unfolded."""

import pytest

from tests.e2e.sweep import Finding

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sweep")]


def wide(findings: list[Finding]) -> dict[str, list[str]]:
    """Page -> the first elements that stand out of it."""
    return {found.stop.label: found.too_wide for found in findings if found.too_wide}


def test_no_page_overflows_at_320_px(swept: list[Finding]) -> None:
    assert wide(swept) == {}
