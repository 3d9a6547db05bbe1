"""From an empty database to a sent season invitation: at most four screens and nine clicks besides typing."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from clubs.models import Draw, Member, Season
from meetings.models import Meeting
from outbox.models import Message
from tests.conftest import OpenPage
from tests.e2e.before import first_day
from tests.e2e.story import OUTLOOK

pytestmark = [pytest.mark.browser, pytest.mark.redis]

# Counts what a hand does: clicks that the person made, not those that a script or the Enter key makes.
COUNT = """
addEventListener("click", (event) => {
  if (event.isTrusted && event.detail > 0) sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0);
}, true);
"""


def screens_of(page: Page) -> list[str]:
    """Gather the screens that the page shows, each once: its address without what is told or asked in it."""
    seen: list[str] = []

    def note(address: str) -> None:
        path = re.sub(r"[0-9a-f-]{36}", "…", urlsplit(address).path)
        if path not in seen:
            seen.append(path)

    page.on("framenavigated", lambda frame: note(frame.url) if frame == page.main_frame else None)
    return seen


def open_a_club_with_its_people(outi: Page) -> None:
    outi.get_by_role("link", name="Perusta klubi").click()
    outi.locator("[name=name]").fill("Esihenkilöiden vertaisklubi")
    outi.locator("[name=place]").fill("Kampus Koivu, tila B214")
    outi.locator("[name=text]").fill(OUTLOOK)
    expect(outi.locator("#preview")).to_contain_text("eero.tuomi@example.org")
    outi.get_by_role("button", name="Perusta klubi").last.click()


def plan_seven_meetings(outi: Page) -> None:
    day = first_day()
    outi.locator("[name=first_on]").fill(f"{day.day}.{day.month}.{day.year}")
    outi.locator("[name=count]").fill("7")
    outi.get_by_role("button", name="Ehdota päivät").click()
    expect(outi.locator("ol.plan input")).to_have_count(7)
    outi.get_by_role("button", name="Tallenna kausi").last.click()


def draw_and_send(outi: Page) -> None:
    outi.get_by_role("button", name="Arvo työparit").last.click()
    outi.get_by_role("button", name="Vahvista arvonta").click()
    outi.locator("main").get_by_role("link", name="Kauden kutsu").click()
    # The preview shows the letter as a member reads it.
    expect(outi.frame_locator("iframe").locator("body")).to_contain_text("Vastuupari")
    outi.get_by_role("button", name="Lähetä 14 kutsua").click()
    expect(outi).to_have_url(re.compile("done=meetings-season-sent"))


def test_a_year_is_planned_and_sent_in_nine_clicks(open_page: OpenPage) -> None:
    call_command("add_facilitator", "outi.oivallus@example.org", "Outi", "Oivallus", verbosity=0)
    outi = open_page("/", person=User.objects.get())
    outi.context.add_init_script(COUNT)
    outi.reload()
    screens = screens_of(outi)
    open_a_club_with_its_people(outi)
    plan_seven_meetings(outi)
    draw_and_send(outi)

    assert screens == [
        "/clubs/new/",
        "/clubs/…/season/",
        "/seasons/…/draw/",
        "/seasons/…/invitation/",
    ]
    assert int(outi.evaluate("sessionStorage.clicks")) == 8
    season = Season.objects.get()
    assert Meeting.objects.filter(season=season, host_group__isnull=False).count() == 7
    assert Draw.objects.get().published_at is not None
    people = {str(pk) for pk in Member.objects.invited().values_list("pk", flat=True)}
    assert {letter.person for letter in Message.objects.filter(kind="meetings.season")} == people
