"""/clubs/<club>/feedback/: all surveys of a club, for its facilitators."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member, Season
from tests import factories
from tests.feedback.cases import answer, close, held_meeting, open_survey, published_survey

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]


def url_of(club: Club) -> str:
    return reverse("feedback:overview", args=[club.pk])


def test_it_lists_each_meeting_with_its_state(
    client_of: ClientOf, club: Club, season: Season, outi: Member
) -> None:
    people = factories.make_members(club, 6)
    published_survey(club, season, people, days=-60, value=4)
    few = open_survey(held_meeting(season, people, days=-30, title="Pieni porukka"))
    answer(few, 3, value=1)
    close(few)
    answer(open_survey(held_meeting(season, people, days=-2, title="Auki oleva")), 2)
    factories.make_meeting(season, days=30, title="Tuleva")
    page = client_of(outi).get(url_of(club)).content.decode()
    for words in (
        "6/6 vastasi",
        "keskiarvo 4,0",
        "tulokset valmiina",
        "3/6 vastasi",
        "liian vähän vastauksia",
        "2/6 vastasi",
        "avoinna",
        "tulossa",
    ):
        assert words in page
    assert page.count("keskiarvo") == 1
    assert "Pyydä kausipalaute" in page


def test_an_empty_club_is_told_what_will_come(
    client_of: ClientOf, club: Club, outi: Member
) -> None:
    page = client_of(outi).get(url_of(club)).content.decode()
    assert "Palaute tulee tähän, kun klubilla on kausi ja tapaamisia." in page


def test_it_is_for_facilitators(
    client_of: ClientOf,
    client: Client,
    club: Club,
    outi: Member,
    aino: Member,
    ulla: Member,
    eero: Member,
) -> None:
    statuses = [client_of(one).get(url_of(club)).status_code for one in (outi, aino, ulla, eero)]
    assert statuses == [200, 403, 404, 404]
    assert client.get(url_of(club)).status_code == 302


@pytest.mark.parametrize(("meetings", "people"), [(1, 5), (3, 5), (8, 30)])
def test_queries_do_not_grow(
    client_of: ClientOf, club: Club, season: Season, outi: Member, meetings: int, people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    members = factories.make_members(club, people)
    for number in range(meetings):
        published_survey(club, season, members, days=-100 + 10 * number)
    open_survey(held_meeting(season, members, days=-1))
    client = client_of(outi)
    with django_assert_num_queries(11):
        assert client.get(url_of(club)).status_code == 200
