"""A club's first round as its people live it: Outi at a desk, Aino and Petri on phones, real mail in between.

Real parts only: uvicorn, a Celery worker with beat, Redis, an SMTP server on loopback, Chromium. The clock cannot be
moved in other processes, so the meeting moves instead; what a tick would do on another day is asked for with its hour.
"""

import datetime as dt
import re
from email.message import EmailMessage

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from boards.models import Note
from clubs.links import sign
from clubs.models import Club, Member
from feedback.models import ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from feedback.services import close_due, request_due
from meetings.cadence import STEPS, moment_of
from meetings.models import AgreedThing, Answer, Invitee, Meeting
from meetings.services import remind_due
from tests.conftest import OpenPage
from tests.factories import make_user
from tests.servers import MailServer, Program, Site, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.slow]

OUTLOOK = (
    "Aalto Aino <aino.aalto@example.org>; Pelto Petri <petri.pelto@example.org>; "
    "Lahti Leena <leena.lahti@example.org>; Tuuli Timo <timo.tuuli@example.org>; "
    "Niemi Sari <sari.niemi@example.org>; Rauta Jukka <jukka.rauta@example.org>; "
    "Koski Hanna <hanna.koski@example.org>; Lind Mikael <mikael.lind@example.org>; "
    "Pelli Marja <marja.pelli@example.org>; Matta Ville <ville.matta@example.org>; "
    "Oja Katariina <katariina.oja@example.org>; Heikki Antti <antti.heikki@example.org>; "
    "Saari Riikka <riikka.saari@example.org>; Tuomi Eero <eero.tuomi@example.org>"
)
BAD_LINE = "Puuttuva Osoite <tämä ei ole osoite>"
PHONE = 390


class Round:
    """The people of the round, their browsers, and the letters between them."""

    def __init__(self, open_page: OpenPage, mail: MailServer, site: Site) -> None:
        self.open_page = open_page
        self.mail = mail
        self.site = site

    @property
    def club(self) -> Club:
        return Club.objects.get()

    @property
    def meeting(self) -> Meeting:
        """The first meeting."""
        return Meeting.objects.get(number=1)

    def invitee(self, first_name: str) -> Invitee:
        return Invitee.objects.get(meeting=self.meeting, member__first_name=first_name)

    def letters(self, words: str, number: int) -> list[EmailMessage]:
        """Wait for so many letters whose subject has the words."""

        def found() -> list[EmailMessage]:
            return [letter for letter in self.mail.letters if words in str(letter["Subject"])]

        wait_for(lambda: len(found()) >= number, f"{number} letters with “{words}”", 60)
        return found()

    def letter_to(self, address: str, words: str) -> EmailMessage:
        wait_for(
            lambda: any(words in str(one["Subject"]) for one in self.mail.to(address)),
            f"“{words}” to {address}",
            60,
        )
        return [one for one in self.mail.to(address) if words in str(one["Subject"])][-1]

    def link_in(self, letter: EmailMessage, pattern: str) -> str:
        """The path of the first link in a letter's HTML that fits the pattern."""
        body = letter.get_body(("html",))
        assert body is not None
        links = re.findall(rf'href="{re.escape(self.site.url)}([^"]+)"', body.get_content())
        fitting = [link.replace("&amp;", "&") for link in links if re.search(pattern, link)]
        assert fitting, f"no {pattern} among {links}"
        return fitting[0]


@pytest.fixture
def club_round(
    open_page: OpenPage,
    site: Site,
    worker: Program,
    smtp_server: MailServer,
    settings: Settings,
) -> Round:
    """An empty database but for Outi, who may open clubs."""
    settings.BASE_URL = site.url
    make_user("Outi", "Oivallus", may_open_clubs=True)
    return Round(open_page, smtp_server, site)


def press(place: Page | Locator, name: str | re.Pattern[str]) -> None:
    place.get_by_role("button", name=name).first.click()


def test_the_first_round(club_round: Round) -> None:
    outi = sign_in_by_code(club_round)
    open_the_club(club_round, outi)
    add_the_people(club_round, outi)
    plan_the_season(club_round, outi)
    write_themes(club_round, outi)
    draw_the_pairs(club_round, outi)
    prepare_the_meeting(club_round, outi)
    send_the_invitations(club_round, outi)
    aino, petri = answer_from_the_mail(club_round, outi)
    remind_the_silent(club_round)
    write_on_the_board(club_round, outi, aino, petri)
    close_the_meeting(club_round, outi)
    give_feedback(club_round, outi)
    ask_about_the_season(club_round, outi)
    look_around(club_round, outi, aino)


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


def plan_the_season(round_: Round, outi: Page) -> None:
    """3. Four dates past the holidays; one is edited into a holiday, named, and taken back in one press."""
    first = timezone.localdate() + dt.timedelta(days=20)
    outi.goto(f"/clubs/{round_.club.pk}/season/")
    outi.locator("[name=name]").fill("Ensimmäinen kausi")
    outi.locator("[name=first_on]").fill(f"{first.day}.{first.month}.{first.year}")
    outi.locator("[name=count]").fill("4")
    press(outi, "Ehdota päivät")
    days = outi.locator("ol.plan input")
    expect(days).to_have_count(4)
    holiday = next(
        day
        for day in (first + dt.timedelta(days=ahead) for ahead in range(150, 520))
        if (day.month, day.day) == (12, 6)
    )
    days.nth(3).fill(f"6.12.{holiday.year}")
    days.nth(3).blur()
    press(outi, "Tallenna kausi")
    expect(outi.locator("h1")).to_contain_text("Ensimmäinen kausi")
    assert Meeting.objects.count() == 4
    # A clash is a warning, not a wall: it is saved, named, and mended in one press.
    expect(outi.locator("main")).to_contain_text("itsenäisyyspäivä", ignore_case=True)
    press(outi, "Käytä ehdotusta")
    press(outi, "Tallenna muutokset")
    wait_for(
        lambda: not Meeting.objects.filter(starts_at__month=12, starts_at__day=6).exists(),
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
    expect(outi).to_have_url(re.compile(r"\?done="))
    assert meeting.materials.count() == 1


def send_the_invitations(round_: Round, outi: Page) -> None:
    """7. Preview, a letter to herself, then one to each, with the progress shown."""
    meeting = round_.meeting
    outi.goto(f"/meetings/{meeting.pk}/invitation/")
    letter = outi.frame_locator("iframe")
    expect(letter.locator("body")).to_contain_text("Muutos kuuluu kaikille")
    press(outi, re.compile("minulle|itselleni|itsellesi"))
    round_.letter_to("outi.oivallus@example.org", "Muutos kuuluu kaikille")
    press(outi, re.compile(r"Lähetä 14 kutsua"))
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


def answer_from_the_mail(round_: Round, outi: Page) -> tuple[Page, Page]:
    """8. On a phone, without signing in: opening changes nothing, one press saves, and it can be changed."""
    letter = round_.letter_to("aino.aalto@example.org", "Kutsu")
    aino = round_.open_page(round_.link_in(letter, r"/a/.*answer=yes"), width=PHONE)
    expect(aino.locator("h1")).to_contain_text("Aino")
    assert not Answer.objects.exists()
    expect(aino.locator("[name=answer][value=yes]")).to_be_checked()
    aino.locator("[name=greeting]").fill("Tuon kahvia")
    press(aino, re.compile("Tallenna vastau"))
    expect(aino.locator("[role=status]").first).to_be_visible()
    assert round_.invitee("Aino").answer == "yes"

    letter = round_.letter_to("petri.pelto@example.org", "Kutsu")
    petri = round_.open_page(
        round_.link_in(letter, r"/a/.*answer=no"), width=PHONE, javascript=False
    )
    press(petri, re.compile("Tallenna vastau"))
    assert round_.invitee("Petri").answer == "no"
    petri.locator("[name=answer][value=yes]").check(force=True)
    press(petri, re.compile("Tallenna vastau"))
    assert round_.invitee("Petri").answer == "yes"
    assert Answer.objects.filter(invitee=round_.invitee("Petri")).count() == 2

    outi.goto(f"/meetings/{round_.meeting.pk}/participants/")
    expect(outi.locator("svg.ring")).to_contain_text("2")
    expect(outi.locator("main")).to_contain_text("Tuon kahvia")

    # Aino joins as well; the link in the same letter makes her account in one press.
    letter = round_.letter_to("aino.aalto@example.org", "Kutsu")
    aino.goto(round_.link_in(letter, "/join/"))
    aino.locator("main form button.btn--primary").first.click()
    aino.goto("/me/")
    expect(aino.locator("h1")).to_contain_text("Aino")
    return aino, petri


def remind_the_silent(round_: Round) -> None:
    """9. The tick of T-14 reminds only those who have not answered."""
    meeting = round_.meeting
    assert remind_due(now=moment_of(STEPS[0], starts_at=meeting.starts_at)) == 12
    reminders = round_.letters("Pääsetkö", 11)
    assert {str(one["To"]) for one in reminders if "aino" in str(one["To"]).lower()} == set()
    assert {str(one["To"]) for one in reminders if "petri" in str(one["To"]).lower()} == set()
    assert remind_due(now=moment_of(STEPS[0], starts_at=meeting.starts_at)) == 0


def begin_the_meeting(meeting: Meeting) -> None:
    """The clock of the other processes stands still, so the meeting comes to them: it began four hours ago."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - dt.timedelta(hours=4))


def write_on_the_board(round_: Round, outi: Page, aino: Page, petri: Page) -> None:
    """10. With htmx and without JavaScript; anonymous; supported; commented; agreed with owner and date."""
    meeting = round_.meeting
    board = f"/meetings/{meeting.pk}/board/"
    aino.goto(board)
    aino.locator("#composer .col--idea").click()
    aino.locator("#composer textarea").fill("Luotsin vartti palaverin loppuun")
    press(aino.locator("#composer"), re.compile("Lisää"))
    note = aino.locator(".note", has_text="Luotsin vartti")
    expect(note).to_contain_text("Aino Aalto")

    petri.goto(board)
    petri.locator("#composer .col--ask").click()
    petri.locator("#composer textarea").fill("Kuinka paljon aikaa tähän varataan?")
    petri.locator("#composer [name=is_anonymous]").check(force=True)
    press(petri.locator("#composer"), re.compile("Lisää"))
    expect(petri.locator(".note", has_text="Kuinka paljon aikaa")).to_contain_text("Nimettömänä")
    assert Note.objects.get(text__startswith="Kuinka").author is None
    press(petri.locator(".note", has_text="Luotsin vartti"), re.compile("Kannatan"))
    talk = petri.locator(".note", has_text="Luotsin vartti").locator(".talkbox")
    talk.locator("summary").click()
    talk.locator("textarea").fill("Kokeillaan heti")
    talk.locator("button").last.click()
    expect(petri.locator(".note", has_text="Luotsin vartti")).to_contain_text("Kokeillaan heti")

    outi.goto(board)
    note = outi.locator(".note", has_text="Luotsin vartti")
    expect(note.locator(".vote")).to_contain_text("1")
    note.locator(".more > summary").click()
    note.locator(".menu .col--agree").click()
    form = outi.locator("form:has([name$=due_on])").first
    expect(form).to_be_visible()
    if not form.get_by_role("checkbox", name="Aino Aalto").is_visible():
        form.locator("details.pick > summary").click()
    form.get_by_role("checkbox", name="Aino Aalto").check(force=True)
    due = timezone.localdate() + dt.timedelta(days=30)
    form.locator("[name$=due_on]").fill(f"{due.day}.{due.month}.{due.year}")
    form.locator("button.btn--primary").click()
    wait_for(
        lambda: AgreedThing.objects.filter(due_on=due, owners__first_name="Aino").exists(),
        "the agreed thing with its owner",
    )


def close_the_meeting(round_: Round, outi: Page) -> None:
    """11. Attendance, the board closed, the memo made from it, edited, previewed, mailed."""
    meeting = round_.meeting
    begin_the_meeting(meeting)
    outi.goto(f"/meetings/{meeting.pk}/attendance/")
    expect(
        outi.locator(
            f"[name$='{round_.invitee('Aino').pk.hex}'][value=present], input[value=present]:checked"
        ).first
    ).to_be_attached()
    for first_name in ("Leena", "Timo", "Sari", "Jukka"):
        box = outi.locator("fieldset", has_text=first_name)
        box.locator("input[value=present]").check(force=True)
    press(outi, "Tallenna läsnäolo")
    wait_for(lambda: meeting.invitees.filter(attendance="present").count() == 6, "the attendance")

    outi.goto(f"/meetings/{meeting.pk}/board/freeze/")
    press(outi, re.compile("Lukitse"))
    outi.goto(f"/meetings/{meeting.pk}/memo/edit/")
    outi.locator("[name=opening]").fill("Kiitos kaikille, tästä jatketaan.")
    outi.locator("button[name=preview]").click()
    expect(outi.frame_locator("iframe").locator("body")).to_contain_text("tästä jatketaan")
    press(outi, "Lähetä muistio")
    memos = round_.letters("Muistio", 13)
    assert len({str(one["To"]) for one in memos}) >= 13
    to_aino = round_.letter_to("aino.aalto@example.org", "Muistio").get_body(("plain",))
    assert to_aino is not None
    assert "Luotsin vartti palaverin loppuun" in to_aino.get_content()


def workday_noon() -> dt.datetime:
    """A coming Wednesday at noon: letters may leave."""
    local = timezone.localtime()
    ahead = (2 - local.weekday()) % 7
    return (local + dt.timedelta(days=ahead)).replace(hour=12, minute=0)


def give_feedback(round_: Round, outi: Page) -> None:
    """12. From the mail, anonymous, once; hidden until it closes; bars with a table from five answers on."""
    meeting = round_.meeting
    request_due(now=timezone.now())
    survey = Survey.objects.get(meeting=meeting)
    Survey.objects.filter(pk=survey.pk).update(closes_at=timezone.now() + dt.timedelta(days=30))
    if not round_.mail.to("sari.niemi@example.org")[-1:] or not _has_request(round_):
        request_due(now=max(workday_noon(), timezone.now()))
    for address in ("aino.aalto", "petri.pelto", "leena.lahti", "timo.tuuli", "sari.niemi"):
        letter = round_.letter_to(f"{address}@example.org", "Miten meni")
        form = round_.open_page(round_.link_in(letter, "/f/"), width=PHONE)
        answer_form(form, f"Terveisin {address}")
        form.context.close()
    assert SurveyInvitee.objects.filter(survey=survey, has_answered=True).count() == 5
    assert ScaleAnswer.objects.filter(question__survey=survey).count() == 15

    results = f"/meetings/{meeting.pk}/feedback/"
    outi.goto(results)
    assert outi.locator("svg.chart, .chart svg").count() == 0
    Survey.objects.filter(pk=survey.pk).update(closes_at=timezone.now())
    assert close_due(now=timezone.now()) == 1
    outi.goto(results)
    expect(outi.locator("main")).to_contain_text("Terveisin aino.aalto")
    assert outi.locator("main table").count() >= 3


def _has_request(round_: Round) -> bool:
    return any("Miten meni" in str(one["Subject"]) for one in round_.mail.letters)


def answer_form(form: Page, words: str) -> None:
    """A four for each scale, a yes for each choice, and a few words."""
    for group in form.locator("form.fbform fieldset:has(input[type=radio])").all():
        boxes = group.locator("input[type=radio]")
        boxes.nth(min(3, boxes.count() - 1)).check(force=True)
    form.locator("form.fbform textarea").first.fill(words)
    press(form, "Lähetä palaute")
    expect(form.locator("h1")).to_contain_text("Kiitos")


def ask_about_the_season(round_: Round, outi: Page) -> None:
    """12. The season's survey, of the same kind: each aim of the club is a question."""
    season = round_.meeting.season
    outi.goto(f"/seasons/{season.pk}/feedback/open/")
    expect(outi.locator("main")).to_contain_text("Tulen kuulluksi")
    outi.locator("main form button.btn--primary").last.click()
    wait_for(lambda: Survey.objects.filter(season=season).exists(), "the season's survey")
    survey = Survey.objects.get(season=season)
    asked = [str(question) for question in survey.questions.all()]
    assert {"Tulen kuulluksi", "Opin vertaisilta"} <= set(asked)
    letters = round_.letters(season.name, 13)
    assert len({str(one["To"]) for one in letters}) >= 13
    for number, invitee in enumerate(survey.invitees.order_by("pk")[:5]):
        form = round_.open_page(
            f"/f/{sign('feedback', invitee.pk, invitee.generation)}/", width=PHONE
        )
        answer_form(form, f"Kauden terveiset {number}")
        form.context.close()
    Survey.objects.filter(pk=survey.pk).update(closes_at=timezone.now())
    assert close_due(now=timezone.now()) == 1
    outi.goto(f"/seasons/{season.pk}/feedback/")
    expect(outi.locator("main")).to_contain_text("Tulen kuulluksi")
    expect(outi.locator("main")).to_contain_text("Kauden terveiset 0")


def look_around(round_: Round, outi: Page, aino: Page) -> None:
    """13. My page, the club page with its path, and the facilitator's next steps."""
    club = round_.club
    aino.goto("/me/")
    expect(aino.locator("main")).to_contain_text("Luotsin vartti palaverin loppuun")
    aino.goto(f"/clubs/{club.pk}/")
    expect(aino.locator("ol.path > li")).to_have_count(4)
    outi.goto(f"/clubs/{club.pk}/next/")
    assert 0 < outi.locator("ol.tasks > li").count() <= 5
    for step in outi.locator("ol.tasks > li").all():
        assert step.locator("a.btn").count() == 1
    assert TextAnswer.objects.filter(text__startswith="Terveisin").count() == 5
