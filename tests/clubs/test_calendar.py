import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubs.calendar import (
    Break,
    Clash,
    Kind,
    NoFreeDay,
    Span,
    closed_reason,
    closed_spans,
    holiday_name,
    is_workday,
    last_workday_before,
    next_free,
    next_workday,
    propose_dates,
    workdays_before,
)

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))
DEMO_DATES = [
    dt.date(2022, 1, 25),
    dt.date(2022, 2, 15),
    dt.date(2022, 3, 22),
    dt.date(2022, 4, 26),
    dt.date(2022, 9, 13),
    dt.date(2022, 10, 11),
    dt.date(2022, 11, 22),
    dt.date(2023, 1, 17),
    dt.date(2023, 2, 14),
    dt.date(2023, 3, 21),
    dt.date(2023, 4, 25),
]


@pytest.mark.parametrize("day", DEMO_DATES)
def test_no_meeting_of_the_real_club_clashes(day: dt.date) -> None:
    assert closed_reason(day) is None


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (dt.date(2022, 11, 5), Kind.PUBLIC_HOLIDAY),
        (dt.date(2022, 12, 6), Kind.PUBLIC_HOLIDAY),
        (dt.date(2022, 12, 24), Kind.PUBLIC_HOLIDAY),
        (dt.date(2022, 12, 25), Kind.PUBLIC_HOLIDAY),
        (dt.date(2022, 12, 26), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 1, 1), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 1, 6), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 4, 7), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 4, 9), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 4, 10), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 5, 1), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 5, 18), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 5, 28), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 6, 23), Kind.PUBLIC_HOLIDAY),
        (dt.date(2023, 6, 24), Kind.PUBLIC_HOLIDAY),
        (dt.date(2022, 12, 22), Kind.CHRISTMAS),
        (dt.date(2023, 1, 8), Kind.CHRISTMAS),
        (dt.date(2023, 6, 1), Kind.SUMMER),
        (dt.date(2023, 7, 31), Kind.SUMMER),
        (dt.date(2022, 10, 18), Kind.HOLIDAY_WEEK),
        (dt.date(2022, 10, 30), Kind.HOLIDAY_WEEK),
        (dt.date(2023, 2, 20), Kind.HOLIDAY_WEEK),
        (dt.date(2023, 3, 12), Kind.HOLIDAY_WEEK),
    ],
)
def test_closed_days_have_a_reason(day: dt.date, kind: Kind) -> None:
    assert closed_reason(day) == Clash(day, kind)


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2022, 12, 21),
        dt.date(2023, 1, 9),
        dt.date(2023, 5, 31),
        dt.date(2023, 8, 1),
        dt.date(2022, 10, 16),
        dt.date(2022, 10, 31),
        dt.date(2023, 2, 19),
        dt.date(2023, 3, 13),
    ],
)
def test_days_beside_the_breaks_are_open(day: dt.date) -> None:
    assert closed_reason(day) is None


def test_a_clash_knows_its_week_and_holiday() -> None:
    autumn = closed_reason(dt.date(2022, 10, 18))
    winter = closed_reason(dt.date(2023, 2, 28))
    other = closed_reason(dt.date(2022, 9, 6), holiday_weeks=[36])

    assert autumn
    assert (autumn.week, autumn.holiday) == (42, Break.AUTUMN)
    assert winter
    assert (winter.week, winter.holiday) == (9, Break.WINTER)
    assert other
    assert (other.week, other.holiday) == (36, Break.OTHER)


def test_a_club_s_own_weeks_replace_the_usual_ones() -> None:
    kokemaki = [43, 8]

    assert closed_reason(dt.date(2022, 10, 18), holiday_weeks=kokemaki) is None
    assert closed_reason(dt.date(2023, 2, 28), holiday_weeks=kokemaki) is None
    assert closed_reason(dt.date(2022, 10, 25), holiday_weeks=kokemaki) is not None


def test_holidays_have_names_in_three_languages() -> None:
    day = dt.date(2022, 12, 6)

    assert [holiday_name(day, language) for language in ("fi", "sv", "en")] == [
        "Itsenäisyyspäivä",
        "Självständighetsdagen",
        "Independence Day",
    ]
    assert holiday_name(dt.date(2022, 12, 7), "fi") == ""


def test_dates_are_proposed_past_breaks() -> None:
    assert propose_dates(dt.date(2022, 9, 12), 2, 7, 5) == [
        dt.date(2022, 9, 13),
        dt.date(2022, 11, 1),  # 18.10. and 25.10. are autumn holidays
        dt.date(2022, 12, 13),  # 6.12. is Independence Day
        dt.date(2023, 1, 17),
        dt.date(2023, 3, 14),  # weeks 8-10
        dt.date(2023, 4, 18),
        dt.date(2023, 5, 23),
    ]


@given(first=DAYS, weekday=st.integers(1, 7), count=st.integers(0, 12), every=st.integers(1, 12))
def test_proposed_dates_are_open_in_order_and_never_too_close(
    first: dt.date, weekday: int, count: int, every: int
) -> None:
    dates = propose_dates(first, weekday, count, every)

    assert len(dates) == count
    assert all(day.isoweekday() == weekday and closed_reason(day) is None for day in dates)
    assert all(day >= first for day in dates)
    assert all((b - a).days >= 7 * every for a, b in itertools.pairwise(dates))


@pytest.mark.parametrize(("weekday", "every"), [(0, 4), (8, 4), (2, 0)])
def test_a_rhythm_that_does_not_exist_is_refused(weekday: int, every: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        propose_dates(dt.date(2022, 9, 13), weekday, 3, every)


def test_a_club_on_holiday_all_year_gets_an_answer() -> None:
    with pytest.raises(NoFreeDay):
        propose_dates(dt.date(2022, 9, 13), 2, 3, 4, holiday_weeks=range(1, 54))


def test_a_proposal_avoids_days_that_are_taken() -> None:
    assert next_free(dt.date(2023, 2, 28)) == dt.date(2023, 3, 14)
    assert next_free(dt.date(2023, 2, 28), taken=[dt.date(2023, 3, 14)]) == dt.date(2023, 3, 21)
    assert next_free(dt.date(2022, 9, 13)) == dt.date(2022, 9, 13)


def test_letters_leave_before_a_break() -> None:
    christmas, winter = dt.date(2022, 12, 27), dt.date(2023, 2, 28)

    assert not is_workday(christmas)
    assert last_workday_before(christmas) == dt.date(2022, 12, 21)
    assert last_workday_before(winter) == dt.date(2023, 2, 17)


def test_workdays_are_counted_over_weekends_and_holidays() -> None:
    monday = dt.date(2023, 5, 22)

    assert not is_workday(dt.date(2023, 5, 20))
    assert not is_workday(dt.date(2023, 5, 18))
    assert workdays_before(monday, 3) == dt.date(2023, 5, 16)
    assert workdays_before(monday, 0) == monday
    assert next_workday(dt.date(2023, 5, 17)) == dt.date(2023, 5, 19)


@given(day=DAYS)
def test_neighbouring_workdays_enclose_a_day(day: dt.date) -> None:
    before, after = last_workday_before(day), next_workday(day)

    assert before < day < after
    assert is_workday(before)
    assert is_workday(after)


def test_the_year_shows_its_breaks_as_spans() -> None:
    spans = closed_spans(dt.date(2022, 8, 1), dt.date(2022, 12, 31))

    assert spans == [
        Span(dt.date(2022, 10, 17), dt.date(2022, 10, 30), Kind.HOLIDAY_WEEK),
        Span(dt.date(2022, 11, 5), dt.date(2022, 11, 5), Kind.PUBLIC_HOLIDAY),
        Span(dt.date(2022, 12, 6), dt.date(2022, 12, 6), Kind.PUBLIC_HOLIDAY),
        Span(dt.date(2022, 12, 22), dt.date(2022, 12, 31), Kind.CHRISTMAS),
    ]
