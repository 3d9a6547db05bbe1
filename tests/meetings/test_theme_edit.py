"""Changing, moving and deleting a theme."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clubs.models import Club, Member
from meetings.models import Meeting, Theme
from meetings.services import add_theme, set_themes

OpenAs = Callable[[Any], Client]


@pytest.fixture
def outi_client(client_of: OpenAs, outi: Member) -> Client:
    return client_of(outi)


@pytest.fixture
def tree(club: Club) -> list[Theme]:
    """Two main themes, one below the first."""
    main = add_theme(club=club, name="Muutosjohtaminen")
    return [
        main,
        add_theme(club=club, name="Hyvinvointi"),
        add_theme(club=club, name="Luotsimalli", parent=main),
    ]


def names(club: Club) -> list[str]:
    return list(Theme.objects.filter(club=club, parent=None).values_list("name", flat=True))


def test_a_theme_is_renamed_marked_and_put_under_another(
    outi_client: Client, club: Club, tree: list[Theme]
) -> None:
    data = {"name": "Etätyö", "parent": str(tree[1].pk), "is_cross_cutting": "on"}
    response = outi_client.post(f"/themes/{tree[2].pk}/edit/", data)
    tree[2].refresh_from_db()
    assert response.headers["Location"] == f"/clubs/{club.pk}/themes/?done=saved"
    assert (tree[2].name, tree[2].parent, tree[2].is_cross_cutting) == ("Etätyö", tree[1], True)


@pytest.mark.parametrize(
    ("which", "data", "field"),
    [
        (2, {"name": ""}, "name"),
        (2, {"name": "Hyvinvointi"}, "name"),
        (0, {"name": "Muutosjohtaminen", "parent": "1"}, "parent"),
        (0, {"name": "Muutosjohtaminen", "parent": "0"}, "parent"),
    ],
)
def test_bad_input_is_told_at_its_field_and_stays(
    outi_client: Client, tree: list[Theme], which: int, data: dict[str, str], field: str
) -> None:
    if "parent" in data:
        data = {**data, "parent": str(tree[int(data["parent"])].pk)}
    response = outi_client.post(f"/themes/{tree[which].pk}/edit/", data)
    form = response.context["editing"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    assert form["name"].value() == data["name"]
    opened = [branch.theme for branch in response.context["tree"] if branch.is_open]
    opened += [
        leaf.theme for branch in response.context["tree"] for leaf in branch.below if leaf.is_open
    ]
    assert opened == [tree[which]]


def test_themes_move_within_their_level(outi_client: Client, club: Club, tree: list[Theme]) -> None:
    path = f"/themes/{tree[0].pk}/move/"
    assert outi_client.post(path, {"to": "down"}).status_code == 303
    assert names(club) == ["Hyvinvointi", "Muutosjohtaminen"]
    outi_client.post(path, {"to": "down"})
    assert names(club) == ["Hyvinvointi", "Muutosjohtaminen"]
    outi_client.post(path, {"to": "up"})
    assert names(club) == ["Muutosjohtaminen", "Hyvinvointi"]


def test_a_theme_is_deleted_and_its_meetings_go_on(
    outi_client: Client, club: Club, meeting: Meeting, tree: list[Theme]
) -> None:
    set_themes(meeting=meeting, themes=[tree[1]])
    response = outi_client.post(f"/themes/{tree[1].pk}/delete/")
    assert response.headers["Location"] == f"/clubs/{club.pk}/themes/?done=theme-deleted"
    assert names(club) == ["Muutosjohtaminen"]
    assert list(meeting.themes.all()) == []
    assert outi_client.post(f"/themes/{tree[1].pk}/delete/").status_code == 404


def test_a_theme_with_others_below_it_is_not_deleted(
    outi_client: Client, club: Club, tree: list[Theme]
) -> None:
    response = outi_client.post(f"/themes/{tree[0].pk}/delete/")
    assert response.context["problem"] == "Poista tai siirrä ensin tämän teeman alateemat."
    assert Theme.objects.count() == 3


@pytest.mark.parametrize("verb", ["edit", "move", "delete"])
def test_roles(client_of: OpenAs, cast: Any, tree: list[Theme], verb: str) -> None:
    path = f"/themes/{tree[2].pk}/{verb}/"
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path, {}).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert Theme.objects.count() == 3
