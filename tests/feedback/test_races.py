"""Several requests at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from feedback.models import ScaleAnswer, Survey, SurveyInvitee
from feedback.services import AlreadyAnswered, NotOpen, close_survey, submit_feedback
from tests import factories
from tests.feedback.cases import HOUR, answers_to, held_meeting, open_survey

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; what each came to: "done" or the name of its refusal."""
    barrier = threading.Barrier(len(deeds))
    outcomes: list[str] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait()
            deed()
            outcomes.append("done")
        except (AlreadyAnswered, NotOpen) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def survey() -> Survey:
    season = factories.make_season(factories.make_club())
    return open_survey(held_meeting(season, factories.make_members(season.club, 8)))


def submission(survey: Survey, invitee: SurveyInvitee) -> Callable[[], None]:
    answers = answers_to(survey)
    return lambda: submit_feedback(invitee=invitee, answers=answers, now=survey.opens_at + HOUR)


def test_five_presses_at_once_store_one_answer(survey: Survey) -> None:
    invitee = survey.invitees.all()[0]
    outcomes = at_once(*[submission(survey, invitee)] * 5)
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
