"""The agenda that a new meeting begins with."""

import pytest

from meetings.agenda_template import default_agenda


def test_three_hours_are_the_practice_of_the_clubs() -> None:
    items = default_agenda(180, people=14)
    assert [(item.kind, item.minutes) for item in items] == [
        ("opening", 15),
        ("agreed", 15),
        ("talk", 20),
        ("discussion", 15),
        ("break", 10),
        ("discussion", 50),
        ("discussion", 20),
        ("decisions", 20),
        ("feedback", 5),
        ("closing", 10),
    ]


@pytest.mark.parametrize("length", range(30, 601))
def test_minutes_sum_to_any_length(length: int) -> None:
    items = default_agenda(length)
    assert sum(item.minutes for item in items) == length
    assert min(item.minutes for item in items) >= 5


def test_new_supervisors_turn_the_check_in_into_group_forming() -> None:
    kinds = [item.kind for item in default_agenda(180, has_new=True)]
    assert kinds[0] == "group_forming"
    assert "opening" not in kinds


def test_above_ten_people_the_consultation_is_in_two_groups() -> None:
    notes = [default_agenda(180, people=people)[5].note for people in (10, 11)]
    assert notes[0] != notes[1]


def test_a_short_meeting_leaves_out_what_would_shrink_to_nothing() -> None:
    assert [item.kind for item in default_agenda(45)] == [
        "opening",
        "talk",
        "discussion",
        "decisions",
        "closing",
    ]
