"""The tick: surveys open when meetings start, letters leave an hour after the end, to those who were present."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clubs.letters import unsubscribe_url
from clubs.models import Club, Member, Season
from clubs.services import mute_letters, take_letters
from feedback.cadence import closes_at
from feedback.letters import unwanted_requests
from feedback.models import Survey
from feedback.planned import plan_requests
from feedback.services import asking, plan_meeting_survey, request_due, submit_feedback
from meetings.cadence import HELSINKI
from meetings.models import Invitee, Meeting
from meetings.sendings import PlannedSending
from meetings.services import restore_letter, skip_letter
from outbox.models import Message
from tests import factories
from tests.feedback.cases import HOUR, answers_to

pytestmark = pytest.mark.django_db
START = dt.datetime(2022, 10, 11, 9, tzinfo=HELSINKI)
AFTER = START + 4 * HOUR


@pytest.fixture
def tuesday(season: Season) -> Meeting:
    return factories.make_meeting(season, title="Luotsimalli", starts_at=START)


def letters() -> list[str]:
    return sorted(
        Message.objects.filter(kind="feedback.request").values_list("to_email", flat=True)
    )


def test_the_survey_opens_when_the_meeting_starts(tuesday: Meeting, aino: Member) -> None:
    factories.make_invitee(tuesday, aino)
    request_due(now=START - dt.timedelta(minutes=1))
    assert Survey.objects.count() == 0
    request_due(now=START)
    survey = Survey.objects.get()
    assert (survey.meeting, survey.opens_at, survey.invitees.count()) == (tuesday, START, 1)


def test_the_letter_goes_to_those_present(
    tuesday: Meeting, aino: Member, petri: Member, leena: Member, timo: Member, club: Club
) -> None:
    """Ticked present or remote, or where nothing is ticked, said that they come; never twice."""
    far = factories.make_member(club, "Eeva", "Etä", user=None)
    factories.make_invitee(tuesday, far, "remote")
    factories.make_invitee(tuesday, aino, "yes", attendance="absent")
    factories.make_invitee(tuesday, petri, "no", attendance="present")
    factories.make_invitee(tuesday, leena, attendance="remote")
    factories.make_invitee(tuesday, timo, "yes")
    assert request_due(now=AFTER - dt.timedelta(minutes=1)) == 0
    assert request_due(now=AFTER) == 4
    assert request_due(now=AFTER + HOUR) == 0
    assert letters() == sorted([petri.email, leena.email, timo.email, far.email])


def test_somebody_ticked_later_is_asked_later(tuesday: Meeting, aino: Member) -> None:
    seat = factories.make_invitee(tuesday, aino)
    assert request_due(now=AFTER) == 0
    seat.attendance = Invitee.Attendance.PRESENT
    seat.save()
    assert request_due(now=AFTER + 5 * HOUR) == 0
    assert request_due(now=START + dt.timedelta(days=1)) == 1


def test_somebody_invited_after_the_opening_is_asked_too(
    tuesday: Meeting, aino: Member, petri: Member
) -> None:
    factories.make_invitee(tuesday, aino, "yes")
    request_due(now=START)
    factories.make_invitee(tuesday, petri, "yes")
    assert request_due(now=AFTER) == 2


def test_whoever_has_answered_or_left_gets_no_letter(
    tuesday: Meeting, aino: Member, petri: Member, leena: Member
) -> None:
    for member in (aino, petri, leena):
        factories.make_invitee(tuesday, member, "yes")
    request_due(now=START)
    survey = Survey.objects.get()
    submit_feedback(
        invitee=survey.invitees.get(member=aino), answers=answers_to(survey), now=START + HOUR
    )
    petri.left_at = timezone.now()
    petri.save()
    request_due(now=AFTER)
    assert letters() == [leena.email]


def test_whoever_refused_such_letters_gets_none_but_may_still_answer(
    tuesday: Meeting, aino: Member, petri: Member
) -> None:
    """Refused before it is written: no row. Refused between writing and sending: the guard ends it."""
    for member in (aino, petri):
        factories.make_invitee(tuesday, member, "yes")
    mute_letters(member=aino, kind="feedback.request")
    assert request_due(now=AFTER) == 1
    letter = Message.objects.get()
    assert letter.to_email == petri.email
    assert unwanted_requests([letter], now=AFTER) == set()

    mute_letters(member=petri, kind="feedback.season")
    assert unwanted_requests([letter], now=AFTER) == {letter.pk}
    take_letters(member=aino, kind="feedback.request")
    assert request_due(now=AFTER + HOUR) == 1


def test_the_letter_can_be_refused_from_the_mail_program(tuesday: Meeting, aino: Member) -> None:
    factories.make_invitee(tuesday, aino, "yes")
    request_due(now=AFTER)
    headers = Message.objects.get().headers
    # All but the second in which it was signed.
    link, _second, _signature = unsubscribe_url(aino, "feedback.request").rsplit(":", 2)
    assert headers["List-Unsubscribe"].startswith(f"<{link}:")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_meeting_that_was_called_off_or_is_long_past_is_not_asked_about(
    season: Season, tuesday: Meeting, aino: Member
) -> None:
    factories.make_invitee(tuesday, aino, "yes")
    tuesday.cancelled_at = START
    tuesday.save()
    old = factories.make_meeting(season, starts_at=START - dt.timedelta(days=30))
    factories.make_invitee(old, aino, "yes")
    assert request_due(now=AFTER) == 0
    assert Survey.objects.count() == 0


def test_prepared_questions_open_with_the_meeting_even_if_it_moved(
    tuesday: Meeting, aino: Member
) -> None:
    factories.make_invitee(tuesday, aino, "yes")
    plan_meeting_survey(meeting=tuesday)
    tuesday.starts_at = START + dt.timedelta(days=1)
    tuesday.save()
    request_due(now=START - HOUR)
    survey = Survey.objects.get()
    assert (survey.opens_at, survey.closes_at) == (tuesday.starts_at, closes_at(tuesday.ends_at))
    request_due(now=START)
    assert survey.invitees.count() == 0
    request_due(now=tuesday.starts_at)
    assert survey.invitees.count() == 1


def test_the_letter_says_why_and_leads_to_ones_own_form(
    club: Club, outi: Member, tuesday: Meeting, aino: Member
) -> None:
    factories.make_invitee(tuesday, aino, "yes")
    request_due(now=AFTER)
    letter = Message.objects.get()
    invitee = Survey.objects.get().invitees.get()
    assert (letter.kind, letter.topic, letter.scope, letter.person) == (
        "feedback.request", f"meeting:{tuesday.pk}", f"club:{club.pk}", str(aino.pk),
    )  # fmt: skip
    assert letter.headers["From"] == f"Outi Oivallus, {club.name}"
    assert letter.deadline == closes_at(tuesday.ends_at)
    assert invitee.is_mailed
    assert "http://localhost/f/" in letter.text
    assert letter.html.count("?useful=") == 5
    assert "Luotsimalli" in letter.text


def test_the_letter_is_in_the_persons_language(club: Club, tuesday: Meeting) -> None:
    for language, name in (("fi", "Aino"), ("sv", "Mikael"), ("en", "Nigel")):
        member = factories.make_member(club, name, "Testi", language=language)
        factories.make_invitee(tuesday, member, "yes")
    request_due(now=AFTER)
    subjects = dict(Message.objects.values_list("language", "subject"))
    assert subjects == {
        "fi": "Miten meni? Minuutin palaute",
        "sv": "Hur gick det? Respons på en minut",
        "en": "How did it go? One minute of feedback",
    }


def test_a_letter_is_unwanted_once_answered_closed_or_called_off(
    tuesday: Meeting, aino: Member, petri: Member
) -> None:
    for member in (aino, petri):
        factories.make_invitee(tuesday, member, "yes")
    request_due(now=AFTER)
    survey = Survey.objects.get()
    rows = {letter.to_email: letter for letter in Message.objects.all()}
    assert unwanted_requests(rows.values(), now=AFTER) == set()
    submit_feedback(invitee=survey.invitees.get(member=aino), answers=answers_to(survey), now=AFTER)
    assert unwanted_requests(rows.values(), now=AFTER) == {rows[aino.email].pk}
    everybody = {letter.pk for letter in rows.values()}
    assert unwanted_requests(rows.values(), now=survey.closes_at) == everybody
    tuesday.cancelled_at = AFTER
    tuesday.save()
    assert unwanted_requests(rows.values(), now=AFTER) == everybody


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_letters_take_the_same_queries_however_many_they_are(
    tuesday: Meeting, outi: Member, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for member in factories.make_members(tuesday.season.club, people):
        factories.make_invitee(tuesday, member, "yes")
    request_due(now=START)
    with django_assert_num_queries(21):
        assert request_due(now=AFTER) == people


def test_a_facilitator_who_was_there_is_not_asked_about_the_own_meeting(
    tuesday: Meeting, aino: Member, outi: Member
) -> None:
    factories.make_invitee(tuesday, aino, "yes", attendance=Invitee.Attendance.PRESENT)
    request_due(now=START)
    factories.make_invitee(tuesday, outi, attendance=Invitee.Attendance.PRESENT)
    assert [one.recipients for one in plan_requests(now=AFTER)] == [(aino,)]
    request_due(now=AFTER)
    assert plan_requests(now=AFTER) == []
    assert letters() == [aino.email]
    assert list(Survey.objects.get().invitees.values_list("member", flat=True)) == [aino.pk]


def test_a_request_skipped_while_a_tick_plans_does_not_leave(
    tuesday: Meeting, aino: Member, outi: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_invitee(tuesday, aino, "yes", attendance=Invitee.Attendance.PRESENT)
    request_due(now=START)

    def plan_then_skip(**options: Any) -> list[PlannedSending]:
        found = plan_requests(**options)
        skip_letter(meeting=tuesday, step="feedback", by=outi)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(asking, "plan_requests", plan_then_skip)
        assert request_due(now=AFTER) == 0
    restore_letter(meeting=tuesday, step="feedback", by=outi)
    assert request_due(now=AFTER) == 1
