"""Closing surveys: the moment in which answers lose every trace of the order in which they came."""

import datetime as dt
from random import Random, SystemRandom

from django.db import transaction
from django.db.models import Count, Q

from feedback.models import ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from outbox.rounds import each_alone


def close_due(*, now: dt.datetime) -> int:
    """Close the surveys whose time is over; returns how many."""
    return each_alone(
        Survey.objects.due_to_close(now), lambda survey: close_survey(survey=survey, now=now)
    )


@transaction.atomic
def close_survey(*, survey: Survey, now: dt.datetime, chance: Random | None = None) -> bool:
    """Count and rewrite a survey's answers in an order of chance; False when somebody else closed it first.

    The rows are removed and written anew: their places in the table (SQLite's rowid, PostgreSQL's ctid) and the
    transactions that wrote them (xmin) would otherwise tell who answered when, and which answers belong together.
    """
    closed = Survey.objects.filter(pk=survey.pk, closed_at__isnull=True).update(closed_at=now)
    if not closed:
        return False
    counts = (
        SurveyInvitee.objects.counted()
        .filter(survey=survey)
        .aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True)))
    )
    Survey.objects.filter(pk=survey.pk).update(
        asked_count=counts["asked"], answered_count=counts["answered"]
    )
    _rewrite(survey, chance or SystemRandom())
    return True


def _rewrite(survey: Survey, chance: Random) -> None:
    # Sorted by content first: the new order rests on what was answered and on chance, on nothing else.
    scales = ScaleAnswer.objects.filter(question__survey=survey)
    values = sorted(scales.values_list("question__position", "question", "value"))
    chance.shuffle(values)
    scales.delete()
    ScaleAnswer.objects.bulk_create(
        [ScaleAnswer(question_id=question, value=value) for _position, question, value in values]
    )
    texts = TextAnswer.objects.filter(question__survey=survey)
    words = sorted(texts.values_list("question__position", "question", "text"))
    chance.shuffle(words)
    texts.delete()
    TextAnswer.objects.bulk_create(
        [TextAnswer(question_id=question, text=text) for _position, question, text in words]
    )
