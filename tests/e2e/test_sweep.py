"""The sweep's eyes are open: what is wrong on a page is seen."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.eyes import FAINT_WORDS, TOO_WIDE
from tests.e2e.sweep import NARROWEST, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BAD_PAGE = """<!doctype html><html lang="fi"><title>Huono</title><main><h1>Huono sivu</h1>
<p style="color: #999; background: #fff">Tätä ei erota</p><input><div style="width: 900px">leveä</div>
<svg role="img" aria-label="Kuva"><circle cx="50" cy="50" r="40" fill="#eee" />
<text x="30" y="55" fill="#bbb">AK</text></svg></main>"""


def test_the_sweep_is_awake(browser: Browser) -> None:
    """A faint text, one inside a picture, a field without a label and a wide element."""
    page = browser.new_page()
    page.set_content(BAD_PAGE)
    page.set_viewport_size({"width": NARROWEST, "height": 600})

    assert {line.split()[0] for line in violations(page)} == {"color-contrast", "label"}
    assert page.evaluate(TOO_WIDE) == ["DIV."]
    assert page.evaluate(FAINT_WORDS) == ["AK rgb(187, 187, 187) on rgb(238, 238, 238): 1.65"]
