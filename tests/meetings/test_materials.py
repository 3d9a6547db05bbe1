"""The pre-reading's editor: /meetings/<meeting>/materials/."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


def row(place: int, **fields: str) -> dict[str, str]:
    values = {
        "title": "Luotsi kulkee rinnalla", "pk": "", "kind": "article",
        "url": "https://example.org/luotsi", "minutes": "10", "note": "", **fields,
    }  # fmt: skip
    return {f"row-{place}-{name}": value for name, value in values.items()}


@pytest.fixture
def url(meeting: Meeting) -> str:
    return reverse("meetings:materials", args=[meeting.pk])


def stored(meeting: Meeting) -> list[tuple[Any, ...]]:
    return list(meeting.materials.values_list("title", "kind", "url", "minutes", "note"))


def test_the_host_pair_saves_it(
    meeting: Meeting, url: str, leena: Member, client_of: ClientOf
) -> None:
    data = {
        **row(0),
        **row(1, title="Mitä opimme", kind="project", url="http://example.org/2", note="Sivut 3–5"),
        "do": "save",
    }
    response = client_of(leena).post(url, data)
    assert response["Location"] == f"/meetings/{meeting.pk}/?undo=materials&done=meetings-saved"
    assert stored(meeting) == [
        ("Luotsi kulkee rinnalla", "article", "https://example.org/luotsi", 10, ""),
        ("Mitä opimme", "project", "http://example.org/2", 10, "Sivut 3–5"),
    ]


def test_ticks_survive_editing_and_moving(
    meeting: Meeting, url: str, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    first, second = (factories.make_material(meeting, title) for title in ("Eka", "Toka"))
    second.read_marks.create(member=aino)
    data = {
        **row(0, title="Toka, korjattu", pk=str(second.pk)),
        **row(1, title="Eka", pk=str(first.pk)),
        "do": "save",
    }
    client_of(outi).post(url, data)
    assert [title for title, *_rest in stored(meeting)] == ["Toka, korjattu", "Eka"]
    assert second.read_marks.count() == 1


def test_rows_of_another_meeting_are_not_taken_over(
    meeting: Meeting, url: str, outi: Member, client_of: ClientOf
) -> None:
    other = factories.make_meeting(meeting.season, days=50)
    foreign = factories.make_material(other, "Toisen")
    client_of(outi).post(url, {**row(0, title="Oma", pk=str(foreign.pk)), "do": "save"})
    foreign.refresh_from_db()
    assert (foreign.title, foreign.meeting) == ("Toisen", other)
    assert [title for title, *_rest in stored(meeting)] == ["Oma"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "javascript:alert(1)"}, "Kirjoita linkki, joka alkaa https://."),
        ({"url": "ftp://example.org"}, "Kirjoita linkki, joka alkaa https://."),
        ({"url": ""}, "Kirjoita linkki, joka alkaa https://."),
        ({"title": ""}, "Kirjoita otsikko."),
        ({"minutes": "0"}, "1"),
        ({"title": "x" * 201}, "200"),
        ({"url": "https://example.org/" + "x" * 500}, "500"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_saved(
    meeting: Meeting,
    url: str,
    outi: Member,
    client_of: ClientOf,
    fields: dict[str, str],
    words: str,
) -> None:
    response = client_of(outi).post(url, {**row(0), **row(1, **fields), "do": "save"})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert stored(meeting) == []


def test_buttons_move_rows_and_write_nothing(
    meeting: Meeting, url: str, outi: Member, client_of: ClientOf
) -> None:
    data = {**row(0, title="Eka"), **row(1, title="Toka"), "do": "up:1"}
    for headers in ({}, {"HX-Request": "true"}):
        html = client_of(outi).post(url, data, headers=headers).content.decode()
        assert html.index('value="Toka"') < html.index('value="Eka"')
    assert stored(meeting) == []


def test_everything_can_be_removed(
    meeting: Meeting, url: str, outi: Member, client_of: ClientOf
) -> None:
    factories.make_material(meeting)
    client_of(outi).post(url, {"do": "save"})
    assert stored(meeting) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting,
    url: str,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        factories.make_material(meeting, f"Artikkeli {number}")
    client = client_of(outi)
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.parametrize(
    ("do", "focused"),
    [
        ("add", 'name="row-2-title"'),
        ("up:1", 'id="down-0"'),
        ("down:0", 'id="up-1"'),
        ("remove:1", 'id="remove-0"'),
        ("save:1", ""),
    ],
)
def test_the_focus_goes_with_the_row(
    url: str, outi: Member, client_of: ClientOf, do: str, focused: str
) -> None:
    data = {**row(0, title="Eka"), **row(1, title=""), "do": do}
    html = client_of(outi).post(url, data, headers={"HX-Request": "true"}).content.decode()
    tags = [tag for tag in re.findall(r"<(?:input|button)[^>]*>", html) if "autofocus" in tag]
    assert [focused in tag for tag in tags] == [True] * bool(focused)


@pytest.mark.parametrize("editor", ["materials", "agenda"])
def test_the_focus_goes_to_the_button_that_adds_when_no_row_is_left(
    meeting: Meeting, outi: Member, client_of: ClientOf, editor: str
) -> None:
    url = reverse(f"meetings:{editor}", args=[meeting.pk])
    data = {**row(0), "do": "remove:0"}
    html = client_of(outi).post(url, data, headers={"HX-Request": "true"}).content.decode()
    [tag] = [tag for tag in re.findall(r"<(?:input|button)[^>]*>", html) if "autofocus" in tag]
    assert 'value="add"' in tag


def test_a_row_without_a_title_is_named_by_its_number(
    url: str, outi: Member, client_of: ClientOf
) -> None:
    html = client_of(outi).get(url).content.decode()
    assert "Poista</span>" not in html
    assert "Poista: rivi 1</span>" in html
