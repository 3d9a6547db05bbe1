"""The agenda's editor: /meetings/<meeting>/agenda/."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.agenda_template import Item
from meetings.models import Meeting
from meetings.services import save_agenda
from tests import factories

ClientOf = Callable[[Member], Client]
HTMX = {"HX-Request": "true"}


def rows(*lines: tuple[str, str, str]) -> dict[str, str]:
    """Posted rows of title, kind and minutes."""
    return {
        f"row-{place}-{name}": value
        for place, (title, kind, minutes) in enumerate(lines)
        for name, value in (("title", title), ("kind", kind), ("minutes", minutes), ("note", ""))
    }


THREE = rows(("Avaus", "opening", "10"), ("Tauko", "break", "15"), ("Pohdinta", "discussion", "60"))


def shown(html: str) -> list[str]:
    return re.findall(r'name="row-\d+-title" value="([^"]*)"', html)


def times(html: str) -> list[str]:
    return re.findall(r'editor__time"[^>]*><time[^>]*>([^<]+)', html)


@pytest.fixture
def url(meeting: Meeting) -> str:
    return reverse("meetings:agenda", args=[meeting.pk])


def stored(meeting: Meeting) -> list[tuple[str, str, int]]:
    return list(meeting.agenda_items.values_list("title", "kind", "minutes"))


@pytest.mark.parametrize("who", ["outi", "leena"])
def test_is_saved_as_it_stands(cast: Any, client_of: ClientOf, who: str) -> None:
    url = reverse("meetings:agenda", args=[cast.meeting.pk])
    factories.make_agenda_item(cast.meeting, "Vanha")
    response = client_of(getattr(cast, who)).post(url, {**THREE, "do": "save"})
    assert response["Location"] == f"/meetings/{cast.meeting.pk}/?undo=agenda&done=meetings-saved"
    assert stored(cast.meeting) == [
        ("Avaus", "opening", 10),
        ("Tauko", "break", 15),
        ("Pohdinta", "discussion", 60),
    ]


def test_start_times_roll_and_minutes_sum(url: str, outi: Member, client_of: ClientOf) -> None:
    html = client_of(outi).post(url, {**THREE, "do": "refresh"}).content.decode()
    assert times(html) == ["9.00", "9.10", "9.25"]
    assert "85/180 min: 95 min vielä jakamatta" in html


@pytest.mark.parametrize(
    ("minutes", "words"), [("180", "180/180 min<"), ("200", "200/180 min: 20 min liikaa")]
)
def test_says_whether_the_length_is_met(
    url: str, outi: Member, client_of: ClientOf, minutes: str, words: str
) -> None:
    data = rows(("Pohdinta", "discussion", minutes))
    assert words in client_of(outi).post(url, {**data, "do": "refresh"}).content.decode()


@pytest.mark.parametrize(
    ("do", "titles"),
    [
        ("down:0", ["Tauko", "Avaus", "Pohdinta"]),
        ("up:2", ["Avaus", "Pohdinta", "Tauko"]),
        ("remove:1", ["Avaus", "Pohdinta"]),
        ("up:0", ["Avaus", "Tauko", "Pohdinta"]),
        ("down:2", ["Avaus", "Tauko", "Pohdinta"]),
        ("remove:9", ["Avaus", "Tauko", "Pohdinta"]),
        ("remove:²", ["Avaus", "Tauko", "Pohdinta"]),
        ("", ["Avaus", "Tauko", "Pohdinta"]),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_row_buttons_write_nothing(
    url: str,
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    do: str,
    titles: list[str],
    headers: dict[str, str],
) -> None:
    response = client_of(outi).post(url, {**THREE, "do": do}, headers=headers)
    html = response.content.decode()
    assert (response.status_code, shown(html)) == (200, titles)
    assert ("<html" in html) == (not headers)
    assert stored(meeting) == []


def test_a_new_row_is_empty(url: str, outi: Member, client_of: ClientOf) -> None:
    html = client_of(outi).post(url, {**THREE, "do": "add"}).content.decode()
    assert html.count('class="editor__row"') == 4


def test_empty_rows_are_dropped(
    url: str, meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    data = rows(("Avaus", "opening", "10"), (" ", "discussion", ""))
    client_of(outi).post(url, {**data, "do": "save"})
    assert stored(meeting) == [("Avaus", "opening", 10)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("", "discussion", "10"), "Kirjoita, mitä tehdään."),
        (("Pohdinta", "discussion", ""), "Anna minuutit."),
        (("Pohdinta", "discussion", "kymmenen"), "Kirjoita minuutit numeroina."),
        (("Pohdinta", "discussion", "0"), "1"),
        (("Pohdinta", "discussion", "601"), "600"),
        (("Pohdinta", "nonsense", "10"), "nonsense"),
        (("x" * 121, "discussion", "10"), "120"),
        (("a\u202eb", "discussion", "10"), "näkymättömiä merkkejä"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_rows_are_named_and_nothing_is_saved(
    url: str,
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    line: tuple[str, str, str],
    words: str,
    headers: dict[str, str],
) -> None:
    data = {**rows(("Avaus", "opening", "10"), line), "do": "save"}
    response = client_of(outi).post(url, data, headers=headers)
    html = response.content.decode()
    assert response.status_code == 400
    assert words in html
    assert "Mitään ei ole vielä tallennettu." in html
    assert shown(html)[0] == "Avaus"
    assert stored(meeting) == []


def test_the_service_takes_all_or_nothing(meeting: Meeting) -> None:
    factories.make_agenda_item(meeting, "Vanha")
    good, bad = Item("opening", "Avaus", 10), Item("opening", "", 10)
    with pytest.raises(ValidationError):
        save_agenda(meeting=meeting, rows=[good, bad])
    with pytest.raises(ValidationError):
        save_agenda(meeting=meeting, rows=[good] * 41)
    assert [title for title, _kind, _minutes in stored(meeting)] == ["Vanha"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    url: str,
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        factories.make_agenda_item(meeting, f"Kohta {number}", 5)
    client = client_of(outi)
    with django_assert_num_queries(6):
        client.get(url)
