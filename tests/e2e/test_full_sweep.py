"""Each page as each reader in each stage, at 1280, 390 and 320 px in light and dark: `bin/test -n 2 -m full_sweep`.

Looked at before a release; each run of the tests takes the share of test_every_page.py.
"""

import pytest

from tests.e2e.sweep import Finding

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.full_sweep]


def test_nothing_is_wrong_on_any_page(swept_fully: list[Finding]) -> None:
    wrong = {
        found.stop.label: [*found.axe, *found.too_wide, *found.complaints] for found in swept_fully
    }
    assert {page: what for page, what in wrong.items() if what} == {}
