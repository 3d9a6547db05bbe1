"""The site under uvicorn in a browser: pages, static files and sign-in work, and the log stays clean."""

import pytest

from clubs.models import Member
from tests.conftest import OpenPage
from tests.servers import Site

pytestmark = pytest.mark.browser


def test_the_first_page_comes_with_its_looks(open_page: OpenPage, site: Site) -> None:
    page = open_page("/")

    assert page.locator("h1").count() == 1
    assert page.evaluate("document.styleSheets.length") >= 1
    assert "Warning" not in site.program.output()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_signed_in_person_sees_their_own_page(
    open_page: OpenPage, aino: Member, javascript: bool
) -> None:
    page = open_page("/me/", aino, width=390, javascript=javascript)

    assert page.url.endswith("/me/")
    assert "Aino" in page.locator("body").inner_text()
