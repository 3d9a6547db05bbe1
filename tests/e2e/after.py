"""What follows the invitation: answers, the meeting, its memo and feedback: steps 8 to 13 of the round."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from boards.models import Note
from clubs.links import sign
from feedback.models import ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from feedback.services import close_due, request_due
from meetings.cadence import STEPS, moment_of, next_open
from meetings.models import AgreedThing, Answer, Meeting
from meetings.services import remind_due
from tests.e2e.story import PHONE, Round, press
from tests.servers import wait_for


def answer_from_the_mail(round_: Round, outi: Page) -> tuple[Page, Page]:
    """8. On a phone, without signing in: opening changes nothing, one press saves, and it can be changed."""
    letter = round_.letter_to("aino.aalto@example.org", "Kutsu")
    aino = round_.open_page(round_.link_in(letter, r"/a/.*answer=yes"), width=PHONE)
    expect(aino.locator("h1")).to_contain_text("Aino")
    assert not Answer.objects.exists()
    expect(aino.locator("[name=answer][value=yes]")).to_be_checked()
    aino.locator("[name=greeting]").fill("Tuon kahvia")
    press(aino, re.compile("Tallenna vastau"))
    expect(aino.locator(".callout--ok")).to_be_visible()
    assert round_.invitee("Aino").answer == "yes"

    petri = change_ones_mind(round_)
    outi.goto(f"/meetings/{round_.meeting.pk}/participants/")
    expect(outi.locator("svg.ring")).to_contain_text("2")
    expect(outi.locator("main")).to_contain_text("Tuon kahvia")

    # Aino joins as well; the link in the same letter makes her account in one press.
    aino.goto(round_.link_in(letter, "/join/"))
    aino.locator("main form button.btn--primary").first.click()
    aino.goto("/me/")
    expect(aino.locator("h1")).to_contain_text("Aino")
    return aino, petri


def change_ones_mind(round_: Round) -> Page:
    """Petri answers no and then yes, without JavaScript; both stand in the log."""
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
    return petri


def remind_the_silent(round_: Round) -> None:
    """9. The tick of T-14 reminds only those who have not answered."""
    meeting = round_.meeting
    assert meeting.host_group is not None
    # Twelve have not answered; those who host get their duty notice besides.
    hosts = meeting.host_group.places.count()
    assert remind_due(now=moment_of(STEPS[0], starts_at=meeting.starts_at)) == 12 + hosts
    reminders = round_.letters("Pääsetkö", 11)
    assert {str(one["To"]) for one in reminders if "aino" in str(one["To"]).lower()} == set()
    assert {str(one["To"]) for one in reminders if "petri" in str(one["To"]).lower()} == set()
    assert remind_due(now=moment_of(STEPS[0], starts_at=meeting.starts_at)) == 0


def begin_the_meeting(meeting: Meeting) -> None:
    """The clock of the other processes stands still, so the meeting comes to them: it began four hours ago."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - dt.timedelta(hours=4))


def write_on_the_board(round_: Round, outi: Page, aino: Page, petri: Page) -> None:
    """10. With htmx and without JavaScript; anonymous; supported; commented; agreed with owner and date."""
    board = f"/meetings/{round_.meeting.pk}/board/"
    aino.goto(board)
    aino.locator("#composer .col--idea").click()
    aino.locator("#composer textarea").fill("Luotsin vartti palaverin loppuun")
    press(aino.locator("#composer"), re.compile("Lisää"))
    expect(aino.locator(".note", has_text="Luotsin vartti")).to_contain_text("Aino Aalto")
    petri.goto(board)
    ask_without_a_name(petri)
    outi.goto(board)
    agree_on_the_idea(outi)


def ask_without_a_name(petri: Page) -> None:
    """Petri asks anonymously, supports an idea and comments on it."""
    petri.locator("#composer .col--ask").click()
    petri.locator("#composer textarea").fill("Kuinka paljon aikaa tähän varataan?")
    petri.locator("#composer [name=is_anonymous]").check(force=True)
    press(petri.locator("#composer"), re.compile("Lisää"))
    expect(petri.locator(".note", has_text="Kuinka paljon aikaa")).to_contain_text("Nimettömänä")
    assert Note.objects.get(text__startswith="Kuinka").author is None
    idea = petri.locator(".note", has_text="Luotsin vartti")
    press(idea, re.compile("Kannatan"))
    idea.locator(".talkbox summary").click()
    idea.locator(".talkbox textarea").fill("Kokeillaan heti")
    idea.locator(".talkbox button").last.click()
    expect(idea).to_contain_text("Kokeillaan heti")


def agree_on_the_idea(outi: Page) -> None:
    """Outi moves the idea to the things agreed and says who does it and by when."""
    idea = outi.locator(".note", has_text="Luotsin vartti")
    expect(idea.locator(".vote")).to_contain_text("1")
    idea.locator(".more > summary").click()
    idea.locator(".menu .col--agree").click()
    form = outi.locator("form:has([name$=due_on])").first
    expect(form).to_be_visible()
    owner = form.get_by_role("checkbox", name="Aino Aalto")
    if not owner.is_visible():
        form.locator("details.pick > summary").click()
    owner.check(force=True)
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
    # Whoever said yes is ticked already.
    aino = outi.locator("fieldset", has_text="Aino")
    expect(aino.locator("input[value=present]")).to_be_checked()
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


def give_feedback(round_: Round, outi: Page) -> None:
    """12. From the mail, anonymous, once; hidden until it closes; bars with a table from five answers on."""
    meeting = round_.meeting
    request_due(now=timezone.now())
    survey = Survey.objects.get(meeting=meeting)
    Survey.objects.filter(pk=survey.pk).update(closes_at=timezone.now() + dt.timedelta(days=30))
    request_due(now=next_open(timezone.now()))
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
    letters = round_.letters("Miten kausi meni", 13)
    assert len({str(one["To"]) for one in letters}) >= 13
    # Whoever reads their letters in Swedish gets the form in Swedish.
    readers = survey.invitees.filter(member__language="fi").order_by("pk")[:5]
    for number, invitee in enumerate(readers):
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
