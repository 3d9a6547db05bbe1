"""Making surveys and their questions."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from clubs.models import Club, Member, Season
from feedback.cadence import closes_at
from feedback.models import Survey
from feedback.questions import MEETING_QUESTIONS, Wording, label_of
from feedback.services import (
    edit_questions,
    open_meeting_survey,
    open_season_survey,
    plan_meeting_survey,
    tell_changes,
)
from meetings.models import Meeting
from outbox.models import Message
from tests import factories
from tests.feedback.cases import HOUR, held_meeting, open_survey

pytestmark = pytest.mark.django_db


def codes(survey: Survey) -> list[tuple[str, str]]:
    return list(survey.questions.values_list("kind", "code"))


def test_a_meeting_is_asked_about_with_three_scales_and_two_texts(invited: Meeting) -> None:
    survey = plan_meeting_survey(meeting=invited)
    assert codes(survey) == [
        ("scale", "useful"), ("scale", "heard"), ("scale", "prepared"), ("text", "take"), ("text", "change"),
    ]  # fmt: skip
    assert (survey.opens_at, survey.closes_at) == (invited.starts_at, closes_at(invited.ends_at))


def test_opening_twice_keeps_one_survey_and_adds_who_came_later(
    season: Season, aino: Member, petri: Member
) -> None:
    meeting = held_meeting(season, [aino])
    first = open_survey(meeting)
    factories.make_invitee(meeting, petri)
    second = open_survey(meeting)
    assert first == second
    assert set(second.invitees.values_list("member", flat=True)) == {aino.pk, petri.pk}
    assert second.questions.count() == 5


def test_whoever_has_left_is_not_asked(season: Season, aino: Member, eero: Member) -> None:
    survey = open_survey(held_meeting(season, [aino, eero]))
    assert [invitee.member for invitee in survey.invitees.all()] == [aino]


def test_opening_before_the_start_opens_at_once(invited: Meeting) -> None:
    now = invited.starts_at - HOUR
    survey = open_meeting_survey(meeting=invited, now=now)
    assert survey.opens_at == now
    assert survey.state_at(now) == Survey.State.OPEN


def test_questions_can_be_changed_until_it_opens(invited: Meeting) -> None:
    survey = plan_meeting_survey(meeting=invited)
    edit_questions(
        survey=survey,
        questions=[Wording("scale", "useful"), Wording("text", text="Mitä kokeilet?")],
        now=invited.starts_at - HOUR,
    )
    assert list(survey.questions.values_list("position", "kind", "code", "text")) == [
        (0, "scale", "useful", ""),
        (1, "text", "", "Mitä kokeilet?"),
    ]
    with pytest.raises(ValidationError):
        edit_questions(survey=survey, questions=MEETING_QUESTIONS, now=invited.starts_at)


@pytest.mark.parametrize(
    "questions", [[], [Wording("scale", text="x" * 201)], [Wording("dance", text="Tanssitaanko?")]]
)
def test_questions_that_say_nothing_are_refused(invited: Meeting, questions: list[Wording]) -> None:
    survey = plan_meeting_survey(meeting=invited)
    with pytest.raises(ValidationError):
        edit_questions(survey=survey, questions=questions, now=invited.starts_at - HOUR)
    assert survey.questions.count() == 5


def test_a_season_is_asked_about_with_the_aims_of_the_club(
    club: Club, season: Season, outi: Member, aino: Member, petri: Member, eero: Member
) -> None:
    factories.make_aim(club, "Tulen kuulluksi.", position=0)
    factories.make_aim(club, "Opin vertaisilta.", position=1)
    held_meeting(season, [])
    survey = open_season_survey(season=season, closes_at=timezone.now() + dt.timedelta(days=14))
    assert codes(survey) == [
        ("scale", "know"), ("scale", "discussion"), ("scale", "aim"), ("scale", "aim"), ("scale", "recommend"),
        ("choice", "go_on"), ("text", "next_theme"), ("text", "season_change"),
    ]  # fmt: skip
    with translation.override("en"):
        assert (
            label_of("aim", "Opin vertaisilta.")
            == "An aim of the club came true: Opin vertaisilta."
        )
    assert set(survey.invitees.values_list("member", flat=True)) == {aino.pk, petri.pk}
    assert sorted(Message.objects.values_list("kind", "to_email")) == [
        ("feedback.season", aino.email),
        ("feedback.season", petri.email),
    ]


def test_opening_a_season_twice_writes_one_letter_each(season: Season, aino: Member) -> None:
    held_meeting(season, [])
    closing = timezone.now() + dt.timedelta(days=14)
    first = open_season_survey(season=season, closes_at=closing)
    assert open_season_survey(season=season, closes_at=closing) == first
    assert Message.objects.count() == 1


def test_a_season_is_not_asked_about_before_its_first_meeting_is_over(season: Season) -> None:
    meeting = held_meeting(season, [])
    closing = timezone.now() + dt.timedelta(days=14)
    before = meeting.ends_at - dt.timedelta(seconds=1)
    with pytest.raises(ValidationError):
        open_season_survey(season=season, closes_at=closing, now=before)
    assert Survey.objects.count() == 0
    open_season_survey(season=season, closes_at=closing, now=meeting.ends_at)
    assert Survey.objects.count() == 1


def test_a_season_cannot_close_before_it_opens(season: Season) -> None:
    held_meeting(season, [])
    with pytest.raises(ValidationError):
        open_season_survey(season=season, closes_at=timezone.now() - HOUR)
    assert Survey.objects.count() == 0


def test_what_was_changed_is_told(season: Season, aino: Member) -> None:
    survey = open_survey(held_meeting(season, [aino]))
    tell_changes(survey=survey, text="Alustus on nyt 15 minuuttia.", is_shared=False)
    survey.refresh_from_db()
    assert (survey.what_we_changed, survey.is_shared) == ("Alustus on nyt 15 minuuttia.", False)
