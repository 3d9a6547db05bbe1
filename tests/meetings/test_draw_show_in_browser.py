"""The draw on a projector in a real browser: pair by pair, by keys, told to screen readers, still where that is wished."""

import pytest
from playwright.sync_api import expect

from clubs.models import Member, Season
from meetings.services import draw_pairs, published_draw
from tests import factories
from tests.cast import make_outi
from tests.conftest import OpenPage
from tests.meetings.drawing import draw_url, fill

pytestmark = [pytest.mark.browser, pytest.mark.redis]


@pytest.fixture
def drawn(transactional_db: None) -> tuple[Season, Member]:
    """Three pairs that wait to be confirmed, and the facilitator."""
    club = factories.make_club()
    outi, season = make_outi(club), factories.make_season(club)
    fill(season, people=6, meetings=3)
    draw_pairs(season=season, drawn_by=outi)
    return season, outi


def test_pairs_appear_one_by_one_and_are_confirmed(
    open_page: OpenPage, drawn: tuple[Season, Member]
) -> None:
    season, outi = drawn
    page = open_page(draw_url(season, "show/"), outi)
    page.emulate_media(reduced_motion="reduce")
    rows = page.locator(".pairs > li")
    assert [row.is_visible() for row in rows.all()] == [False] * 3
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert [row.is_visible() for row in rows.all()] == [True, True, False]
    names = rows.nth(1).locator("strong").inner_text()
    expect(page.get_by_role("status")).to_contain_text(f"2/3 paria arvottu: 2 {names}")
    assert (
        page.locator(".chord.hot").first.evaluate("line => getComputedStyle(line).animationName")
        == "none"
    )
    # Sound is off until it is asked for.
    assert page.get_by_role("button", name="Ääni").get_attribute("aria-pressed") == "false"
    page.get_by_role("button", name="Näytä kaikki").press("Enter")
    assert [row.is_visible() for row in rows.all()] == [True] * 3
    page.get_by_role("button", name="Vahvista arvonta").press("Enter")
    page.wait_for_url("**/draw/?done=draw-confirmed")
    assert published_draw(season) is not None
