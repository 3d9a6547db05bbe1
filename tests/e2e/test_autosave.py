"""The editors of a meeting save by themselves; of two who edit at once nobody loses anything."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from clubs.models import Member
from meetings.models import Meeting
from tests import factories
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.redis]

SAVED = re.compile(r"allennettu klo \d{1,2}\.\d\d")
# An editor's address and a field of it that saves by itself.
EDITORS = [("agenda", "row-0-title"), ("edit", "introduction")]
OLD = "Avaus"


@pytest.fixture
def started(meeting: Meeting) -> Meeting:
    """A meeting with a sentence about its theme and one part of its agenda."""
    Meeting.objects.filter(pk=meeting.pk).update(introduction=OLD)
    factories.make_agenda_item(meeting, OLD, minutes=180)
    return meeting


def field_of(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def write(page: Page, name: str, text: str) -> None:
    """Write in a field and leave it, which saves at once."""
    field_of(page, name).fill(text)
    field_of(page, name).press("Tab")


@pytest.mark.parametrize(("editor", "name"), EDITORS)
def test_what_is_typed_is_saved_with_the_time_and_can_be_taken_back(
    open_page: OpenPage, started: Meeting, outi: Member, editor: str, name: str
) -> None:
    page = open_page(f"/meetings/{started.pk}/{editor}/", outi)
    field, saved = field_of(page, name), page.locator("#saved")
    field.focus()
    field.press("End")
    page.keyboard.type(" ja kuulumiset")
    # Nothing but a pause of two seconds; the cursor stays where one writes.
    expect(saved).to_have_text(SAVED)
    expect(field).to_be_focused()
    page.reload()
    expect(field).to_have_value(f"{OLD} ja kuulumiset")

    write(page, name, "Aivan toista")
    expect(saved).to_have_text(SAVED)
    page.locator("#undo button").click()
    expect(page.get_by_text("Aiempi on palautettu.").first).to_be_visible()
    expect(field).to_have_value(f"{OLD} ja kuulumiset")


@pytest.mark.parametrize(("editor", "name"), EDITORS)
def test_the_second_of_two_sees_both_texts_and_loses_none(
    open_page: OpenPage, started: Meeting, outi: Member, leena: Member, editor: str, name: str
) -> None:
    path = f"/meetings/{started.pk}/{editor}/"
    hers, mine = open_page(path, leena), open_page(path, outi)
    write(hers, name, "Leenan sanat")
    expect(hers.locator("#saved")).to_have_text(SAVED)
    write(mine, name, "Outin sanat")
    expect(mine.locator("#saved")).to_contain_text("Joku muu on tallentanut välillä.")
    expect(field_of(mine, name)).to_have_value("Outin sanat")

    mine.locator("main form .btn--primary[value=save]").click()
    columns = mine.locator(".versions .is-changed td")
    expect(columns.filter(has_text="Outin sanat")).to_have_count(1)
    expect(columns.filter(has_text="Leenan sanat")).to_have_count(1)
    expect(mine.get_by_role("alert")).to_contain_text("Leena Lahti")
    hers.reload()
    expect(field_of(hers, name)).to_have_value("Leenan sanat")

    mine.get_by_role("button", name="Yhdistä versiot").click()
    expect(mine.locator("summary", has_text="Mitä nyt on voimassa")).to_be_focused()
    expect(field_of(mine, name)).to_have_value("Outin sanat")
    expect(mine.locator("main form").first).to_contain_text("Leenan sanat")
    field_of(mine, name).fill("Outin ja Leenan sanat")
    mine.locator("main form .btn--primary[value=save]").click()
    expect(mine).to_have_url(re.compile("done=meetings-saved"))
    hers.reload()
    expect(field_of(hers, name)).to_have_value("Outin ja Leenan sanat")
