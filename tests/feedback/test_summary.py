"""What may be shown. The views are simulated over surveys of every shape: nothing rests on one to four people."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.summary import (
    LEAST,
    Question,
    Survey,
    is_too_small,
    mean_of,
    published,
    results_of,
    shuffled,
)

CODES = ("useful", "heard")


def survey(
    counts: tuple[int, ...], *, is_closed: bool = True, number: int = 0, texts: tuple[str, ...] = ()
) -> Survey:
    return Survey(
        name=str(number),
        on=date(2022, 9, 13) + timedelta(weeks=4 * number),
        is_closed=is_closed,
        answered=sum(counts),
        questions=(
            Question("useful", "", "scale", counts),
            Question("take", "", "text", texts=texts),
        ),
    )


def test_nothing_shows_before_closing() -> None:
    assert results_of(survey((0, 0, 1, 4, 7), is_closed=False)) is None


def test_nothing_shows_from_four_answers() -> None:
    assert results_of(survey((0, 0, 0, 0, 4), texts=("Kiitos",))) is None


def test_five_answers_show() -> None:
    results = results_of(survey((0, 0, 1, 1, 3), texts=("Kiitos",)))
    assert results is not None
    assert [(one.counts, one.mean) for one in results.scales] == [((0, 0, 1, 1, 3), Decimal("4.4"))]
    assert [one.texts for one in results.texts] == [("Kiitos",)]


def test_a_question_that_fewer_answered_is_left_out() -> None:
    whole = Survey(
        "", date(2022, 9, 13), True, 6, (Question("useful", "", "scale", (0, 0, 0, 1, 3)),)
    )
    results = results_of(whole)
    assert results is not None
    assert results.scales == ()


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ((0, 0, 1, 4, 7), "4.5"),
        ((0, 0, 0, 0, 0), None),
        ((1, 0, 0, 0, 0), "1.0"),
        ((0, 0, 0, 19, 1), "4.1"),
    ],
)
def test_means_have_one_decimal_rounded_half_up(counts: tuple[int, ...], mean: str | None) -> None:
    assert mean_of(counts) == (None if mean is None else Decimal(mean))


def test_change_is_told_against_the_last_published_time_it_was_asked() -> None:
    shown = survey((0, 0, 0, 5, 0), number=0)
    hidden = survey((4, 0, 0, 0, 0), number=1)
    results = results_of(survey((0, 0, 0, 0, 5), number=2), [shown, hidden])
    assert results is not None
    assert results.scales[0].change == Decimal("1.0")
    assert results.trend is not None
    assert results.trend.days == (shown.on, date(2022, 9, 13) + timedelta(weeks=8))


def test_the_trend_spans_four_meetings_at_most() -> None:
    surveys = [survey((0, 0, 0, 5, 0), number=number) for number in range(6)]
    results = results_of(surveys[-1], surveys[:-1])
    assert results is not None
    assert results.trend is not None
    assert results.trend.days == tuple(one.on for one in surveys[-4:])


def test_there_is_no_trend_of_one() -> None:
    results = results_of(survey((0, 0, 0, 5, 0)))
    assert results is not None
    assert (results.trend, results.scales[0].change) == (None, None)


@given(st.lists(st.text(min_size=1), max_size=12), st.randoms())
def test_the_order_of_texts_does_not_depend_on_the_order_of_writing(
    texts: list[str], chance: Random
) -> None:
    written_otherwise = list(texts)
    chance.shuffle(written_otherwise)
    assert shuffled(texts) == shuffled(written_otherwise)


def test_a_club_smaller_than_the_least_is_too_small() -> None:
    assert [is_too_small(number) for number in (1, LEAST - 1, LEAST)] == [True, True, False]


def counts(limit: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.integers(0, limit)] * 5)


@st.composite
def histories(draw: st.DrawFn) -> list[Survey]:
    """Surveys of one club in which some are open, some have few answers, and some questions are passed over."""
    surveys = []
    for number in range(draw(st.integers(1, 7))):
        answered = draw(counts(3))
        surveys.append(
            Survey(
                name=str(number),
                on=date(2022, 9, 13) + timedelta(weeks=number),
                is_closed=draw(st.booleans()),
                answered=sum(answered),
                questions=tuple(
                    Question(
                        code, "", "scale", answered if draw(st.booleans()) else draw(counts(1))
                    )
                    for code in CODES
                ),
            )
        )
    return surveys


@given(histories())
def test_no_view_and_no_difference_of_views_rests_on_one_to_four_people(
    surveys: list[Survey],
) -> None:
    """Every page that anybody may open, at every moment, and the sums over what is published."""
    bases: list[int] = []
    for place, current in enumerate(surveys):
        results = results_of(current, surveys[:place])
        if results is None:
            continue
        by_day = {one.on: one for one in surveys}
        bases += [results.answered, *(scale.answered for scale in results.scales)]
        if results.trend:
            for line in results.trend.lines:
                for day, mean in zip(results.trend.days, line.means, strict=True):
                    if mean is not None:
                        asked = {one.code: one for one in by_day[day].questions}
                        bases.append(asked[line.code].answered)
                        assert is_shown(by_day[day])
    # A season's total adds whole published surveys, so two totals differ by whole published surveys.
    shown = [one.answered for one in published(surveys)]
    totals = [sum(part) for size in (1, 2, 3) for part in combinations(shown, size)]
    differences = [sum(shown) - sum(part) for part in combinations(shown, max(len(shown) - 1, 0))]
    assert [base for base in [*bases, *totals, *differences] if 0 < base < LEAST] == []


def is_shown(one: Survey) -> bool:
    return one.is_closed and one.answered >= LEAST
