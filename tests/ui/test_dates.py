"""Days and times read as each language writes them."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from ui.dates import format_day, format_span, format_time, format_when

DAY = date(2022, 10, 11)
NINE = datetime(2022, 10, 11, 6, 0, tzinfo=UTC)
NOON = datetime(2022, 10, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "ti 11.10.2022"), ("sv", "ti 11.10.2022"), ("en", "Tue 11 Oct 2022")],
)
def test_a_day_has_its_weekday(language: str, words: str) -> None:
    with translation.override(language):
        assert format_day(DAY) == words


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "ti 11.10."), ("sv", "ti 11.10."), ("en", "Tue 11 Oct")]
)
def test_a_day_without_its_year(language: str, words: str) -> None:
    with translation.override(language):
        assert format_day(DAY, year=False) == words


def test_weekdays_of_a_week_in_three_languages() -> None:
    week = [date(2022, 10, day) for day in range(10, 17)]
    for language, words in [
        ("fi", ["ma", "ti", "ke", "to", "pe", "la", "su"]),
        ("sv", ["må", "ti", "on", "to", "fr", "lö", "sö"]),
        ("en", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
    ]:
        with translation.override(language):
            assert [format_day(day).split()[0] for day in week] == words


@pytest.mark.parametrize(
    ("clock", "words"), [(time(9), "9"), (time(9, 30), "9.30"), (time(0), "0")]
)
def test_a_full_hour_has_no_minutes(clock: time, words: str) -> None:
    assert format_time(clock) == words


def test_minutes_can_be_kept() -> None:
    assert format_time(time(9), minutes=True) == "9.00"


@pytest.mark.parametrize(
    ("language", "start", "end", "words"),
    [
        ("fi", time(9), time(12), "klo 9–12"),
        ("fi", time(9, 30), time(12), "klo 9.30–12.00"),
        ("fi", time(9), time(11, 45), "klo 9.00–11.45"),
        ("sv", time(9), time(12), "kl. 9–12"),
        ("en", time(9), time(12), "9–12"),
        ("fi", time(9), None, "klo 9"),
        ("sv", time(9, 30), None, "kl. 9.30"),
        ("en", time(9), None, "9.00"),
    ],
)
def test_a_span_of_time(language: str, start: time, end: time | None, words: str) -> None:
    with translation.override(language):
        assert format_span(start, end) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "ti 11.10.2022 klo 9–12"),
        ("sv", "ti 11.10.2022 kl. 9–12"),
        ("en", "Tue 11 Oct 2022, 9–12"),
    ],
)
def test_moments_are_shown_in_finnish_time(language: str, words: str) -> None:
    with translation.override(language):
        assert format_when(NINE, NOON) == words


def test_a_moment_after_midnight_in_finland_is_on_the_next_day() -> None:
    with translation.override("fi"):
        assert format_when(datetime(2022, 12, 31, 22, 30, tzinfo=UTC)) == "su 1.1.2023 klo 0.30"


def test_an_unknown_language_reads_finnish() -> None:
    with translation.override("de"):
        assert format_day(DAY) == "ti 11.10.2022"
