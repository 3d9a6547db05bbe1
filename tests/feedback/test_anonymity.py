"""Who has answered is known, what they answered is not: no row, no order, no time, no log line ties the two."""

import datetime as dt
import random
from typing import Any

import pytest
import structlog
from django.apps import apps
from django.db import connection, models
from django.test import Client

from clubs.models import Member, Season
from feedback.models import Question, ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from feedback.services import AlreadyAnswered, NotOpen, close_due, close_survey, submit_feedback
from tests import factories
from tests.feedback.cases import HOUR, answer, answers_to, close, held_meeting, open_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(season: Season) -> Survey:
    return open_survey(held_meeting(season, factories.make_members(season.club, 6)))


def write(survey: Survey, values: list[int]) -> None:
    """One person after the other, each with a value and a text of their own."""
    for invitee, value in zip(survey.invitees.all(), values, strict=False):
        submit_feedback(
            invitee=invitee,
            answers=answers_to(survey, value, f"Sana {value}"),
            now=survey.opens_at + HOUR,
        )


def as_stored(model: type[models.Model], column: str) -> list[Any]:
    """A column in the order in which the rows lie in the table."""
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY {order}")
        return [value for (value,) in cursor.fetchall()]


def test_answer_rows_know_their_question_and_nothing_else() -> None:
    fields = {
        model: {field.name for field in model._meta.get_fields()}
        for model in (ScaleAnswer, TextAnswer)
    }
    assert fields == {
        ScaleAnswer: {"id", "question", "value"},
        TextAnswer: {"id", "question", "text"},
    }
    times = [
        field
        for model in (ScaleAnswer, TextAnswer, SurveyInvitee, Question)
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField | models.TimeField)
    ]
    assert times == []


def test_nothing_in_the_database_points_to_an_answer() -> None:
    pointing = [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model in (ScaleAnswer, TextAnswer)
    ]
    assert pointing == []


def test_feedback_is_stored_once(survey: Survey) -> None:
    invitee = survey.invitees.all()[0]
    now = survey.opens_at + HOUR
    submit_feedback(invitee=invitee, answers=answers_to(survey, 5, "Kerran"), now=now)
    # The same row as an earlier request read it: not yet answered.
    with pytest.raises(AlreadyAnswered):
        submit_feedback(invitee=invitee, answers=answers_to(survey, 1, "Kahdesti"), now=now)
    assert sorted(ScaleAnswer.objects.values_list("value", flat=True)) == [5, 5, 5]
    assert list(TextAnswer.objects.values_list("text", flat=True)) == ["Kerran", "Kerran"]


def test_feedback_is_taken_only_while_it_is_open(survey: Survey) -> None:
    invitee = survey.invitees.all()[0]
    for moment in (survey.opens_at - HOUR, survey.closes_at):
        with pytest.raises(NotOpen):
            submit_feedback(invitee=invitee, answers=answers_to(survey), now=moment)
    assert ScaleAnswer.objects.count() == 0
    assert not survey.invitees.filter(has_answered=True).exists()


def test_nothing_is_stored_of_feedback_that_does_not_fit(survey: Survey) -> None:
    invitee = survey.invitees.all()[0]
    wrong = {**answers_to(survey), survey.questions.all()[2].pk: "6"}
    with pytest.raises(Exception, match=r"Choose one|Valitse"):
        submit_feedback(invitee=invitee, answers=wrong, now=survey.opens_at + HOUR)
    invitee.refresh_from_db()
    assert (invitee.has_answered, ScaleAnswer.objects.count(), TextAnswer.objects.count()) == (
        False,
        0,
        0,
    )


@pytest.mark.parametrize("model", [ScaleAnswer, TextAnswer])
def test_the_order_of_rows_after_closing_does_not_depend_on_the_order_of_writing(
    season: Season, model: type[models.Model]
) -> None:
    """The same answers written forwards and backwards lie in the same order once closed with the same chance."""
    people = factories.make_members(season.club, 5)
    column = "value" if model is ScaleAnswer else "text"
    orders = []
    for number, values in enumerate([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]]):
        survey = open_survey(held_meeting(season, people, days=-20 + number))
        write(survey, values)
        close_survey(survey=survey, now=survey.closes_at, chance=random.Random(7))
        stored = as_stored(model, column)
        orders.append(stored)
        survey.delete()
    assert orders[0] == orders[1]


def test_closing_rewrites_every_row_and_keeps_what_was_answered(survey: Survey) -> None:
    write(survey, [1, 2, 3, 4, 5, 5])
    before = set(ScaleAnswer.objects.values_list("pk", flat=True))
    written = as_stored(ScaleAnswer, "value")
    assert written == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5]
    close_survey(survey=survey, now=survey.closes_at, chance=random.Random(1))
    assert set(ScaleAnswer.objects.values_list("pk", flat=True)) & before == set()
    stored = as_stored(ScaleAnswer, "value")
    assert (stored != written, sorted(stored)) == (True, written)
    # The answers of one person no longer lie beside each other.
    questions = [str(pk) for pk in as_stored(ScaleAnswer, "question_id")]
    assert len({tuple(questions[place : place + 3]) for place in range(0, 18, 3)}) > 1


def test_closing_happens_once_at_its_hour_and_freezes_the_counts(survey: Survey) -> None:
    answer(survey, 5)
    assert close_due(now=survey.closes_at - dt.timedelta(seconds=1)) == 0
    assert close_due(now=survey.closes_at) == 1
    assert close_due(now=survey.closes_at + HOUR) == 0
    survey.refresh_from_db()
    assert (survey.closed_at, survey.asked_count, survey.answered_count) == (survey.closes_at, 6, 5)
    survey.invitees.filter(has_answered=True)[0].member.delete()
    survey.refresh_from_db()
    assert (survey.asked_count, survey.answered_count, survey.is_published) == (6, 5, True)


def test_four_answers_are_never_published(survey: Survey) -> None:
    answer(survey, 4)
    assert close(survey).is_published is False


def test_the_log_of_a_submission_names_no_person(client: Client, survey: Survey) -> None:
    survey.invitees.update(generation=0)
    invitee = survey.invitees.all()[0]
    Survey.objects.update(closes_at=survey.opens_at + dt.timedelta(days=30))
    data = {f"q{position}": "4" for position in range(3)}
    with structlog.testing.capture_logs() as lines:
        response = client.post(f"/f/{factories.feedback_token(invitee)}/", data)
    assert response.status_code == 303
    assert [sorted(line) for line in lines] == [
        ["event", "log_level", "method", "milliseconds", "route", "status"]
    ]
    assert [line["route"] for line in lines] == ["feedback:form"]


def test_a_list_of_what_a_deletion_takes_along_shows_no_answer(survey: Survey) -> None:
    answer(survey, 1, value=2, text="Nimeni on Aino")
    shown = {str(row) for row in (*ScaleAnswer.objects.all(), *TextAnswer.objects.all())}
    assert not any("2" in text or "Aino" in text for text in shown)


def test_a_member_who_left_the_club_leaves_the_answers(survey: Survey, aino: Member) -> None:
    answer(survey, 6)
    survey.invitees.all()[0].member.delete()
    assert ScaleAnswer.objects.filter(question__survey=survey).count() == 18
