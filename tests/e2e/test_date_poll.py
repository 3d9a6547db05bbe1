"""A date poll: asked by letter, answered without signing in, without JavaScript and by keyboard, chosen in one press."""

import re

import pytest
from playwright.sync_api import expect

from clubs.models import Member, Season
from meetings.models import DatePoll, Meeting
from outbox.models import Message
from tests import factories
from tests.conftest import OpenPage
from tests.e2e.keyboard import Keyboard
from tests.e2e.story import press
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.redis]


@pytest.fixture
def poll(season: Season, aino: Member, petri: Member) -> DatePoll:
    """Two times, written down and not asked yet."""
    return factories.make_poll(season, days=[10, 11], title="Luotsimalli", asked_at=None)


def link_for(site: Site, member: Member) -> str:
    """The path of the link in the letter that asks a member."""
    letter = Message.objects.get(kind="meetings.poll", person=str(member.pk))
    found = re.search(rf"{re.escape(site.url)}(/p/\S+)", letter.text)
    assert found is not None
    return found[1]


def answer(keys: Keyboard, *choices: str) -> None:
    """Say of each time in its turn whether it suits, by Tab, Space and arrows, and send the form."""
    for place, choice in enumerate(choices):
        times = keys.page.locator("fieldset").nth(place)
        chosen, wanted = times.locator(":checked"), times.get_by_role("radio", name=choice)
        keys.reach(chosen if chosen.count() else times.get_by_role("radio"))
        keys.press("Space")
        if not wanted.is_checked():
            keys.press("ArrowRight")
        expect(wanted).to_be_checked()
        keys.look()
    keys.follow(keys.page.get_by_role("button", name="Tallenna vastaukseni"))
    expect(keys.page.get_by_text("Vastauksesi on tallennettu.").first).to_be_visible()


def test_a_time_is_asked_answered_from_the_letter_and_chosen(
    open_page: OpenPage, site: Site, poll: DatePoll, outi: Member, aino: Member
) -> None:
    desk = open_page(f"/polls/{poll.pk}/", outi)
    press(desk, "Kysy 2 jäseneltä")
    expect(desk.get_by_text("Ei ole vielä vastannut: Aino, Petri.")).to_be_visible()

    phone = open_page(link_for(site, aino), width=390, javascript=False)
    keys = Keyboard(phone, has_scripts=False)
    expect(phone.locator("h1")).to_have_text("Hei Aino")
    answer(keys, "Sopii", "Ei sovi")
    answer(keys, "Ei sovi", "Sopii")
    assert keys.wrong == []

    desk.reload()
    first, second = desk.locator("#content .rows--act > li").all()
    expect(first).to_contain_text("ei sovi: Aino")
    expect(second).to_contain_text("sopii 1/2")
    earlier = desk.get_by_role("region", name="Muutetut vastaukset")
    earlier.locator("summary", has_text="Aino Aalto").click()
    expect(earlier).to_contain_text(re.compile("klo 9: sopii · .* klo 9: ei sovi"))

    press(second, re.compile("^Valitse tämä"))
    expect(desk).to_have_url(re.compile("done=poll-chosen"))
    meeting, chosen = Meeting.objects.get(), poll.slots.all()[1]
    assert (meeting.title, meeting.starts_at) == ("Luotsimalli", chosen.starts_at)
    phone.reload()
    expect(phone.get_by_role("heading", name="Aika on valittu")).to_be_visible()
