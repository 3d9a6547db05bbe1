"""/seasons/<season>/feedback/: the feedback of a season."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member, Season
from feedback.models import Survey
from feedback.services import open_season_survey
from tests import factories
from tests.feedback.cases import answer, close, held_meeting

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]


def season_survey(season: Season) -> Survey:
    held_meeting(season, [])
    return open_season_survey(season=season, closes_at=timezone.now() + dt.timedelta(days=14))


def page_of(client: Client, season: Season) -> str:
    response = client.get(reverse("feedback:season-results", args=[season.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_before_it_is_opened_the_facilitator_may_ask(
    client_of: ClientOf, season: Season, outi: Member, aino: Member
) -> None:
    held_meeting(season, [])
    member, facilitator = (page_of(client_of(one), season) for one in (aino, outi))
    assert "Kausipalautetta ei ole vielä avattu." in member
    assert "Pyydä kausipalaute" not in member
    assert "Pyydä kausipalaute" in facilitator


def test_while_open_a_member_finds_the_own_form(
    client_of: ClientOf, season: Season, aino: Member, outi: Member
) -> None:
    season_survey(season)
    assert 'href="/f/' in page_of(client_of(aino), season)
    page = page_of(client_of(outi), season)
    assert "/f/" not in page
    assert "0/1 on vastannut" in page


def test_results_show_after_closing(
    client_of: ClientOf, club: Club, season: Season, aino: Member, outi: Member
) -> None:
    factories.make_aim(club, "Tulen kuulluksi.")
    factories.make_members(club, 5)
    survey = season_survey(season)
    answer(survey, 4, value=5, text="Työparilleni soitan edelleen.")
    answer(survey, 2, value=2)
    page = page_of(client_of(outi), season)
    assert "4/6" not in page.replace("6/6", "")
    assert "Työparilleni" not in page
    close(survey)
    page = page_of(client_of(aino), season)
    assert "6/6 vastasi" in page
    assert "Klubin tavoite toteutui: Tulen kuulluksi." in page
    assert page.count("4,0<small> / 5</small>") == 4
    assert "Vastausten määrä: Kyllä: 4, Kyllä, muutoksin: 2, Ei: 0" in page
    assert page.count("Työparilleni soitan edelleen.") == 8


def test_outsiders_do_not_learn_of_it(
    client_of: ClientOf, season: Season, ulla: Member, eero: Member
) -> None:
    url = reverse("feedback:season-results", args=[season.pk])
    assert [client_of(one).get(url).status_code for one in (ulla, eero)] == [404, 404]


@pytest.mark.parametrize("size", [5, 30])
def test_queries_do_not_grow(
    client_of: ClientOf,
    club: Club,
    season: Season,
    outi: Member,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.make_members(club, size)
    survey = season_survey(season)
    answer(survey, size)
    close(survey)
    client = client_of(outi)
    with django_assert_num_queries(9):
        page_of(client, season)
