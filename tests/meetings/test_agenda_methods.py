"""Ways of working in the agenda's editor: their steps as rows, and whether they fit those who come."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from clubs.models import Member
from meetings.methods import METHODS, method_named, methods_for
from tests.meetings.test_agenda import THREE, shown

ClientOf = Callable[[Member], Client]


@pytest.mark.parametrize(
    ("key", "minutes"),
    [
        ("check-in", [15]),
        ("group-forming", [15]),
        ("one-two-four", [1, 2, 4, 5]),
        ("troika", [10, 10, 10]),
        ("consultation", [5, 10, 10, 10, 10]),
        ("interviews", [3, 20, 15, 12, 10]),
        ("cafe", [10, 10, 10, 15]),
        ("retrospective", [10, 20, 10, 10, 10]),
    ],
)
def test_methods_have_the_steps_of_the_design(key: str, minutes: list[int]) -> None:
    method = method_named(key, 14)
    assert method is not None
    assert [item.minutes for item in method.items] == minutes
    assert len(METHODS) == 8


def test_every_language_names_every_step_within_a_title() -> None:
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            items = [item for method in methods_for(20) for item in method.items]
        assert max(len(item.title) for item in items) <= 120
        assert max(len(item.note) for item in items) <= 500


@pytest.mark.parametrize(
    ("key", "people", "words"),
    [
        ("cafe", 8, "Tarvitaan vähintään 12."),
        ("cafe", 14, ""),
        ("consultation", 9, ""),
        ("consultation", 14, "Ryhmiä: 2."),
        ("troika", 0, "Tarvitaan vähintään 3."),
    ],
)
def test_says_when_the_people_do_not_fit(key: str, people: int, words: str) -> None:
    with translation.override("fi"):
        method = method_named(key, people)
        assert method is not None
        assert method.advice(people) == words


@pytest.fixture
def url(cast: Any) -> str:
    return reverse("meetings:agenda", args=[cast.meeting.pk])


@pytest.mark.parametrize(
    ("at", "titles"),
    [
        ("", ["Avaus", "Tauko", "Pohdinta", "Ryhmäytyminen"]),
        ("1", ["Avaus", "Ryhmäytyminen", "Tauko", "Pohdinta"]),
        ("99999999", ["Avaus", "Tauko", "Pohdinta", "Ryhmäytyminen"]),
    ],
)
def test_a_method_comes_where_it_is_wanted(
    cast: Any, client_of: ClientOf, url: str, at: str, titles: list[str]
) -> None:
    data = {**THREE, "do": "method:group-forming", "at": at}
    html = client_of(cast.leena).post(url, data).content.decode()
    assert shown(html) == titles
    # One goes on writing in the row that came.
    [focused] = re.findall(r"<input[^>]*autofocus[^>]*>", html)
    assert 'value="Ryhmäytyminen"' in focused
    assert cast.meeting.agenda_items.count() == 0


def test_an_unknown_method_changes_nothing(cast: Any, client_of: ClientOf, url: str) -> None:
    html = client_of(cast.outi).post(url, {**THREE, "do": "method:dance"}).content.decode()
    assert shown(html) == ["Avaus", "Tauko", "Pohdinta"]


@pytest.mark.parametrize(
    ("do", "titles"),
    [
        ("move:2:0", ["Pohdinta", "Avaus", "Tauko"]),
        ("move:0:2", ["Tauko", "Pohdinta", "Avaus"]),
        ("move:0:3", ["Avaus", "Tauko", "Pohdinta"]),
        ("move:x:y", ["Avaus", "Tauko", "Pohdinta"]),
        (f"move:{'9' * 5000}:0", ["Avaus", "Tauko", "Pohdinta"]),
    ],
)
def test_what_is_dragged_moves(
    cast: Any, client_of: ClientOf, url: str, do: str, titles: list[str]
) -> None:
    html = client_of(cast.outi).post(url, {**THREE, "do": do}).content.decode()
    assert shown(html) == titles


def test_new_supervisors_bring_a_hint_of_group_forming(
    cast: Any, client_of: ClientOf, url: str
) -> None:
    words = "Osa osallistujista on uusia esihenkilöitä."
    client = client_of(cast.leena)
    cast.club.members.update(is_new_in_role=False)
    assert words not in client.get(url).content.decode()
    Member.objects.filter(pk=cast.petri.pk).update(is_new_in_role=True)
    assert words in client.get(url).content.decode()
    html = client.post(url, {**THREE, "do": "method:group-forming", "at": "0"}).content.decode()
    assert words not in html
    assert re.findall(r'value="group_forming" selected', html)
