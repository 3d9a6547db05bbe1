"""What Outi does before the first meeting: steps 1 to 7 of the round."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from clubs.calendar import holiday_name, is_workday
from clubs.models import Member
from meetings.cadence import STEPS, moment_of
from meetings.models import Meeting
from meetings.wallclock import at_wall
from tests.e2e.story import BAD_LINE, OUTLOOK, Round, press
from tests.servers import wait_for


def sign_in_by_code(round_: Round) -> Page:
    """1. A code comes by mail; no password anywhere."""
    outi = round_.open_page("/accounts/login/")
    outi.locator("input[type=email]").fill("outi.oivallus@example.org")
    outi.locator("main form button[type=submit], main form button.btn--primary").first.click()
    body = round_.letter_to("outi.oivallus@example.org", "koodi").get_body(("plain",))
    assert body is not None
    code = re.search(r"^\s*([A-Z0-9][A-Z0-9-]{4,})\s*$", body.get_content(), re.M)
    assert code is not None
    outi.locator("input[name=code]").fill(code[1])
    outi.locator("main form button.btn--primary").first.click()
    expect(outi).to_have_url(re.compile("/me/$"))
    return outi


def open_the_club(round_: Round, outi: Page) -> None:
    outi.locator("a[href='/clubs/new/']").click()
    outi.locator("[name=name]").fill("Esihenkilöiden vertaisklubi")
    outi.locator("[name=place]").fill("Kampus Koivu, tila B214")
    outi.locator("[name=purpose]").fill("Opimme toisiltamme.")
    outi.locator("[name=aims]").fill("Tulen kuulluksi\nOpin vertaisilta")
    outi.locator("main form button.btn--primary").first.click()
    expect(outi.locator("h1")).to_be_visible()
    club = round_.club
    assert [aim.text for aim in club.aims.all()] == ["Tulen kuulluksi", "Opin vertaisilta"]
    assert club.length == 180


def add_the_people(round_: Round, outi: Page) -> None:
    """2. Straight from Outlook; a bad line stays in the box and the good ones are saved."""
    outi.goto(f"/clubs/{round_.club.pk}/people/")
    box = outi.locator("textarea[name=text]")
    box.fill(f"{OUTLOOK}\n{BAD_LINE}")
    # The preview comes by itself while one types.
    expect(outi.locator("#preview")).to_contain_text("aino.aalto@example.org")
    press(outi, "Lisää klubiin")
    expect(outi.locator("textarea[name=text]")).to_have_value(BAD_LINE)
    assert round_.club.members.invited().count() == 14
    assert Member.objects.get(email="timo.tuuli@example.org").full_name == "Timo Tuuli"
    assert round_.mail.to("aino.aalto@example.org") == []

    swede = Member.objects.get(first_name="Mikael")
    outi.goto(f"/people/{swede.pk}/")
    outi.locator("input[name=language][value=sv]").check(force=True)
    outi.locator("[name=is_new_in_role]").check(force=True)
    outi.locator("main form button.btn--primary").first.click()
    swede.refresh_from_db()
    assert (swede.language, swede.is_new_in_role) == ("sv", True)


def first_day() -> dt.date:
    """A workday three weeks ahead, or so much later that its first reminder is still to come."""
    tomorrow = timezone.now() + dt.timedelta(days=1)
    day = timezone.localdate() + dt.timedelta(days=20)
    while not is_workday(day) or moment_of(STEPS[0], starts_at=at_wall(day, dt.time(9))) < tomorrow:
        day += dt.timedelta(days=1)
    return day


def plan_the_season(round_: Round, outi: Page) -> None:
    """3. Four dates past the holidays; one is edited into a holiday, named, and taken back in one press."""
    first = first_day()
    outi.goto(f"/clubs/{round_.club.pk}/season/")
    outi.locator("[name=name]").fill("Ensimmäinen kausi")
    outi.locator("[name=first_on]").fill(f"{first.day}.{first.month}.{first.year}")
    outi.locator("[name=count]").fill("4")
    press(outi, "Ehdota päivät")
    days = outi.locator("ol.plan input")
    expect(days).to_have_count(4)
    # One of the two is always within these days: farther away its year would be taken for a slip.
    holiday = next(
        day
        for day in (first + dt.timedelta(days=ahead) for ahead in range(80, 300))
        if (day.month, day.day) in ((5, 1), (12, 6))
    )
    days.nth(3).fill(f"{holiday.day}.{holiday.month}.{holiday.year}")
    days.nth(3).blur()
    press(outi, "Tallenna kausi")
    # The draw comes next; the plan is still looked over first.
    expect(outi.locator("h1")).to_contain_text("Työparit")
    outi.goto(f"/clubs/{round_.club.pk}/season/")
    expect(outi.locator("h1")).to_contain_text("Ensimmäinen kausi")
    assert Meeting.objects.count() == 4
    # A clash is a warning, not a wall: it is saved, named, and mended in one press.
    expect(outi.locator("main")).to_contain_text(holiday_name(holiday, "fi"), ignore_case=True)
    press(outi, "Käytä ehdotusta")
    press(outi, "Tallenna muutokset")
    wait_for(
        lambda: not Meeting.objects.filter(starts_at__date=holiday).exists(),
        "the meeting to leave the holiday",
    )


def write_themes(round_: Round, outi: Page) -> None:
    """4. A theme with one below it, and a cross-cutting one that shows on every meeting."""
    for name, is_cross_cutting in (("Muutosjohtaminen", False), ("Hyvinvoiva johtaja", True)):
        outi.goto(f"/clubs/{round_.club.pk}/themes/")
        form = outi.locator("form:has([name=name]):has([name=parent])").last
        form.locator("[name=name]").fill(name)
        if is_cross_cutting:
            form.locator("[name=is_cross_cutting]").check(force=True)
        form.locator("button.btn--primary, button.btn").last.click()
        expect(outi.locator("main")).to_contain_text(name)


def draw_the_pairs(round_: Round, outi: Page) -> None:
    """5. Everybody exactly once; the seed is stored and the draw can be repeated."""
    season = round_.meeting.season
    outi.goto(f"/seasons/{season.pk}/draw/")
    press(outi, "Arvo työparit")
    expect(outi.locator("ol.pairs > li")).to_have_count(4)
    press(outi, "Vahvista arvonta")
    expect(outi.locator("main")).to_contain_text("Vahvistettu")
    people = [place.member_id for group in season.groups.all() for place in group.places.all()]
    assert len(people) == len(set(people)) == 14


def prepare_the_meeting(round_: Round, outi: Page) -> None:
    """6. Title, place, agenda whose minutes fill the time, something to read."""
    meeting = round_.meeting
    outi.goto(f"/meetings/{meeting.pk}/edit/")
    outi.locator("[name=title]").fill("Muutos kuuluu kaikille")
    outi.locator("[name=personal_note]").fill("Ottakaa mukaan yksi oma muutos.")
    outi.get_by_role("checkbox", name="Muutosjohtaminen").first.check(force=True)
    outi.locator("main form button.btn--primary").last.click()
    expect(outi.locator("h1")).to_contain_text("Muutos kuuluu kaikille")
    expect(outi.locator("main")).to_contain_text("Hyvinvoiva johtaja")

    outi.goto(f"/meetings/{meeting.pk}/agenda/")
    expect(outi.locator("#editor")).to_contain_text("180/180 min")
    assert meeting.agenda_items.filter(kind="group_forming").exists()

    outi.goto(f"/meetings/{meeting.pk}/materials/")
    row = outi.locator("li.editor__row").first
    row.locator("[name$=title]").fill("Luotsi kulkee rinnalla")
    row.locator("[name$=url]").fill("javascript:alert(1)")
    row.locator("[name$=minutes]").fill("10")
    outi.locator("#editor button.btn--primary").click()
    # A bad link is refused beside the field, and what was typed stays.
    expect(outi.locator("li.editor__row [aria-invalid=true]")).to_have_value("javascript:alert(1)")
    outi.locator("li.editor__row [name$=url]").fill("https://example.org/luotsi")
    outi.locator("#editor button.btn--primary").click()
    expect(outi).to_have_url(re.compile("done=meetings-saved"))
    assert meeting.materials.count() == 1


def send_the_invitations(round_: Round, outi: Page) -> None:
    """7. Preview, a letter to herself, then one to each, with the progress shown."""
    meeting = round_.meeting
    outi.goto(f"/meetings/{meeting.pk}/invitation/")
    letter = outi.frame_locator("iframe")
    expect(letter.locator("body")).to_contain_text("Muutos kuuluu kaikille")
    press(outi, "Lähetä itselleni")
    round_.letter_to("outi.oivallus@example.org", "Muutos kuuluu kaikille")
    press(outi, "Lähetä 14 kutsua")
    invitations = [
        one for one in round_.letters("Muutos kuuluu kaikille", 15) if "outi" not in str(one["To"])
    ]
    assert len(invitations) == 14
    assert len({str(one["To"]) for one in invitations}) == 14
    expect(outi.locator("main")).to_contain_text("14/14", timeout=20_000)

    finnish = round_.letter_to("aino.aalto@example.org", "Kutsu")
    text = finnish.get_body(("plain",))
    assert text is not None
    for words in ("Luotsi kulkee rinnalla", "10 min", "Ottakaa mukaan", "Osallistun", "En pääse"):
        assert words in text.get_content()
    assert any(part.get_content_type() == "text/calendar" for part in finnish.walk())
    swedish = round_.letter_to("mikael.lind@example.org", "Inbjudan")
    text = swedish.get_body(("plain",))
    assert text is not None
    assert "Jag deltar" in text.get_content()
