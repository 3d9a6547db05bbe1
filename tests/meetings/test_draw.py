"""The page of the draw: before it, its result, and having it repeated."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Member, Season
from meetings.services import draw_pairs, publish_draw
from tests import factories
from tests.meetings.drawing import SEED, draw_url, fill, words_of

OpenAs = Callable[[Any], Client]


def test_before_the_draw_facilitators_see_what_it_will_give(
    client_of: OpenAs, outi: Member, season: Season
) -> None:
    fill(season, people=13, meetings=7)
    factories.make_member(season.club, "Uusi", "Uutukainen", user=None, is_new_in_role=True)
    client = client_of(outi)
    words = words_of(client.get(draw_url(season)))
    assert "<b>7 työparia.</b> Vastattavana on 7 tapaamista." in words
    assert "uusi tehtävässä" in words


def test_a_group_of_three_is_said_before_drawing(
    client_of: OpenAs, outi: Member, season: Season
) -> None:
    fill(season, people=5, meetings=3)
    words = words_of(client_of(outi).get(draw_url(season)))
    assert "<b>1 työpari ja 1 kolmen hengen ryhmä.</b>" in words
    assert "Teitä on pariton määrä, joten yhdessä ryhmässä on kolme." in words
    assert "Tapaamisia on 1 enemmän kuin pareja." in words
    assert "Vetäjä vastaa lopuista" in words


def test_that_groups_grow_is_said_before_drawing(outi_client: Client, season: Season) -> None:
    fill(season, people=8, meetings=2)
    words = words_of(outi_client.get(draw_url(season)))
    assert "<b>2 ryhmää, joissa on 4 henkeä.</b>" in words
    assert "Pareja olisi enemmän kuin tapaamisia, joten ryhmät kasvavat" in words


def test_a_locked_pair_is_marked_while_it_can_be_unlocked(
    client_of: OpenAs, outi: Member, aino: Member, season: Season
) -> None:
    a, b, *_others = fill(season, people=4, meetings=2)
    publish_draw(season=season, drawn_by=outi, locked=[[a.pk, b.pk]])
    marked = [
        words_of(client_of(one).get(draw_url(season))).count("Lukittu<") for one in (outi, aino)
    ]
    factories.invite(season.meetings.get(number=1))
    marked.append(words_of(client_of(outi).get(draw_url(season))).count("Lukittu<"))
    assert marked == [1, 0, 0]


def test_members_do_not_see_the_inputs(
    client_of: OpenAs, outi: Member, aino: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    factories.make_member(season.club, "Uusi", "Uutukainen", user=None, is_new_in_role=True)
    words = words_of(client_of(aino).get(draw_url(season)))
    assert "Tämän kauden työpareja ei ole vielä arvottu." in words
    assert ("uusi tehtävässä" in words, "<form" in words.split("<main")[1].split("</main>")[0]) == (
        False,
        False,
    )


def test_the_result_is_the_clubs(
    client_of: OpenAs, outi: Member, aino: Member, season: Season
) -> None:
    fill(season, people=5, meetings=3)
    publish_draw(season=season, drawn_by=outi, seed=SEED)
    response = client_of(aino).get(draw_url(season))
    turns = response.context["turns"]
    assert sorted(person.pk for turn in turns for person in turn.people) == sorted(
        season.club.members.invited().values_list("pk", flat=True)
    )
    assert [turn.meeting.number for turn in turns] == [1, 2, 3]
    assert [turn.is_mine for turn in turns].count(True) == 1
    words = words_of(response)
    assert 'Arvontanumero <span class="nb">01234567</span>' in words
    assert "Sinun parisi" in words
    assert "Arvo uudelleen" not in words


def test_the_reason_and_the_earlier_draws_are_shown(
    client_of: OpenAs, outi: Member, aino: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    publish_draw(season=season, drawn_by=outi, seed=SEED)
    publish_draw(season=season, drawn_by=outi, reason="Yksi jäsen lisää")
    words = words_of(client_of(aino).get(draw_url(season)))
    assert "Miksi arvottiin uudelleen: Yksi jäsen lisää" in words
    assert "Arvontanumero 01234567" in words


def test_draws_that_never_stood_are_the_facilitators_to_see(
    client_of: OpenAs, outi: Member, aino: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw_pairs(season=season, drawn_by=outi, seed=SEED)
    publish_draw(season=season, drawn_by=outi, reason="Kokeiltiin vain")
    words = {one: words_of(client_of(one).get(draw_url(season))) for one in (outi, aino)}
    assert ["Arvontanumero 01234567" in words[one] for one in (outi, aino)] == [True, False]


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = draw_url(cast.season)
    codes = {
        name: client_of(getattr(cast, name)).get(path).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 200, "leena": 200, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().get(path).status_code == 302
    assert client_of(cast.outi).post(path).status_code == 405


@pytest.mark.parametrize("people", [2, 6, 30])
def test_queries_do_not_grow_with_pairs(
    client_of: OpenAs,
    outi: Member,
    club: Club,
    season: Season,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(season, people=people, meetings=people // 2)
    client = client_of(outi)
    with django_assert_num_queries(10):
        client.get(draw_url(season))
    publish_draw(season=season, drawn_by=outi)
    with django_assert_num_queries(21):
        client.get(draw_url(season))
