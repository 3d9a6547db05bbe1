"""Taking the confirmation of a draw back."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from clubs.models import Draw, Member, Season
from meetings.services import draw_pairs, publish_draw, published_draw
from tests import factories
from tests.meetings.drawing import draw_url, fill, words_of

OpenAs = Callable[[Any], Client]


def undo_url(draw: Draw) -> str:
    return f"/draws/{draw.pk}/undo/"


def seated(season: Season) -> list[list[str]]:
    groups = season.groups.order_by("position").prefetch_related("places")
    return [[str(place.member_id) for place in group.places.all()] for group in groups]


def test_the_pairs_wait_to_be_confirmed_again(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    response = outi_client.post(undo_url(draw))
    assert response.headers["Location"] == draw_url(season) + "?done=draw-undone"
    assert (published_draw(season), seated(season)) == (None, [])
    assert not season.meetings.filter(host_group__isnull=False).exists()
    assert b"/confirm/" in outi_client.get(draw_url(season)).content
    response = outi_client.post(undo_url(draw))
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"


def test_the_draw_before_stands_again(outi_client: Client, outi: Member, season: Season) -> None:
    fill(season, people=6, meetings=3)
    first = publish_draw(season=season, drawn_by=outi)
    before = seated(season)
    second = publish_draw(season=season, drawn_by=outi, reason="Kokeillaan")
    outi_client.post(undo_url(second))
    assert (published_draw(season), seated(season)) == (first, before)
    assert season.meetings.filter(host_group__isnull=False).count() == 3


def test_not_once_invitations_have_left(outi_client: Client, outi: Member, season: Season) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    season.announced_at = timezone.now()
    season.save()
    response = outi_client.post(undo_url(draw))
    assert response.status_code == 400
    assert response.context["problem"].startswith("Kauden kutsuja on jo lähtenyt")
    assert (published_draw(season), len(seated(season))) == (draw, 2)


def test_not_once_a_pair_has_hosted(outi_client: Client, outi: Member, season: Season) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    season.meetings.filter(number=1).update(starts_at=factories.in_days(-1))
    before = seated(season)
    again = {"replaces": str(draw.pk), "reason": "Uusi jäsen"}
    for path, data in ((undo_url(draw), {}), (draw_url(season, "new/"), again)):
        response = outi_client.post(path, data)
        assert response.status_code == 400
        assert response.context["problem"] == (
            "Yksi kauden pareista on jo vastannut tapaamisesta, joten työpareja ei voi enää arpoa uudelleen."
        )
        assert "Kumoa vahvistus" not in words_of(response)
    assert (published_draw(season), seated(season)) == (draw, before)


def test_a_draw_that_does_not_stand_is_not_undone(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw = draw_pairs(season=season, drawn_by=outi)
    response = outi_client.post(undo_url(draw))
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"


def test_roles(client_of: OpenAs, cast: Any) -> None:
    draw = factories.make_draw(cast.season, published_at=timezone.now())
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {
        name: client_of(getattr(cast, name)).post(undo_url(draw)).status_code for name in people
    }
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(undo_url(draw)).status_code == 405
