"""Several requests at the same moment."""

from collections.abc import Callable

import pytest

from feedback.models import ScaleAnswer, Survey, SurveyInvitee
from feedback.services import AlreadyAnswered, NotOpen, close_survey, submit_feedback
from tests import factories
from tests.feedback.cases import HOUR, answers_to, held_meeting, open_survey
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (AlreadyAnswered, NotOpen)


@pytest.fixture
def survey() -> Survey:
    season = factories.make_season(factories.make_club())
    return open_survey(held_meeting(season, factories.make_members(season.club, 8)))


def submission(survey: Survey, invitee: SurveyInvitee) -> Callable[[], None]:
    answers = answers_to(survey)
    return lambda: submit_feedback(invitee=invitee, answers=answers, now=survey.opens_at + HOUR)


def test_five_presses_at_once_store_one_answer(survey: Survey) -> None:
    invitee = survey.invitees.all()[0]
    outcomes = at_once(*[submission(survey, invitee)] * 5, refusals=REFUSALS)
    assert outcomes == ["AlreadyAnswered"] * 4 + ["done"]
    assert ScaleAnswer.objects.count() == 3


def test_an_answer_at_the_moment_of_closing_is_counted_or_refused_but_never_half(
    survey: Survey,
) -> None:
    people = list(survey.invitees.all())
    now = survey.opens_at + HOUR
    outcomes = at_once(
        *[submission(survey, one) for one in people],
        lambda: close_survey(survey=survey, now=now),
        refusals=REFUSALS,
    )
    survey.refresh_from_db()
    taken = outcomes.count("done") - 1
    assert survey.answered_count == taken
    assert ScaleAnswer.objects.count() == 3 * taken
    assert survey.invitees.filter(has_answered=True).count() == taken


def test_two_ticks_close_it_once(survey: Survey) -> None:
    results: list[bool] = []
    closing_time = survey.closes_at
    at_once(*[lambda: results.append(close_survey(survey=survey, now=closing_time))] * 3)
    assert sorted(results) == [False, False, True]
