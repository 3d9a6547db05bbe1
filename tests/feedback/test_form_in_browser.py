"""The feedback form in a real browser, on a phone, without signing in."""

import pytest

from feedback.models import ScaleAnswer, Survey, TextAnswer
from tests import factories
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.redis]
WORDS = "Luotsin vartti kokeiluun."


@pytest.fixture
def path(transactional_db: None) -> str:
    club = factories.make_club()
    meeting = factories.make_meeting(factories.make_season(club), days=-1)
    people = factories.make_members(club, 6)
    return f"/f/{factories.feedback_token(factories.make_survey(meeting, members=people).invitees.all()[0])}/"


def test_a_draft_stays_on_the_device_until_the_server_has_answered(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(path, width=390)
    note = page.get_by_text("Luonnos on tallessa tässä laitteessa.")
    assert not note.is_visible()
    page.get_by_role("radio", name="4").check(force=True)
    page.get_by_role("textbox").fill(WORDS)
    assert note.is_visible()
    page.reload()
    assert page.get_by_role("textbox").input_value() == WORDS
    assert page.get_by_role("radio", name="4").is_checked()
    page.get_by_role("button", name="Lähetä palaute").click()
    page.get_by_role("heading", name="Kiitos palautteesta").wait_for()
    assert page.evaluate("localStorage.length") == 0
    assert ScaleAnswer.objects.get().value == 4
    assert TextAnswer.objects.get().text == WORDS


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_filled_by_keyboard_alone(open_page: OpenPage, path: str, javascript: bool) -> None:
    page = open_page(path, width=390, javascript=javascript)
    page.get_by_role("radio", name="1, täysin eri mieltä").focus()
    page.keyboard.press("Space")
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kiitos palautteesta").wait_for()
    assert ScaleAnswer.objects.get().value == 5
    assert Survey.objects.get().invitees.filter(has_answered=True).count() == 1
