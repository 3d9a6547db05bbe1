"""Moving a theme among its neighbours."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from clubs.models import Club
from meetings.models import Theme

OpenAs = Callable[[Any], Client]


def names(club: Club) -> list[str]:
    return list(Theme.objects.filter(club=club, parent=None).values_list("name", flat=True))


def test_themes_move_within_their_level(outi_client: Client, club: Club, tree: list[Theme]) -> None:
    path = f"/themes/{tree[0].pk}/move/"
    assert outi_client.post(path, {"to": "down"}).status_code == 303
    assert names(club) == ["Hyvinvointi", "Muutosjohtaminen"]
    outi_client.post(path, {"to": "down"})
    assert names(club) == ["Hyvinvointi", "Muutosjohtaminen"]
    outi_client.post(path, {"to": "up"})
    assert names(club) == ["Muutosjohtaminen", "Hyvinvointi"]


def test_roles(client_of: OpenAs, cast: Any, tree: list[Theme]) -> None:
    path = f"/themes/{tree[2].pk}/move/"
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path, {}).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert Theme.objects.count() == 3
