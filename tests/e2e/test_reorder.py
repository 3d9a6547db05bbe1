"""The rows of an agenda change their order by drag and by buttons; start times roll, and the new order is saved."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from clubs.models import Member
from meetings.models import Meeting
from tests import factories
from tests.conftest import OpenPage
from tests.e2e.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.redis]


@pytest.fixture
def agenda(meeting: Meeting) -> str:
    """The editor of three parts of a quarter, half an hour and an hour."""
    for title, minutes in [("Avaus", 15), ("Alustus", 30), ("Keskustelu", 60)]:
        factories.make_agenda_item(meeting, title, minutes)
    return f"/meetings/{meeting.pk}/agenda/"


def rows(page: Page) -> Locator:
    return page.locator("[data-rows] > li")


def expect_order(page: Page, *lines: str) -> None:
    """Wait until the rows show these times and titles."""
    for row, line in zip(rows(page).all(), lines, strict=True):
        clock, title = line.split()
        expect(row.locator("[name$=title]")).to_have_value(title)
        expect(row.locator(".editor__time")).to_have_text(clock)


def drag(page: Page, place: int, onto: int) -> None:
    """Take a row by its grip to below the middle of another, and hold it there."""
    grip = rows(page).nth(place).locator("[data-grip]")
    grip.hover()
    page.mouse.down()
    box = rows(page).nth(onto).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] * 0.7, steps=4)


def test_a_row_is_dragged_and_the_new_order_saved(
    open_page: OpenPage, agenda: str, outi: Member
) -> None:
    page = open_page(agenda, outi)
    rows(page).nth(0).locator("[name$=title]").fill("Kuulumiset")
    drag(page, 0, 2)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect_order(page, "9.00 Kuulumiset", "9.15 Alustus", "9.45 Keskustelu")

    drag(page, 0, 2)
    page.mouse.up()
    moved = ["9.00 Alustus", "9.30 Keskustelu", "10.30 Kuulumiset"]
    expect_order(page, *moved)
    expect(page.locator("#saved")).to_have_text(re.compile("^Tallennettu klo"))
    page.reload()
    expect_order(page, *moved)


def test_buttons_move_a_row_and_keep_the_focus(
    open_page: OpenPage, agenda: str, outi: Member
) -> None:
    keys = Keyboard(open_page(agenda, outi, width=390))
    page = keys.page
    keys.reach(page.get_by_role("button", name="Siirrä alas: Avaus"))
    keys.press("Enter")
    expect_order(page, "9.00 Alustus", "9.30 Avaus", "9.45 Keskustelu")
    # The same key goes on with the same row, and at the end of the list the way back is under it.
    expect(page.get_by_role("button", name="Siirrä alas: Avaus")).to_be_focused()
    keys.look()
    keys.press("Enter")
    expect_order(page, "9.00 Alustus", "9.30 Keskustelu", "10.30 Avaus")
    expect(page.get_by_role("button", name="Siirrä ylös: Avaus")).to_be_focused()
    keys.look()
    expect(page.locator("#saved")).to_have_text(re.compile("^Tallennettu klo"))
    page.reload()
    expect_order(page, "9.00 Alustus", "9.30 Keskustelu", "10.30 Avaus")
    assert keys.wrong == []
