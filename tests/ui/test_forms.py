"""Fields read days, times and text as people type them, and say what to do when they cannot."""

from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from ui.forms import ClockField, DayField, PlainField, UiForm

TODAY = date(2022, 8, 20)


def message_of(field: forms.Field, text: object) -> str:
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            field.clean(text)
        return caught.value.messages[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13.9.2022", date(2022, 9, 13)),
        ("13.09.2022", date(2022, 9, 13)),
        (" 13. 9. 2022 ", date(2022, 9, 13)),
        ("ti 13.9.2022", date(2022, 9, 13)),
        ("13/9/2022", date(2022, 9, 13)),
        ("13,9,2022", date(2022, 9, 13)),
        ("2022-09-13", date(2022, 9, 13)),
        ("13.9.", date(2022, 9, 13)),
        ("13.9", date(2022, 9, 13)),
        ("20.8.", date(2022, 8, 20)),
        ("19.8.", date(2023, 8, 19)),
        ("29.2.2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, day: date) -> None:
    assert DayField(today=TODAY).clean(text) == day


@pytest.mark.parametrize("text", ["13.9.9999", "13.9.0001", "1999-12-31", "1.1.2101"])
def test_a_year_in_which_no_club_meets_is_refused(text: str) -> None:
    assert message_of(DayField(), text) == "Check the year."


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("14.2.", date(2022, 10, 11), date(2023, 2, 14)),
        ("20.12.", date(2023, 1, 17), date(2022, 12, 20)),
        ("11.10.", date(2022, 10, 31), date(2022, 10, 11)),
    ],
)
def test_a_day_without_a_year_is_the_one_nearest(text: str, near: date, day: date) -> None:
    assert DayField(near=near, today=TODAY).clean(text) == day


@pytest.mark.parametrize("text", ["tomorrow", "13", "13.9.22", "13.9.2022 klo 9", "1.2.3.4"])
def test_what_is_no_day_is_answered_with_the_form_of_one(text: str) -> None:
    assert message_of(DayField(today=TODAY), text) == "Write the day as 13.9.2022."


@pytest.mark.parametrize("text", ["31.2.2022", "0.9.2022", "13.13.2022", "29.2.2023", "1.1.0000"])
def test_a_day_that_no_calendar_has(text: str) -> None:
    message = "There is no such day. Check the day and the month."
    assert message_of(DayField(today=TODAY), text) == message


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", time(9)),
        ("9.00", time(9)),
        ("9:30", time(9, 30)),
        ("09.05", time(9, 5)),
        ("klo 9.30", time(9, 30)),
        ("kl. 16", time(16)),
        ("0", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_a_time_is_read_as_it_is_typed(text: str, clock: time) -> None:
    assert ClockField().clean(text) == clock


@pytest.mark.parametrize("text", ["24", "9.60", "9.5", "nine", "9–12", "-1"])
def test_what_is_no_time_is_answered_with_the_form_of_one(text: str) -> None:
    assert message_of(ClockField(), text) == "Write the time as 9 or 9.30."


def test_plain_text_has_newlines_of_one_kind() -> None:
    assert PlainField(rows=3).clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


def test_a_single_line_stays_one_line() -> None:
    assert PlainField().clean("one\r\ntwo") == "one two"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\u202e", "\u2066", "\u2069"])
def test_hidden_characters_are_refused(character: str) -> None:
    message = message_of(PlainField(), f"before{character}after")
    assert message == "The text has characters that cannot be seen. Type it without them."


def test_too_long_a_text_is_refused_with_numbers_and_never_cut() -> None:
    field = PlainField(max_length=5)
    assert "maxlength" not in field.widget.attrs
    assert message_of(field, "123456") == "Shorten the text: at most 5 characters, now 6."


class Sample(UiForm):
    day = DayField(label="Day", help_text="13.9.")
    place = PlainField(label="Place", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    is_quiet = forms.BooleanField(label="Quiet", required=False)


def test_what_was_typed_stays_and_the_error_is_linked_to_its_field() -> None:
    with translation.override("en"):
        html = Sample({"day": "someday"})["day"].as_field_group()
    assert '<label for="id_day">Day</label>' in html
    assert 'id="id_day_error"' in html
    assert 'value="someday"' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_day_error") < html.index("<input")


def test_the_browser_does_not_answer_for_the_server() -> None:
    assert " required" not in str(Sample()["day"].as_field_group())


def test_a_date_is_shown_as_it_is_typed() -> None:
    html = Sample(initial={"day": date(2022, 9, 13)})["day"].as_field_group()
    assert 'value="13.9.2022"' in html


def test_fields_that_may_stay_empty_say_so_and_ticks_do_not() -> None:
    form = Sample()
    with translation.override("en"):
        assert "(optional)" in form["place"].as_field_group()
        assert "(optional)" not in form["day"].as_field_group()
        assert "(optional)" not in form["is_quiet"].as_field_group()


def test_empty_fields_are_answered_in_the_sites_own_words() -> None:
    with translation.override("en"):
        assert Sample({}).errors == {"day": ["Fill in this field."], "kind": ["Choose one."]}
