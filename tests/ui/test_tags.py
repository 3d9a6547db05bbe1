"""Tags and filters of the pages."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

NINE = datetime(2022, 10, 11, 6, 0, tzinfo=UTC)
NOON = datetime(2022, 10, 11, 9, 0, tzinfo=UTC)


def render(source: str, *, language: str = "fi", autoescape: bool = True, **values: object) -> str:
    with translation.override(language):
        context = Context(values, autoescape=autoescape)
        return Template("{% load ui %}" + source).render(context).strip()


def test_a_day_in_a_page_is_an_element_that_does_not_break() -> None:
    html = render("{{ value|day }}", value=date(2022, 10, 11))
    assert html == '<time datetime="2022-10-11">ti 11.10.2022</time>'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ start|day }}", "ti 11.10.2022"),
        ("{{ start|day_short }}", "ti 11.10."),
        ("{{ start|clock }}", "klo 9"),
        ("{{ start|clock_bare }}", "9.00"),
        ("{% span start end %}", "klo 9–12"),
        ("{% when start end %}", "ti 11.10.2022 klo 9–12"),
        ("{% when start end year=False %}", "ti 11.10. klo 9–12"),
    ],
)
def test_in_the_text_of_a_letter_they_are_words(source: str, words: str) -> None:
    assert render(source, autoescape=False, start=NINE, end=NOON) == words


@pytest.mark.parametrize(
    "source", ["{{ value|day }}", "{{ value|day_short }}", "{{ value|clock }}"]
)
def test_no_day_is_nothing(source: str) -> None:
    assert render(source, value=None) == ""


def test_midnight_is_a_time() -> None:
    assert render("{{ value|clock_bare }}", autoescape=False, value=time(0)) == "0.00"


def test_an_icon_comes_from_the_sprite_and_is_hidden_from_screen_readers() -> None:
    html = render('{% icon "check" %}')
    assert html == (
        '<svg class="i" aria-hidden="true" focusable="false">'
        '<use href="/static/img/icons.svg#check"/></svg>'
    )


@pytest.mark.parametrize(
    ("person", "letters"),
    [
        (SimpleNamespace(first_name="Aino", last_name="Kettunen"), "AK"),
        (SimpleNamespace(first_name="Åke", last_name=""), "Å"),
        ("Anna Maria Öst", "AÖ"),
        ("aino", "A"),
        ("", ""),
    ],
)
def test_initials(person: object, letters: str) -> None:
    assert render("{{ person|initials }}", person=person) == letters


def test_nb_escapes_what_it_keeps_together() -> None:
    assert render("{{ value|nb }}", value="<10 min") == '<span class="nb">&lt;10 min</span>'


def test_the_ring_says_in_words_who_comes() -> None:
    seats = [
        {"initials": "LH", "state": "host"},
        {"initials": "AK", "state": "yes", "is_me": True},
        {"initials": "AH", "state": "maybe"},
        {"initials": "KO", "state": "no"},
        {"initials": "ET", "state": "none"},
        {"initials": "ML", "state": "none"},
    ]
    html = render('{% ring seats 2 "coming" %}', language="en", seats=seats)
    words = "2 coming, 1 not sure yet, 1 cannot come, 2 no answer yet"
    assert f'aria-label="{words}"' in html
    assert html.count("me-halo") == 1
    assert html.count("<text") == 7


def test_decimals_in_drawings_are_points_in_every_language() -> None:
    html = render("{% answer_bar 1 1 1 0 %}{% progress 1 3 %}", language="fi")
    assert 'width="32.67%"' in html
    assert 'width="33.3%"' in html


def test_an_empty_club_divides_by_nothing() -> None:
    assert "rect" not in render("{% answer_bar 0 0 0 0 %}")
    assert 'width="0%"' in render("{% progress 0 0 %}")
    assert "circle" in render("{% ring seats 0 %}", seats=[])


def test_bars_have_their_numbers_in_a_table() -> None:
    html = render("{% bars counts %}", language="en", counts=[0, 0, 1, 4, 7])
    assert 'aria-label="Number of answers: 1: 0, 2: 0, 3: 1, 4: 4, 5: 7"' in html
    assert html.count("<tr>") == 6
