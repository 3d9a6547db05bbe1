"""Confirming a draw: everybody sees it, and the pairs host their meetings."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from clubs.models import Draw, Member, Season, WorkGroup, WorkGroupMember
from clubs.services import leave_club
from meetings.models import TurnSwap
from meetings.services import confirm_draw, draw_pairs, publish_draw, published_draw
from tests import factories
from tests.meetings.drawing import draw_url, fill, words_of
from tests.races import at_once

OpenAs = Callable[[Any], Client]


def confirm_url(draw: Draw) -> str:
    return f"/draws/{draw.pk}/confirm/"


def test_everybody_is_in_one_pair_and_each_pair_has_its_meeting(
    outi_client: Client, outi: Member, client_of: OpenAs, aino: Member, season: Season
) -> None:
    people = [*fill(season, people=13, meetings=7), aino]
    draw = draw_pairs(season=season, drawn_by=outi)
    response = outi_client.post(confirm_url(draw))
    assert response.headers["Location"] == draw_url(season) + "?done=draw-confirmed"
    places = WorkGroupMember.objects.filter(season=season).values_list("member_id", flat=True)
    assert sorted(places) == sorted(one.pk for one in people)
    hosts = [meeting.host_group.position for meeting in season.meetings.order_by("starts_at")]
    assert hosts == list(range(7))
    assert "Sinun parisi" in words_of(client_of(aino).get(draw_url(season)))


def test_a_second_press_changes_nothing(outi_client: Client, outi: Member, season: Season) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    groups = sorted(season.groups.values_list("pk", flat=True))
    response = outi_client.post(confirm_url(draw))
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"
    assert sorted(season.groups.values_list("pk", flat=True)) == groups


def test_only_the_newest_draw_can_be_confirmed(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=6, meetings=3)
    old = draw_pairs(season=season, drawn_by=outi)
    draw_pairs(season=season, drawn_by=outi, reason="Uudelleen")
    response = outi_client.post(confirm_url(old))
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"
    assert published_draw(season) is None


def test_another_draw_takes_the_place_of_the_first(outi: Member, season: Season) -> None:
    fill(season, people=6, meetings=3)
    first = publish_draw(season=season, drawn_by=outi)
    offered, wanted = season.meetings.order_by("starts_at")[:2]
    swap = TurnSwap.objects.create(offered=offered, wanted=wanted)
    second = publish_draw(season=season, drawn_by=outi, reason="Uusi jäsen")
    first.refresh_from_db()
    swap.refresh_from_db()
    assert (published_draw(season), first.superseded_at) == (second, second.published_at)
    assert {group.draw_id for group in WorkGroup.objects.all()} == {second.pk}
    assert WorkGroupMember.objects.count() == 6
    assert swap.state == TurnSwap.State.WITHDRAWN


def change_people(season: Season) -> None:
    leave_club(member=season.club.members.invited()[0])


def change_meetings(season: Season) -> None:
    season.meetings.filter(number=1).update(cancelled_at=timezone.now())


@pytest.mark.parametrize("change", [change_people, change_meetings])
def test_what_was_drawn_must_still_be_there(
    outi_client: Client, outi: Member, season: Season, change: Callable[[Season], None]
) -> None:
    fill(season, people=5, meetings=3)
    draw = draw_pairs(season=season, drawn_by=outi)
    change(season)
    response = outi_client.post(confirm_url(draw))
    assert response.status_code == 400
    assert response.context["problem"].startswith("Jäsenet tai tapaamiset ovat muuttuneet")
    words = words_of(outi_client.get(draw_url(season)))
    assert ("Vahvista arvonta" in words, "Arvo uudelleen" in words) == (False, True)
    assert WorkGroup.objects.count() == 0


def test_once_letters_have_left_no_other_draw_is_confirmed(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    standing = publish_draw(season=season, drawn_by=outi)
    other = draw_pairs(season=season, drawn_by=outi, reason="Uusi jäsen")
    season.announced_at = timezone.now()
    season.save()
    with pytest.raises(ValidationError) as refused:
        confirm_draw(draw=other, by=outi)
    assert refused.value.code == "left"
    # The page shows the pairs that host, not those that never will.
    assert outi_client.get(draw_url(season)).context["draw"] == standing


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_the_same_moment_seat_everybody_once(
    outi: Member, season: Season
) -> None:
    fill(season, people=6, meetings=3)
    draw = draw_pairs(season=season, drawn_by=outi)
    presses = [partial(confirm_draw, draw=Draw.objects.get(), by=outi) for _press in range(3)]
    assert at_once(*presses) == ["ValidationError", "ValidationError", "done"]
    assert published_draw(season) == draw
    assert WorkGroupMember.objects.count() == 6


def test_roles(client_of: OpenAs, cast: Any) -> None:
    draw = factories.make_draw(cast.season)
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {
        name: client_of(getattr(cast, name)).post(confirm_url(draw)).status_code for name in people
    }
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(confirm_url(draw)).status_code == 405
