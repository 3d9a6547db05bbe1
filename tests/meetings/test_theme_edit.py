"""Changing a theme."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clubs.models import Club
from meetings.models import Theme

OpenAs = Callable[[Any], Client]


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


def test_roles(client_of: OpenAs, cast: Any, tree: list[Theme]) -> None:
    path = f"/themes/{tree[2].pk}/edit/"
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path, {}).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert Theme.objects.count() == 3
