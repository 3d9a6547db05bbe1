"""Having the draw repeated."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clubs.models import Draw, Member, Season
from meetings.services import publish_draw
from tests.meetings.drawing import draw_url, fill, words_of

OpenAs = Callable[[Any], Client]


@pytest.mark.parametrize("who", ["outi", "aino"])
def test_anybody_of_the_club_may_have_it_repeated(
    client_of: OpenAs, outi: Member, aino: Member, season: Season, who: str
) -> None:
    fill(season, people=6, meetings=4)
    draw = publish_draw(season=season, drawn_by=outi)
    client = client_of({"outi": outi, "aino": aino}[who])
    assert "Arvonta toistettiin samalla numerolla: parit ovat samat." in words_of(
        client.get(draw_url(season, "check/"))
    )
    draw.outcome["groups"][0]["members"].reverse()
    draw.save()
    assert "parit eivät ole samat" in words_of(client.get(draw_url(season, "check/")))
    Draw.objects.update(method="0")
    assert "aiemmalla arvontatavalla" in words_of(client.get(draw_url(season, "check/")))


def test_repeating_before_the_draw_shows_the_page_of_before(
    client_of: OpenAs, aino: Member, season: Season
) -> None:
    response = client_of(aino).get(draw_url(season, "check/"))
    assert "Tämän kauden työpareja ei ole vielä arvottu." in words_of(response)


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = draw_url(cast.season, "check/")
    codes = {
        name: client_of(getattr(cast, name)).get(path).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 200, "leena": 200, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().get(path).status_code == 302
    assert client_of(cast.outi).post(path).status_code == 405
