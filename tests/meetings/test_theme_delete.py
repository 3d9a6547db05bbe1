"""Deleting a theme."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from clubs.models import Club
from meetings.models import Meeting, Theme
from meetings.services import set_themes

OpenAs = Callable[[Any], Client]


def names(club: Club) -> list[str]:
    return list(Theme.objects.filter(club=club, parent=None).values_list("name", flat=True))


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


def test_roles(client_of: OpenAs, cast: Any, tree: list[Theme]) -> None:
    path = f"/themes/{tree[2].pk}/delete/"
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path, {}).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert Theme.objects.count() == 3
