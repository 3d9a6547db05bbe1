"""Taking one person's feedback, once, without keeping whose it was."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Question, ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from feedback.summary import CHOICES, SCALE


class NotOpen(Exception):
    """The survey has not opened yet, or is closed."""


class AlreadyAnswered(Exception):
    """The person has given their feedback; it was stored once."""


@transaction.atomic
def submit_feedback(
    *, invitee: SurveyInvitee, answers: Mapping[UUID, str], now: dt.datetime | None = None
) -> None:
    """Store the answers (by question) as rows that nothing ties to the invitee or to each other.

    Raises ``NotOpen``, ``AlreadyAnswered``, or ``ValidationError`` for an answer that does not fit its question.
    """
    moment = now or timezone.now()
    # Takes the survey's row, so that a closing waits for this answer or this answer finds it closed. No join here:
    # PostgreSQL checks a condition again after waiting only in the row itself.
    taken = Survey.objects.filter(
        pk=invitee.survey_id, opens_at__lte=moment, closes_at__gt=moment, closed_at__isnull=True
    ).update(closes_at=F("closes_at"))
    if not taken or not Survey.objects.standing().filter(pk=invitee.survey_id).exists():
        raise NotOpen
    marked = SurveyInvitee.objects.filter(pk=invitee.pk, has_answered=False).update(
        has_answered=True
    )
    if not marked:
        raise AlreadyAnswered
    _store(list(Question.objects.filter(survey=invitee.survey_id)), answers)


def _store(questions: list[Question], answers: Mapping[UUID, str]) -> None:
    scales, texts = [], []
    for question in questions:
        given = answers.get(question.pk, "").strip()
        if question.kind != Question.Kind.TEXT:
            scales.append(ScaleAnswer(question=question, value=_value(question, given)))
        elif given:
            texts.append(TextAnswer(question=question, text=given))
    for row in (*scales, *texts):
        row.full_clean(exclude=["question"], validate_unique=False, validate_constraints=False)
    ScaleAnswer.objects.bulk_create(scales)
    TextAnswer.objects.bulk_create(texts)


def _value(question: Question, given: str) -> int:
    highest = CHOICES if question.kind == Question.Kind.CHOICE else SCALE
    if given in {str(value) for value in range(1, highest + 1)}:
        return int(given)
    raise ValidationError(_("Choose one of the answers."), code="choice")
