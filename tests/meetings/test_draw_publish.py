"""Drawing the pairs, and drawing them again."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from audit.models import Entry
from clubs.models import Draw, Member, Season, WorkGroup, WorkGroupMember
from meetings.services import publish_draw, published_draw
from meetings.services.drawing import repeats
from tests import factories
from tests.meetings.drawing import SEED, draw_url, fill
from tests.races import at_once

OpenAs = Callable[[Any], Client]


def pairs_of(season: Season) -> list[set[Any]]:
    groups = season.groups.order_by("position").prefetch_related("places")
    return [{place.member_id for place in group.places.all()} for group in groups]


def test_everybody_is_in_one_pair_and_each_pair_has_its_meeting(
    outi_client: Client, season: Season
) -> None:
    people = fill(season, people=14, meetings=7)
    response = outi_client.post(draw_url(season, "publish/"))
    assert response.headers["Location"] == draw_url(season) + "?done=pairs-drawn"
    pairs = pairs_of(season)
    assert [len(pair) for pair in pairs] == [2] * 7
    assert sorted(member for pair in pairs for member in pair) == sorted(one.pk for one in people)
    hosts = [meeting.host_group.position for meeting in season.meetings.order_by("starts_at")]
    assert hosts == list(range(7))


def test_the_draw_is_stored_so_that_it_can_be_repeated(outi: Member, season: Season) -> None:
    people = fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi, seed=SEED)
    assert draw.inputs["members"] == [
        {"id": str(pk), "is_new": False, "unit": "", "unavailable": []}
        for pk in sorted(one.pk for one in people)
    ]
    assert [row["id"] for row in draw.inputs["meetings"]] == [
        str(meeting.pk) for meeting in season.meetings.order_by("starts_at")
    ]
    assert (draw.seed, repeats(draw)) == (SEED, True)
    assert [entry.action for entry in Entry.objects.all()] == ["meetings.drawn"]


def test_two_seeds_draw_from_the_same_inputs(outi: Member, season: Season) -> None:
    fill(season, people=14, meetings=7)
    seen = set()
    for number in range(4):
        reason = "Kokeillaan" if number else ""
        draw = publish_draw(season=season, drawn_by=outi, seed=f"{number}" * 32, reason=reason)
        seen.add(str([sorted(group["members"]) for group in draw.outcome["groups"]]))
    assert len(seen) > 1


def test_earlier_pairs_of_the_club_are_avoided(outi: Member, season: Season) -> None:
    a, b, c, d = fill(season, people=4, meetings=2)
    before = factories.make_season(season.club, "Kevät")
    factories.make_group(before, [a, b])
    factories.make_group(before, [c, d])
    draw = publish_draw(season=season, drawn_by=outi)
    assert len(draw.inputs["past_pairs"]) == 2
    assert {frozenset(pair) for pair in pairs_of(season)}.isdisjoint(
        {frozenset({a.pk, b.pk}), frozenset({c.pk, d.pk})}
    )


def test_a_second_press_shows_the_first_result(outi_client: Client, season: Season) -> None:
    fill(season, people=4, meetings=2)
    outi_client.post(draw_url(season, "publish/"))
    pairs = pairs_of(season)
    response = outi_client.post(draw_url(season, "publish/"))
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"
    assert (pairs_of(season), Draw.objects.count()) == (pairs, 1)


def test_drawing_again_needs_a_reason_and_keeps_the_history(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=6, meetings=3)
    first = publish_draw(season=season, drawn_by=outi)
    data = {"replaces": str(first.pk), "reason": ""}
    response = outi_client.post(draw_url(season, "publish/"), data)
    assert list(response.context["form"].errors) == ["reason"]
    response = outi_client.post(draw_url(season, "publish/"), {**data, "reason": "Uusi jäsen"})
    assert response.headers["Location"] == draw_url(season) + "?done=pairs-drawn"
    standing = published_draw(season)
    first.refresh_from_db()
    assert standing is not None
    assert (standing.reason, first.superseded_at is None) == ("Uusi jäsen", False)
    assert WorkGroup.objects.filter(draw=first).count() == 0
    assert WorkGroupMember.objects.count() == 6
    # The other tab still shows the first draw: its press must not throw the new one away.
    response = outi_client.post(draw_url(season, "publish/"), {**data, "reason": "Uusi jäsen"})
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"
    assert published_draw(season) == standing


def test_too_long_a_reason_stays_in_its_field(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    data = {"replaces": str(draw.pk), "reason": "x" * 201}
    form = outi_client.post(draw_url(season, "publish/"), data).context["form"]
    assert (list(form.errors), form["reason"].value()) == (["reason"], "x" * 201)


def test_once_invitations_have_left_the_pairs_stay(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    factories.invite(season.meetings.get(number=1))
    data = {"replaces": str(draw.pk), "reason": "Uusi jäsen"}
    response = outi_client.post(draw_url(season, "publish/"), data)
    sentence = "Kauden kutsuja on jo lähtenyt, joten työpareja ei voi enää arpoa uudelleen."
    assert response.context["problem"] == sentence
    assert Draw.objects.count() == 1
    main = outi_client.get(draw_url(season)).content.decode().split("<main")[1]
    assert (sentence in main, 'name="reason"' in main) == (True, False)


def test_meetings_that_were_invited_before_the_first_draw_are_left_out(
    outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=3)
    first = season.meetings.get(number=1)
    factories.invite(first)
    publish_draw(season=season, drawn_by=outi)
    first.refresh_from_db()
    hosts = [meeting.host_group_id is not None for meeting in season.meetings.order_by("number")]
    assert hosts == [False, True, True]


@pytest.mark.parametrize(
    ("people", "meetings", "code"), [(1, 3, "few"), (0, 3, "few"), (4, 0, "empty")]
)
def test_without_people_or_meetings_nothing_is_drawn(
    outi_client: Client, outi: Member, season: Season, people: int, meetings: int, code: str
) -> None:
    fill(season, people=people, meetings=meetings)
    with pytest.raises(ValidationError) as refused:
        publish_draw(season=season, drawn_by=outi)
    assert refused.value.code == code
    response = outi_client.post(draw_url(season, "publish/"))
    assert response.context["problem"] == refused.value.messages[0]
    assert Draw.objects.count() == 0


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = draw_url(cast.season, "publish/")
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert Draw.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_draw(
    client_of: OpenAs, outi: Member, season: Season
) -> None:
    fill(season, people=6, meetings=3)
    clients = [client_of(outi) for _press in range(4)]
    answers: list[tuple[int, str]] = []

    def press(client: Client) -> None:
        response = client.post(draw_url(season, "publish/"))
        answers.append((response.status_code, response.headers["Location"].partition("?")[2]))

    at_once(*[partial(press, client) for client in clients])
    assert sorted(answers) == [(303, "done=already-drawn")] * 3 + [(303, "done=pairs-drawn")]
    assert Draw.objects.count() == 1
    assert WorkGroupMember.objects.count() == 6


def test_locked_pairs_and_unsuitable_days_are_kept(outi: Member, season: Season) -> None:
    a, b, c, d = fill(season, people=4, meetings=2)
    first, second = season.meetings.order_by("starts_at")
    draw = publish_draw(
        season=season,
        drawn_by=outi,
        locked=[[a.pk, b.pk]],
        unavailable={a.pk: [first.pk], c.pk: [second.pk]},
    )
    assert pairs_of(season) == [{c.pk, d.pk}, {a.pk, b.pk}]
    assert [group.is_locked for group in season.groups.order_by("position")] == [False, True]
    assert (draw.outcome["gave_way"], repeats(draw)) == ([], True)
    publish_draw(season=season, drawn_by=outi, reason="Uudelleen")
    assert {a.pk, b.pk} in pairs_of(season)


def test_meetings_that_have_been_held_are_left_out(outi: Member, season: Season) -> None:
    fill(season, people=4, meetings=2)
    factories.make_meeting(season, days=-7, number=9)
    draw = publish_draw(season=season, drawn_by=outi)
    assert len(draw.inputs["meetings"]) == 2
