"""The page of themes: the tree, and adding to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club
from meetings.models import Meeting, Theme
from meetings.services import add_theme, set_themes
from meetings.themes_shown import themes_of
from tests import factories

OpenAs = Callable[[Any], Client]


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/themes/"


def tree_of(response: Any) -> list[tuple[str, list[str]]]:
    return [
        (branch.theme.name, [leaf.theme.name for leaf in branch.below])
        for branch in response.context["tree"]
    ]


def test_without_themes_the_page_says_what_to_do(outi_client: Client, club: Club) -> None:
    assert "Teemoja ei vielä ole." in outi_client.get(url(club)).content.decode()


def test_a_tree_of_two_levels_grows(outi_client: Client, club: Club) -> None:
    response = outi_client.post(url(club), {"name": "Muutosjohtaminen"})
    main = Theme.objects.get()
    assert response.headers["Location"] == url(club) + "?done=theme-added"
    outi_client.post(url(club), {"name": "Luotsimalli", "parent": str(main.pk)})
    outi_client.post(url(club), {"name": "Hyvinvointi", "is_cross_cutting": "on"})
    assert tree_of(outi_client.get(url(club))) == [
        ("Muutosjohtaminen", ["Luotsimalli"]),
        ("Hyvinvointi", []),
    ]
    assert Theme.objects.get(name="Hyvinvointi").is_cross_cutting


def test_the_page_says_which_meetings_carry_a_theme(
    outi_client: Client, club: Club, meeting: Meeting
) -> None:
    theme = add_theme(club=club, name="Muutosjohtaminen")
    set_themes(meeting=meeting, themes=[theme])
    [branch] = outi_client.get(url(club)).context["tree"]
    assert branch.meetings == [meeting]


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"name": ""}, "name", None),
        ({"name": "x" * 121}, "name", None),
        ({"name": "Muutos"}, "name", "Klubilla on jo tämänniminen teema."),
        ({"name": "Uusi", "parent": "ei-tunnus"}, "parent", None),
    ],
)
def test_bad_input_is_told_at_its_field_and_stays(
    outi_client: Client, club: Club, data: dict[str, str], field: str, message: str | None
) -> None:
    add_theme(club=club, name="Muutos")
    response = outi_client.post(url(club), data)
    form = response.context["adding"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    if message:
        assert form.errors[field] == [message]
    assert form["name"].value() == data["name"]
    assert Theme.objects.count() == 1


def test_there_is_no_third_level_and_no_foreign_parent(
    outi_client: Client, club: Club, other_club: Club
) -> None:
    main = add_theme(club=club, name="Muutos")
    leaf = add_theme(club=club, name="Luotsimalli", parent=main)
    foreign = add_theme(club=other_club, name="Vieras")
    for parent in (leaf, foreign):
        response = outi_client.post(url(club), {"name": "Kolmas", "parent": str(parent.pk)})
        assert list(response.context["adding"].errors) == ["parent"]


def test_cross_cutting_themes_show_on_every_meeting(club: Club, meeting: Meeting) -> None:
    everywhere = add_theme(club=club, name="Hyvinvointi", is_cross_cutting=True)
    below = add_theme(club=club, name="Hyvinvoiva johtaja", parent=everywhere)
    main = add_theme(club=club, name="Muutosjohtaminen")
    other = factories.make_meeting(meeting.season, days=50)
    set_themes(meeting=meeting, themes=[main, below])
    set_themes(meeting=other, themes=[everywhere])
    shown = themes_of([meeting, other])
    assert (shown[meeting.pk].own, shown[meeting.pk].crossing) == ((below, main), (everywhere,))
    assert (shown[other.pk].own, shown[other.pk].crossing) == ((everywhere,), ())
    assert shown[meeting.pk].every == (below, main, everywhere)


def test_setting_themes_again_replaces_them(club: Club, meeting: Meeting) -> None:
    first, second = (add_theme(club=club, name=name) for name in ("Yksi", "Kaksi"))
    set_themes(meeting=meeting, themes=[first])
    set_themes(meeting=meeting, themes=[second])
    set_themes(meeting=meeting, themes=[second])
    assert list(meeting.themes.all()) == [second]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_themes_of_many_meetings_take_two_queries(
    club: Club, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    season = factories.make_season(club)
    theme = add_theme(club=club, name="Muutos")
    meetings = [factories.make_meeting(season, days=number) for number in range(count)]
    for meeting in meetings:
        set_themes(meeting=meeting, themes=[theme])
    with django_assert_num_queries(2):
        shown = themes_of(meetings)
        assert [one.every[0].parent for one in shown.values()] == [None] * count


def test_roles(client_of: OpenAs, cast: Any) -> None:
    codes = {
        name: client_of(getattr(cast, name)).post(url(cast.club), {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().get(url(cast.club)).status_code == 302


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_themes(
    outi_client: Client, club: Club, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    season = factories.make_season(club)
    for number in range(count):
        theme = add_theme(club=club, name=f"Teema {number}")
        add_theme(club=club, name=f"Alateema {number}", parent=theme)
        set_themes(meeting=factories.make_meeting(season, days=number), themes=[theme])
    with django_assert_num_queries(6):
        outi_client.get(url(club))
