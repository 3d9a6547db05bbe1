"""What may be shown of a survey, and the figures of it. Pure: rows come in, sentences and drawings are made elsewhere.

The rule: nothing before closing, nothing from fewer than ``LEAST`` answers, and every figure over several surveys
rests on published ones only. So no view, and no difference of two views, rests on one to ``LEAST - 1`` people.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

LEAST = 5
SCALE = 5
CHOICES = 3
TREND_LENGTH = 4
TENTH = Decimal("0.1")

Key = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """A question with what was answered: how often each value from 1 on, or the texts."""

    code: str
    text: str
    kind: str
    counts: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What makes it the same question in another survey."""
        return self.code, self.text

    @property
    def answered(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Survey:
    """A survey as it was stored."""

    name: str
    on: date
    is_closed: bool
    answered: int
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A question's distribution with its mean (one decimal) and how it changed since it was last asked."""

    code: str
    text: str
    counts: tuple[int, ...]
    answered: int
    mean: Decimal
    change: Decimal | None = None


@dataclass(frozen=True)
class Choice:
    """How often each choice was made, from the value 1 on."""

    code: str
    text: str
    counts: tuple[int, ...]
    answered: int


@dataclass(frozen=True)
class Texts:
    """The texts that were given, in an order that tells nothing of who wrote when."""

    code: str
    text: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One question's means over the surveys of a trend; ``None`` where it was not asked."""

    code: str
    text: str
    means: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Trend:
    """Means over several meetings, oldest first."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Results:
    """All that may be shown of one survey."""

    answered: int
    scales: tuple[Scale, ...]
    choices: tuple[Choice, ...]
    texts: tuple[Texts, ...]
    trend: Trend | None = None


def is_published(*, is_closed: bool, answered: int | None) -> bool:
    """Whether results may be shown at all."""
    return is_closed and (answered or 0) >= LEAST


def is_too_small(invited: int) -> bool:
    """Whether so few may answer that a writer must be told beforehand: this is not anonymous."""
    return invited < LEAST


def mean_of(counts: Sequence[int]) -> Decimal | None:
    """The mean of the values 1, 2, 3… that occurred ``counts`` times, to one decimal; None of nothing."""
    answered = sum(counts)
    if not answered:
        return None
    total = sum(value * count for value, count in enumerate(counts, start=1))
    return (Decimal(total) / answered).quantize(TENTH, ROUND_HALF_UP)


def shuffled(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts in an order that depends on their words alone, so that it betrays no order of writing."""
    return tuple(sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest()))


def results_of(current: Survey, earlier: Sequence[Survey] = ()) -> Results | None:
    """What may be shown of ``current``; None when that is nothing.

    ``earlier`` are the surveys before it, oldest first; those that may not be shown are passed over.
    """
    if not is_published(is_closed=current.is_closed, answered=current.answered):
        return None
    before = published(earlier)
    asked = [
        question
        for question in current.questions
        if question.kind == "text" or question.answered >= LEAST
    ]
    return Results(
        answered=current.answered,
        scales=tuple(_scale(question, before) for question in asked if question.kind == "scale"),
        choices=tuple(
            Choice(question.code, question.text, question.counts, question.answered)
            for question in asked
            if question.kind == "choice"
        ),
        texts=tuple(
            Texts(question.code, question.text, shuffled(question.texts))
            for question in asked
            if question.kind == "text"
        ),
        trend=_trend([*before, current]),
    )


def published(surveys: Sequence[Survey]) -> list[Survey]:
    """Those of which something may be shown."""
    return [
        survey
        for survey in surveys
        if is_published(is_closed=survey.is_closed, answered=survey.answered)
    ]


def _shown_mean(survey: Survey, key: Key) -> Decimal | None:
    for question in survey.questions:
        if question.kind == "scale" and question.key == key and question.answered >= LEAST:
            return mean_of(question.counts)
    return None


def _scale(question: Question, before: Sequence[Survey]) -> Scale:
    mean = mean_of(question.counts) or Decimal(0)
    means = [_shown_mean(survey, question.key) for survey in before]
    last = next((value for value in reversed(means) if value is not None), None)
    return Scale(
        code=question.code,
        text=question.text,
        counts=question.counts,
        answered=question.answered,
        mean=mean,
        change=None if last is None else mean - last,
    )


def _trend(surveys: Sequence[Survey]) -> Trend | None:
    """The last ``TREND_LENGTH`` surveys; None where there is nothing to compare."""
    chosen = surveys[-TREND_LENGTH:]
    if len(chosen) < 2:
        return None
    lines = []
    for question in chosen[-1].questions:
        means = tuple(_shown_mean(survey, question.key) for survey in chosen)
        if means[-1] is not None:
            lines.append(Line(question.code, question.text, means))
    return Trend(tuple(survey.on for survey in chosen), tuple(lines)) if lines else None
