"""The member's part of the round without JavaScript; the answer from the letter is in test_round.py."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from boards.models import Note
from clubs.models import Member
from meetings.models import AgreedThing, Meeting, ReadMark
from tests import factories
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.slow]


def open_plain(open_page: OpenPage, path: str, person: Member | None = None) -> Page:
    return open_page(path, person, width=390, javascript=False)


def press(page: Page, words: str) -> None:
    """Press the first button with the words and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(words)).first.click()


@pytest.fixture
def note(invited: Meeting, aino: Member) -> Note:
    """Aino's idea on the meeting's board."""
    return factories.make_note(factories.make_board(invited), "Luotsin vartti", author=aino)


def open_menu(page: Page, note: Note) -> None:
    page.locator(f"#note-{note.pk} .more > summary").click()


def test_my_page_answers_reads_and_settles(
    open_page: OpenPage, invited: Meeting, aino: Member
) -> None:
    factories.make_material(invited)
    thing = factories.make_agreed(factories.make_meeting(invited.season, days=-2), "Kokeilu", aino)
    page = open_plain(open_page, "/me/", aino)

    press(page, "^Osallistun")
    expect(page.get_by_role("button", name="Osallistun")).to_have_attribute("aria-pressed", "true")
    assert invited.invitees.get(member=aino).answer == "yes"
    press(page, "Luin|Luettu")
    assert ReadMark.objects.get().member == aino
    press(page, "Merkitse tehdyksi")
    thing.refresh_from_db()
    assert (page.url.endswith("/me/") or "/me/?" in page.url, thing.state) == (True, "done")


def test_a_note_lives_its_life(
    open_page: OpenPage, invited: Meeting, note: Note, aino: Member
) -> None:
    board = f"/meetings/{invited.pk}/board/"
    page = open_plain(open_page, board, aino)

    # Edited.
    open_menu(page, note)
    page.locator(f"#note-{note.pk} .menu").get_by_role("link", name="Muokkaa").click()
    page.locator("main form.sheet textarea").fill("Luotsin vartti palaverin lopuksi")
    press(page, "Tallenna")
    expect(page.locator(f"#note-{note.pk}")).to_contain_text("palaverin lopuksi")

    # Moved to another section.
    open_menu(page, note)
    with page.expect_navigation():
        page.locator(f"#note-{note.pk} .menu button.col--ask").click()
    expect(page.locator("section.col--ask")).to_contain_text("Luotsin vartti")

    # Deleted and brought back.
    open_menu(page, note)
    with page.expect_navigation():
        page.locator(f"#note-{note.pk} .menu button.danger").click()
    expect(page.locator(".notes")).to_have_count(0)
    press(page, "Kumoa")
    expect(page.locator(f"#note-{note.pk}")).to_be_visible()


def test_a_note_is_agreed_with_an_owner_and_a_day(
    open_page: OpenPage, invited: Meeting, note: Note, aino: Member
) -> None:
    page = open_plain(open_page, f"/meetings/{invited.pk}/board/", aino)
    due = timezone.localdate() + dt.timedelta(days=30)
    open_menu(page, note)
    page.locator(f"#note-{note.pk} .menu").get_by_role("link", name="Sovi tämä").click()
    owner = page.get_by_role("checkbox", name="Aino Aalto")
    if not owner.is_visible():
        page.locator("details.pick > summary").click()
    owner.check(force=True)
    page.locator("[name$=due_on]").fill(f"{due.day}.{due.month}.{due.year}")
    with page.expect_navigation():
        page.locator("main form button.btn--primary").last.click()
    thing = AgreedThing.objects.get()
    assert (thing.due_on, [one.full_name for one in thing.owners.all()]) == (due, ["Aino Aalto"])
    expect(page.locator("section.col--agree")).to_contain_text("Luotsin vartti")


def test_an_empty_note_is_refused_at_its_field(
    open_page: OpenPage, invited: Meeting, note: Note, aino: Member
) -> None:
    page = open_plain(open_page, f"/meetings/{invited.pk}/board/", aino)
    page.locator("#composer .col--ask").click()
    press(page, "Lisää")

    expect(page.locator("#composer-error")).not_to_be_empty()
    expect(page.locator("#composer .col--ask input")).to_be_checked()
    assert Note.objects.count() == 1


def test_feedback_is_given(open_page: OpenPage, invited: Meeting, aino: Member) -> None:
    survey = factories.make_survey(factories.make_meeting(invited.season, days=-2))
    seat = survey.invitees.get(member=aino)
    page = open_plain(open_page, f"/f/{factories.feedback_token(seat)}/")

    page.locator("form.fbform input[type=radio][value='4']").first.check(force=True)
    page.locator("form.fbform textarea").fill("Kiitos")
    press(page, "Lähetä palaute")

    expect(page.locator("h1")).to_contain_text("Kiitos")
    scale, words = survey.questions.all()
    assert [row.value for row in scale.scale_answers.all()] == [4]
    assert [row.text for row in words.text_answers.all()] == ["Kiitos"]


def test_the_language_changes(open_page: OpenPage, db: None) -> None:
    page = open_plain(open_page, "/privacy/")
    press(page, "På svenska")

    expect(page.locator("html")).to_have_attribute("lang", "sv")
