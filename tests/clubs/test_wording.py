import datetime as dt

import pytest
from django.utils import translation

from clubs.calendar import closed_reason, closed_spans
from clubs.wording import describe_clash, name_span


@pytest.mark.parametrize(
    ("day", "weeks", "words"),
    [
        (dt.date(2022, 10, 18), [], "ti 18.10. on syyslomaviikolla 42"),
        (dt.date(2023, 2, 28), [], "ti 28.2. on talvilomaviikolla 9"),
        (dt.date(2022, 9, 6), [36], "ti 6.9. on lomaviikolla 36"),
        (dt.date(2022, 12, 6), [], "ti 6.12. on pyhäpäivä: itsenäisyyspäivä"),
        (dt.date(2022, 12, 27), [], "ti 27.12. on joululomalla"),
        (dt.date(2023, 6, 6), [], "ti 6.6. on kesälomalla"),
    ],
)
def test_a_clash_is_named_in_finnish(day: dt.date, weeks: list[int], words: str) -> None:
    clash = closed_reason(day, holiday_weeks=weeks)

    assert clash is not None
    assert describe_clash(clash) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "ti 6.12. är en helgdag: självständighetsdagen"),
        ("en", "Tue 6 Dec is a public holiday: Independence Day"),
    ],
)
def test_a_clash_is_named_in_the_reader_s_language(language: str, words: str) -> None:
    clash = closed_reason(dt.date(2022, 12, 6))

    assert clash is not None
    with translation.override(language):
        assert describe_clash(clash) == words


def test_the_line_of_the_year_has_labels() -> None:
    spans = closed_spans(dt.date(2022, 10, 1), dt.date(2023, 6, 30))

    assert [name_span(span) for span in spans] == [
        "syysloma 42–43",
        "pyhäinpäivä",
        "itsenäisyyspäivä",
        "joulu",
        "talviloma 8–10",
        "pitkäperjantai",
        "pääsiäispäivä",
        "vappu",
        "helatorstai",
        "helluntaipäivä",
        "kesä",
    ]
