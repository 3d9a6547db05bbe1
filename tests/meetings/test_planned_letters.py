"""The words of duty notices, "see you soon" and a thing that falls due, in three languages; their guards and writers."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member, WorkGroup
from meetings.agenda_template import default_agenda
from meetings.models import AgreedThing, Meeting, ReadMark
from meetings.services import (
    agree,
    record_answer,
    remind_due,
    save_agenda,
    send_invitations,
    settle_agreed,
    tick_task,
)
from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import written_anew
from tests import factories
from tests.meetings.test_letter_plans import at

Travel = Callable[[dt.datetime], None]


@pytest.fixture
def told(
    travel: Travel, meeting: Meeting, outi: Member, aino: Member, petri: Member, settings: Settings
) -> Meeting:
    """Invited on the 1st to a meeting on Tuesday the 22nd of November."""
    settings.BASE_URL = "https://klubi.example.org"
    travel(at(1))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(22), title="Luotsimalli: yhdessä")
    meeting.refresh_from_db()
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None)
    return meeting


def speak(member: Member, language: str) -> None:
    assert member.user is not None
    member.user.language = language
    member.user.save()


def letter(kind: str, member: Member) -> Message:
    return Message.objects.get(kind=f"meetings.{kind}", person=str(member.pk))


def answer(meeting: Meeting, member: Member, value: str) -> None:
    record_answer(invitee=meeting.invitees.get(member=member), value=value, source="mail")


def test_see_you_soon_has_place_answer_and_what_is_unread(
    told: Meeting, aino: Member, petri: Member, travel: Travel
) -> None:
    read = factories.make_material(told, "Luettu juttu")
    factories.make_material(told, "Lukematon juttu", minutes=15)
    ReadMark.objects.create(material=read, member=aino)
    answer(told, aino, "yes")
    travel(at(17))
    remind_due(now=at(17))
    mine, asked = letter("soon", aino), letter("soon", petri)
    assert mine.subject == "Tiistaina tavataan: Luotsimalli klo 9, Kokoushuone Kaisla"
    assert asked.subject == "Tavataanko tiistaina? Luotsimalli klo 9, Kokoushuone Kaisla"
    assert "Vastauksesi: Osallistun." in mine.text
    assert "Lukematon juttu" in mine.text
    assert "Luettu juttu" not in mine.text
    assert "Luettu juttu" in asked.text
    assert "answer=yes" not in mine.text
    assert all(f"answer={value}" in asked.text for value in ("yes", "maybe", "no"))
    assert mine.text.index("Kokoushuone Kaisla") < mine.text.index("Vastauksesi")
    assert mine.calendar == b""
    assert "List-Unsubscribe" in mine.headers


@pytest.mark.parametrize(
    ("language", "subject", "hello"),
    [
        ("fi", "Tiistaina tavataan: Luotsimalli klo 9", "Hei Aino,"),
        ("sv", "På tisdag ses vi: Luotsimalli kl. 9", "Hej Aino,"),
        ("en", "On Tuesday we meet: Luotsimalli at 9", "Hi Aino,"),
    ],
)
def test_see_you_soon_in_the_persons_language(
    told: Meeting, aino: Member, travel: Travel, language: str, subject: str, hello: str
) -> None:
    speak(aino, language)
    answer(told, aino, "yes")
    travel(at(17))
    remind_due(now=at(17))
    found = letter("soon", aino)
    assert found.subject.startswith(subject)
    assert hello in found.text
    assert f'<html lang="{language}">' in found.html
    assert len(found.html) < 100_000


def test_a_meeting_further_away_is_named_by_its_date(
    told: Meeting, aino: Member, travel: Travel
) -> None:
    # Before Christmas for the 9th of January: three workdays are weeks.
    Meeting.objects.update(starts_at=dt.datetime(2023, 1, 10, 7, tzinfo=dt.UTC))
    answer(told, aino, "yes")
    travel(at(21, 12))
    remind_due(now=at(21, 12))
    assert letter("soon", aino).subject.startswith("Tavataan ti 10.1.: Luotsimalli")


def test_a_host_is_told_what_is_left(told: Meeting, timo: Member, travel: Travel) -> None:
    travel(at(8))
    remind_due(now=at(8))
    found = letter("duty14", timo)
    assert found.subject == "Vastuupari ti 22.11.: Leena Lahti ja Timo Tuuli"
    for words in (
        "Leena Lahti, leena.lahti@example.org",
        "Sopikaa kysymys",
        "Viimeistään pe 14.10. Kirjoittakaa teemasta muutama sana",
        "ennakkomateriaalia",
        "Nyt 0/180 min.",
    ):
        assert words in found.text
    assert "timo.tuuli@example.org" not in found.text
    assert f"https://klubi.example.org/meetings/{told.pk}/materials/" in found.text
    assert (
        f"Avaa vastuuvuoron sivu: https://klubi.example.org/meetings/{told.pk}/host/" in found.text
    )
    assert "List-Unsubscribe" not in found.headers


def test_what_is_done_is_not_asked_again(
    told: Meeting, timo: Member, petri: Member, travel: Travel
) -> None:
    Meeting.objects.update(introduction="Mikä meitä kantaa?")
    factories.make_material(told)
    factories.make_agenda_item(told, "Keskustelu", 180)
    # That the introduction is prepared, only a host can say.
    tick_task(meeting=told, task="introduction", is_done=True, by=timo)
    travel(at(8))
    remind_due(now=at(8))
    assert "on valmiina. Kiitos." in letter("duty14", timo).text


def test_new_supervisors_ask_for_group_forming(
    told: Meeting, timo: Member, petri: Member, travel: Travel
) -> None:
    Member.objects.filter(pk=petri.pk).update(is_new_in_role=True)
    factories.make_agenda_item(told, "Keskustelu", 180)
    travel(at(8))
    remind_due(now=at(8))
    text = letter("duty14", timo).text
    assert "ryhmäytyminen" in text
    # Who is new is nobody else's business.
    assert "Petri" not in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_thing_due_has_two_buttons(
    told: Meeting, petri: Member, aino: Member, travel: Travel, language: str
) -> None:
    speak(petri, language)
    travel(at(22, hour=11))
    agree(
        meeting=told, text="Kokeillaan kävelykokouksia", owners=[petri, aino],
        due_on=dt.date(2022, 12, 5),
    )  # fmt: skip
    travel(at(2, 12))
    remind_due(now=at(2, 12))
    found = letter("agreed_due", petri)
    assert (
        found.subject
        == {
            "fi": "Sovittu asia: Kokeillaan kävelykokouksia, ma 5.12. mennessä",
            "sv": "Överenskommet: Kokeillaan kävelykokouksia senast må 5.12.",
            "en": "Agreed: Kokeillaan kävelykokouksia by Mon 5 Dec",
        }[language]
    )
    assert found.text.count("/agreed/answer/") == 2
    assert "?state=done" in found.text
    assert "?state=open" in found.text
    assert "Aino Aalto" in found.text
    assert "List-Unsubscribe" in found.headers


# --- Asked again before leaving, and written anew -----------------------------------------------------------------
def _swap(pair: WorkGroup, timo: Member, thing: AgreedThing) -> None:
    pair.places.filter(member=timo).delete()


def _leave(pair: WorkGroup, timo: Member, thing: AgreedThing) -> None:
    Member.objects.filter(pk=timo.pk).update(left_at=timezone.now())


def _call_off(pair: WorkGroup, timo: Member, thing: AgreedThing) -> None:
    Meeting.objects.update(cancelled_at=timezone.now())


def _settle(pair: WorkGroup, timo: Member, thing: AgreedThing) -> None:
    settle_agreed(agreed_thing=thing, state="done")


def _postpone(pair: WorkGroup, timo: Member, thing: AgreedThing) -> None:
    AgreedThing.objects.update(due_on=dt.date(2022, 12, 24))


def _refuse(pair: WorkGroup, timo: Member, thing: AgreedThing) -> None:
    Member.objects.filter(pk=timo.pk).update(muted_letters=["meetings.agreed_due"])


@pytest.mark.parametrize(
    ("kind", "change", "state"),
    [
        ("duty14", _swap, State.CANCELLED),
        ("duty14", _leave, State.CANCELLED),
        ("duty14", _call_off, State.CANCELLED),
        ("duty14", _settle, State.SENT),
        ("agreed_due", _leave, State.CANCELLED),
        ("agreed_due", _settle, State.CANCELLED),
        ("agreed_due", _postpone, State.CANCELLED),
        ("agreed_due", _refuse, State.CANCELLED),
        ("agreed_due", _swap, State.SENT),
    ],
)
def test_the_guard_asks_again(
    told: Meeting, pair: WorkGroup, timo: Member, travel: Travel, smtp_server: Any, kind: str,
    change: Callable[..., None], state: str,
) -> None:  # fmt: skip
    travel(at(2))
    earlier = factories.make_meeting(told.season, starts_at=at(1, 9))
    factories.invite(earlier, [])
    thing = factories.make_agreed(earlier, "Kokeillaan", timo, due_on=dt.date(2022, 11, 11))
    travel(at(8))
    remind_due(now=at(8))
    Message.objects.exclude(kind=f"meetings.{kind}").update(state=State.SENT, next_at=None)
    change(pair, timo, thing)
    run_due()
    assert letter(kind, timo).state == state


@pytest.mark.parametrize("kind", ["duty14", "remind14", "soon", "agreed_due"])
def test_a_letter_looked_at_leads_nowhere(
    told: Meeting, timo: Member, travel: Travel, kind: str
) -> None:
    earlier = factories.make_meeting(told.season, starts_at=at(1, 9))
    factories.invite(earlier, [])
    factories.make_agreed(earlier, "Kokeillaan", timo, due_on=dt.date(2022, 11, 11))
    for day in (8, 17):
        travel(at(day))
        remind_due(now=at(day))
    found = letter(kind, timo)
    shown = written_anew(found.pk, is_inert=True, now=at(17))
    again = written_anew(found.pk, is_inert=False, now=at(17))
    assert shown is not None
    assert again is not None
    assert (shown.subject, shown.kind, shown.key) == (found.subject, found.kind, found.key)
    assert not [words for words in ("/a/", "/agreed/answer/", "/u/") if words in shown.text]
    assert again.key == found.key


def test_a_reminder_that_nobody_needs_is_not_written_anew(
    told: Meeting, timo: Member, travel: Travel
) -> None:
    travel(at(8))
    remind_due(now=at(8))
    answer(told, timo, "yes")
    assert written_anew(letter("remind14", timo).pk, is_inert=False, now=at(9)) is None
    travel(at(22, hour=10))
    assert written_anew(letter("duty14", timo).pk, is_inert=False, now=at(22, hour=10)) is None


def test_the_default_agenda_is_not_a_shaped_one(
    told: Meeting, timo: Member, travel: Travel
) -> None:
    save_agenda(meeting=told, rows=default_agenda(180))
    travel(at(8))
    remind_due(now=at(8))
    assert "sama kuin jokaisessa tapaamisessa" in letter("duty14", timo).text
