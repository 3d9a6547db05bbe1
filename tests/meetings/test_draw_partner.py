"""Somebody whose partner has left, or who came after the draw: another pair, or a partner by lot."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from audit.models import Entry
from clubs.models import Member, Season, WorkGroupMember
from clubs.services import leave_club
from meetings.seats import hosts_of
from meetings.services import draw_partner, publish_draw
from meetings.services.partners import people_alone
from tests import factories
from tests.meetings.drawing import draw_url, fill, words_of
from tests.races import at_once

OpenAs = Callable[[Any], Client]


@pytest.fixture
def drawn(outi: Member, season: Season) -> list[list[Member]]:
    """Three pairs in the order of their three meetings."""
    fill(season, people=6, meetings=3)
    publish_draw(season=season, drawn_by=outi)
    return pairs_of(season)


def pairs_of(season: Season) -> list[list[Member]]:
    groups = season.groups.order_by("position").prefetch_related("places__member")
    return [[place.member for place in group.places.all()] for group in groups]


def post(client: Client, season: Season, member: Member, into: object) -> Any:
    return client.post(draw_url(season, "partner/"), {"member": str(member.pk), "into": str(into)})


def test_who_leaves_leaves_the_pair_and_the_partner_is_offered_another(
    outi_client: Client, season: Season, drawn: list[list[Member]]
) -> None:
    (gone, lone), other, _third = drawn
    leave_club(member=gone)
    assert [one.member for one in people_alone(season)] == [lone]
    words = words_of(outi_client.get(draw_url(season)))
    assert f'<p class="strong">{lone.full_name}</p>' in words
    into = season.groups.get(places__member=other[0])
    response = post(outi_client, season, lone, into.pk)
    assert response.headers["Location"] == draw_url(season) + "?done=partner-joined"
    assert pairs_of(season)[0] == [*other, lone]
    # The meeting of the pair that is no more stays for the facilitator, and the page says so.
    assert [one.number for one in outi_client.get(draw_url(season)).context["unhosted"]] == [1]
    response = post(outi_client, season, lone, into.pk)
    assert response.headers["Location"] == draw_url(season) + "?done=partner-settled"


def test_the_partner_reads_what_happens_next(
    client_of: OpenAs, outi: Member, aino: Member, season: Season
) -> None:
    (other,) = fill(season, people=1, meetings=1)
    publish_draw(season=season, drawn_by=outi)
    leave_club(member=other)
    assert "Sinulla ei ole nyt paria." in words_of(client_of(aino).get(draw_url(season)))


def test_a_new_partner_by_lot_comes_from_those_who_are_free(
    outi_client: Client, season: Season, drawn: list[list[Member]]
) -> None:
    (gone, lone), _other, _third = drawn
    leave_club(member=gone)
    late = factories.make_member(season.club, "Myöhä", "Tulija", user=None)
    response = post(outi_client, season, lone, "lot")
    assert response.headers["Location"] == draw_url(season) + "?done=partner-drawn"
    assert pairs_of(season)[0] == [lone, late]
    assert people_alone(season) == []
    entry = Entry.objects.get(action="meetings.partner_drawn")
    assert entry.detail.startswith(f"{lone.pk} {late.pk} ")


def test_the_lot_looks_at_the_wishes(outi: Member, season: Season) -> None:
    a, b, c, d = fill(season, people=4, meetings=2)
    before = factories.make_season(season.club, "Kevät")
    factories.make_group(before, [a, c])
    factories.make_group(season, [b, d])
    # Two came late: one has hosted with A before, the other is of another season's pair.
    late = factories.make_member(season.club, "Myöhä", "Tulija", user=None)
    for seed in "12345":
        group = draw_partner(season=season, member=a, by=outi, seed=seed)
        assert {place.member for place in group.places.all()} == {a, late}
        group.delete()


@pytest.mark.parametrize("wish", [{"is_new_in_role": True}, {"unit": "Auto"}])
def test_the_new_get_somebody_experienced_and_units_meet(
    outi: Member, season: Season, wish: dict[str, Any]
) -> None:
    lone, gone = (factories.make_member(season.club, name, user=None, **wish) for name in "AB")
    factories.make_meeting(season)
    publish_draw(season=season, drawn_by=outi)
    leave_club(member=gone)
    factories.make_member(season.club, "Sama", user=None, **wish)
    other = factories.make_member(season.club, "Toinen", user=None)
    for seed in "12345":
        with transaction.atomic():
            draw_partner(season=season, member=lone, by=outi, seed=seed)
            assert pairs_of(season) == [[lone, other]]
            transaction.set_rollback(True)


def test_without_others_somebody_of_a_larger_group_is_drawn_or_nobody(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=5, meetings=2)
    publish_draw(season=season, drawn_by=outi)
    pair, _trio = sorted(pairs_of(season), key=len)
    leave_club(member=pair[0])
    post(outi_client, season, pair[1], "lot")
    assert sorted(map(len, pairs_of(season))) == [2, 2]
    left = pairs_of(season)[0][0]
    leave_club(member=left)
    (alone,) = people_alone(season)
    response = post(outi_client, season, alone.member, "lot")
    assert (response.status_code, response.context["problem"]) == (
        400,
        "Ketään ei ole vapaana arvottavaksi. Liitä henkilö johonkin pariin.",
    )


def test_a_pair_that_has_hosted_stays_as_it_was(
    season: Season, leena: Member, timo: Member, travel: Callable[[Any], None]
) -> None:
    pair = factories.make_group(season, [leena, timo])
    factories.make_meeting(season, days=-7, host_group=pair)
    leave_club(member=timo)
    assert pair.places.count() == 2


@pytest.mark.parametrize("into", ["", "own", "foreign", "nonsense"])
def test_what_cannot_be_joined_is_refused(
    outi_client: Client, season: Season, other_club: Any, drawn: list[list[Member]], into: str
) -> None:
    (gone, lone), _other, _third = drawn
    leave_club(member=gone)
    elsewhere = factories.make_season(other_club)
    group = {
        "own": season.groups.get(places__member=lone).pk,
        "foreign": factories.make_group(elsewhere, factories.make_members(other_club, 2)).pk,
    }.get(into, into)
    response = post(outi_client, season, lone, group)
    assert (response.status_code, response.context["problem"]) == (
        400,
        "Valitse pari, johon henkilö voi liittyä.",
    )
    assert [one.member for one in people_alone(season)] == [lone]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_find_one_partner(
    outi: Member, season: Season, drawn: list[list[Member]]
) -> None:
    (gone, lone), _other, _third = drawn
    leave_club(member=gone)
    factories.make_members(season.club, 2)
    press = partial(draw_partner, season=season, member=lone, by=outi)
    assert at_once(press, press) == ["ValidationError", "done"]
    assert WorkGroupMember.objects.filter(season=season).count() == 6


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = draw_url(cast.season, "partner/")
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405


def test_who_has_had_their_turn_is_left_in_peace(
    outi_client: Client, season: Season, drawn: list[list[Member]]
) -> None:
    (gone, stays), (leaver, lone), other = drawn
    season.meetings.filter(number=1).update(starts_at=factories.in_days(-7))
    leave_club(member=gone)
    leave_club(member=leaver)
    assert [one.member for one in people_alone(season)] == [lone]
    held, ahead = (season.groups.get(places__member=one) for one in (stays, other[0]))
    words = words_of(outi_client.get(draw_url(season)))
    assert (f'value="{held.pk}"' in words, f'value="{ahead.pk}"' in words) == (False, True)
    response = post(outi_client, season, lone, held.pk)
    assert (response.status_code, [one.member for one in people_alone(season)]) == (400, [lone])


def test_the_lot_takes_nobody_out_of_a_group_that_has_hosted(outi: Member, season: Season) -> None:
    fill(season, people=5, meetings=2)
    publish_draw(season=season, drawn_by=outi)
    pair, trio = sorted(pairs_of(season), key=len)
    season.meetings.filter(host_group__places__member=trio[0]).update(
        starts_at=factories.in_days(-7)
    )
    leave_club(member=pair[0])
    with pytest.raises(ValidationError) as refused:
        draw_partner(season=season, member=pair[1], by=outi)
    assert refused.value.code == "nobody"


def test_a_locked_pair_in_a_larger_group_is_not_parted(outi: Member, season: Season) -> None:
    a, b, c, d, over = fill(season, people=5, meetings=2)
    publish_draw(season=season, drawn_by=outi, locked=[[a.pk, b.pk], [c.pk, d.pk]])
    pair, _trio = sorted(pairs_of(season), key=len)
    leave_club(member=pair[0])
    for seed in "12345":
        with transaction.atomic():
            draw_partner(season=season, member=pair[1], by=outi, seed=seed)
            assert {pair[1], over} in map(set, pairs_of(season))
            transaction.set_rollback(True)


def test_a_locked_pair_that_has_lost_its_partner_is_locked_no_more(
    outi_client: Client, outi: Member, season: Season
) -> None:
    a, b, *_others = fill(season, people=4, meetings=2)
    publish_draw(season=season, drawn_by=outi, locked=[[a.pk, b.pk]])
    leave_club(member=b)
    factories.make_members(season.club, 1)
    post(outi_client, season, a, "lot")
    assert [len(pair) for pair in pairs_of(season)] == [2, 2]
    assert "Lukittu<" not in words_of(outi_client.get(draw_url(season)))


def test_who_leaves_between_two_turns_hosts_no_coming_meeting(outi: Member, season: Season) -> None:
    fill(season, people=2, meetings=2)
    publish_draw(season=season, drawn_by=outi, is_even=True)
    ((gone, lone),) = pairs_of(season)
    season.meetings.filter(number=1).update(starts_at=factories.in_days(-7))
    leave_club(member=gone)
    assert hosts_of(season.meetings.get(number=2)) == [lone]
    assert [one.member for one in people_alone(season)] == [lone]
