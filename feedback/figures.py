"""From the database to the summary: the stored answers of surveys that may be shown, and nothing of any other."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from feedback import summary
from feedback.models import Question, ScaleAnswer, Survey, SurveyInvitee, TextAnswer


def results_of(survey: Survey) -> summary.Results | None:
    """What may be shown of a survey, with the trend over the club's surveys of the same sort before it. Four queries."""
    if not survey.is_published:
        return None
    *earlier, current = stored([*_before(survey), survey])
    return summary.results_of(current, earlier)


def _before(survey: Survey) -> list[Survey]:
    """The published surveys of the same sort that a trend or a comparison needs, oldest first."""
    same_sort = Survey.objects.published().filter(
        club=survey.club_id, meeting__isnull=survey.meeting_id is None
    )
    before = same_sort.filter(opens_at__lt=survey.opens_at).exclude(pk=survey.pk)
    newest_first = before.select_related("meeting", "season").order_by("-opens_at")
    return list(newest_first[: summary.TREND_LENGTH - 1])[::-1]


def stored(surveys: Sequence[Survey]) -> list[summary.Survey]:
    """The surveys with their answers, those left out that may not be shown. Three queries however many there are."""
    shown = [survey for survey in surveys if survey.is_published]
    questions: defaultdict[UUID, list[summary.Question]] = defaultdict(list)
    counts = _counts(shown)
    texts = _texts(shown)
    for question in Question.objects.filter(survey__in=shown):
        size = summary.CHOICES if question.kind == Question.Kind.CHOICE else summary.SCALE
        questions[question.survey_id].append(
            summary.Question(
                code=question.code,
                text=question.text,
                kind=question.kind,
                counts=()
                if question.kind == Question.Kind.TEXT
                else tuple(counts[question.pk, value] for value in range(1, size + 1)),
                texts=tuple(texts[question.pk]),
            )
        )
    return [
        summary.Survey(
            name=str(survey),
            on=timezone.localdate(survey.meeting.starts_at if survey.meeting else survey.opens_at),
            is_closed=survey.closed_at is not None,
            answered=survey.answered_count or 0,
            questions=tuple(questions[survey.pk]),
        )
        for survey in shown
    ]


def _counts(surveys: Sequence[Survey]) -> defaultdict[tuple[UUID, int], int]:
    rows = (
        ScaleAnswer.objects.filter(question__survey__in=surveys)
        .values_list("question", "value")
        .annotate(count=Count("pk"))
    )
    return defaultdict(int, {(question, value): count for question, value, count in rows})


def _texts(surveys: Sequence[Survey]) -> defaultdict[UUID, list[str]]:
    texts: defaultdict[UUID, list[str]] = defaultdict(list)
    for question, text in TextAnswer.objects.filter(question__survey__in=surveys).values_list(
        "question", "text"
    ):
        texts[question].append(text)
    return texts


def counts_of(surveys: Sequence[Survey]) -> dict[UUID, tuple[int, int]]:
    """By survey: how many have answered, and how many were there to answer. One query.

    Of a closed survey these are the numbers that were taken at its closing.
    """
    running = SurveyInvitee.objects.counted().filter(
        survey__in=[survey for survey in surveys if survey.answered_count is None]
    )
    counts = {survey.pk: (0, 0) for survey in surveys}
    for pk, has_answered, number in running.values_list("survey", "has_answered").annotate(
        number=Count("pk")
    ):
        answered, asked = counts[pk]
        counts[pk] = (answered + number * has_answered, asked + number)
    for survey in surveys:
        if survey.answered_count is not None:
            counts[survey.pk] = (survey.answered_count, survey.asked_count or survey.answered_count)
    return counts
