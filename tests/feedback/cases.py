"""Builders for the tests of feedback."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from clubs.models import Club, Member, Season
from feedback.models import Question, Survey
from feedback.services import close_survey, open_meeting_survey, submit_feedback
from meetings.models import Invitee, Meeting
from tests import factories

HOUR = dt.timedelta(hours=1)


def held_meeting(
    season: Season, people: Sequence[Member], *, days: float = -1, **fields: object
) -> Meeting:
    """A meeting `days` from today at which all of `people` were present."""
    meeting = factories.make_meeting(season, days=days, **fields)
    for member in people:
        factories.make_invitee(meeting, member, "yes", attendance=Invitee.Attendance.PRESENT)
    return meeting


def open_survey(meeting: Meeting) -> Survey:
    """The meeting's survey, open since its start."""
    return open_meeting_survey(meeting=meeting, now=meeting.starts_at)


def answers_to(
    survey: Survey, value: int = 4, text: str = "Luotsin vartti kokeiluun."
) -> dict[UUID, str]:
    """The same value to every scale and choice, the same words to every open question."""
    return {
        question.pk: text
        if question.kind == Question.Kind.TEXT
        else str(min(value, 3) if question.kind == Question.Kind.CHOICE else value)
        for question in survey.questions.all()
    }


def answer(survey: Survey, number: int, *, value: int = 4, text: str = "") -> None:
    """`number` people who have not answered yet give the same feedback."""
    for invitee in list(survey.invitees.filter(has_answered=False)[:number]):
        submit_feedback(
            invitee=invitee, answers=answers_to(survey, value, text), now=survey.opens_at + HOUR
        )


def close(survey: Survey) -> Survey:
    """Close it at its hour."""
    close_survey(survey=survey, now=survey.closes_at)
    survey.refresh_from_db()
    return survey


def published_survey(
    club: Club,
    season: Season,
    people: Sequence[Member],
    *,
    days: float = -10,
    value: int = 4,
    text: str = "",
) -> Survey:
    """The closed survey of a meeting that everybody of `people` answered."""
    survey = open_survey(held_meeting(season, people, days=days))
    answer(survey, len(people), value=value, text=text)
    return close(survey)
