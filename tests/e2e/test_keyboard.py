"""The member's part of the round by keyboard alone, on a phone's width, in Finnish."""

import re

import pytest
from playwright.sync_api import Locator, expect

from boards.models import Note
from clubs.models import Member
from meetings.models import AgreedThing, Invitee, Meeting
from tests import factories
from tests.conftest import OpenPage
from tests.e2e.keyboard import Keyboard, has_focus

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.slow]


@pytest.fixture
def sari(invited: Meeting) -> Invitee:
    """A member who has a letter and no account yet; on the board there is a note of Petri's, and a thing is hers."""
    sari = factories.make_member(invited.season.club, "Sari", "Niemi", user=None)
    board = factories.make_board(invited)
    factories.make_note(board, "Luotsin vartti", author=Member.objects.get(first_name="Petri"))
    earlier = factories.make_meeting(invited.season, days=-2)
    factories.make_agreed(earlier, "Kokeillaan kävelykokouksia", sari)
    factories.make_material(invited)
    return factories.make_invitee(invited, sari)


def open_phone(open_page: OpenPage, path: str, person: Member | None = None) -> Keyboard:
    return Keyboard(open_page(path, person, width=390))


def test_answer_from_the_letter_and_join(open_page: OpenPage, sari: Invitee) -> None:
    keys = open_phone(open_page, f"/a/{factories.answer_token(sari)}/?answer=yes")
    page = keys.page
    answers = page.locator("[name=answer]")
    keys.reach(page.locator("[name=answer][value=yes]"))
    keys.press("ArrowRight")
    expect(answers.nth(1)).to_be_checked()
    keys.look()
    keys.press("ArrowLeft")
    keys.reach(page.locator("[name=greeting]"))
    keys.write("Tuon kahvia")
    keys.follow(page.get_by_role("button", name="Tallenna vastaukseni"))
    sari.refresh_from_db()
    assert (sari.answer, sari.answers.get().greeting) == ("yes", "Tuon kahvia")

    page.goto(f"/join/{factories.join_token(sari.member)}/")
    keys.follow(page.get_by_role("button", name="Liity klubiin"))
    keys.follow(page.get_by_role("link", name="Oma sivu"))
    expect(page.locator("h1")).to_contain_text("Sari")
    keys.follow(page.locator("#next-meeting a"))
    keys.follow(page.locator(".tabs").get_by_role("link", name="Taulu"))
    expect(page).to_have_url(re.compile("/board/$"))
    assert keys.wrong == []


def test_the_skip_link_leads_past_the_menu(open_page: OpenPage, aino: Member) -> None:
    keys = open_phone(open_page, "/me/", aino)
    keys.press("Tab")
    skip = keys.page.locator("a.skip")
    assert has_focus(skip)
    expect(skip).to_be_in_viewport()
    keys.look()
    keys.press("Enter", "Tab")
    assert keys.page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert keys.wrong == []


def test_the_menu_of_the_person_opens_and_closes(open_page: OpenPage, aino: Member) -> None:
    keys = open_phone(open_page, "/me/", aino)
    summary = keys.page.locator("details.me summary")
    keys.reach(summary)
    keys.press("Enter")
    keys.reach(keys.page.locator("details.me .menu a").first)
    keys.press("Escape")
    assert has_focus(summary)
    assert not keys.page.locator("details.me .menu").is_visible()
    assert keys.wrong == []


def reach_from_the_top(keys: Keyboard, target: Locator) -> None:
    """Begin again from the top of the page, as Ctrl+Home would."""
    keys.page.evaluate("document.activeElement.blur()")
    keys.page.evaluate("getSelection().removeAllRanges()")
    keys.reach(target)


def test_write_support_comment_and_move_on_the_board(
    open_page: OpenPage, invited: Meeting, sari: Invitee, aino: Member
) -> None:
    keys = open_phone(open_page, f"/meetings/{invited.pk}/board/", aino)
    page = keys.page
    keys.reach(page.locator("#composer [name=section]:checked"))
    while not page.locator("#composer .col--idea input").is_checked():
        keys.press("ArrowRight")
    keys.look()
    keys.reach(page.locator("#composer textarea"))
    keys.write("Yhteinen perjantaipala")
    keys.reach(page.locator("#composer button[type=submit]"))
    keys.press("Enter")
    mine = page.locator(".note", has_text="Yhteinen perjantaipala")
    expect(mine).to_be_visible()

    petris = page.locator(".note", has_text="Luotsin vartti")
    vote = petris.locator("button.vote")
    reach_from_the_top(keys, vote)
    keys.press("Space")
    expect(vote).to_have_attribute("aria-pressed", "true")
    # The note was exchanged for a new one; the focus stays where the person left it.
    assert has_focus(vote)
    keys.look()
    keys.reach(petris.locator(".talkbox summary"))
    keys.press("Enter")
    keys.reach(petris.locator(".talkbox textarea"))
    keys.write("Kokeillaan heti")
    keys.reach(petris.locator(".talkbox button[type=submit]"))
    keys.press("Enter")
    expect(petris.locator(".comments")).to_contain_text("Kokeillaan heti")

    reach_from_the_top(keys, mine.locator(".more > summary"))
    keys.press("Enter")
    keys.reach(mine.locator(".menu button.col--ask"))
    keys.press("Enter")
    expect(page.locator("section.col--ask")).to_contain_text("Yhteinen perjantaipala")
    assert Note.objects.get(text="Yhteinen perjantaipala").section.kind == "question"
    assert keys.wrong == []


def test_give_feedback(open_page: OpenPage, sari: Invitee) -> None:
    earlier = Meeting.objects.get(title__startswith="Tapaaminen")
    survey = factories.make_survey(earlier)
    seat = survey.invitees.get(member=sari.member)
    keys = open_phone(open_page, f"/f/{factories.feedback_token(seat)}/")
    page = keys.page
    keys.reach(page.locator("form.fbform input[type=radio]").first)
    keys.press("Space", "ArrowRight", "ArrowRight")
    keys.look()
    keys.reach(page.locator("form.fbform textarea"))
    keys.write("Kiitos")
    keys.follow(page.get_by_role("button", name="Lähetä palaute"))
    expect(page.locator("h1")).to_contain_text("Kiitos")
    question, words = survey.questions.all()
    assert [row.value for row in question.scale_answers.all()] == [3]
    assert [row.text for row in words.text_answers.all()] == ["Kiitos"]
    assert keys.wrong == []


def test_settle_what_was_agreed(open_page: OpenPage, sari: Invitee, aino: Member) -> None:
    thing = AgreedThing.objects.get()
    thing.owner_rows.create(member=aino)
    keys = open_phone(open_page, f"/clubs/{aino.club_id}/agreed/", aino)
    keys.follow(keys.page.get_by_role("button", name=re.compile("tehdyksi")))
    expect(keys.page.locator(".callout--ok")).to_be_visible()
    expect(keys.page.locator("[role=status]#said")).not_to_be_empty()
    thing.refresh_from_db()
    assert thing.state == "done"
    assert keys.wrong == []
