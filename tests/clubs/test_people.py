from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member
from clubs.people_rows import Standing
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from tests.factories import make_member, make_members


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/people/"


def test_everybody_is_listed_with_their_state(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, eero: Member, club: Club
) -> None:
    told = make_member(club, "Vilma", "Vihta", user=None, joining_mailed_at=timezone.now())
    untold = make_member(club, "Yrjö", "Ylä", user=None)
    rows = client_of(outi).get(url(club)).context["rows"]

    assert [(row.member, row.standing) for row in rows] == [
        (outi, Standing.JOINED),
        (aino, Standing.JOINED),
        (told, Standing.INVITED),
        (untold, Standing.UNTOLD),
    ]


def test_a_club_without_a_season_is_led_to_one(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    assert f"/clubs/{club.pk}/seasons/new/" in client_of(outi).get(url(club)).content.decode()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow_with_people(
    client_of: Callable[[Member], Client],
    outi: Member,
    club: Club,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_members(club, number)
    client = client_of(outi)

    with django_assert_num_queries(6):
        assert client.get(url(club)).status_code == 200


def test_only_the_facilitator_sees_addresses(
    client_of: Callable[[Member | User], Client], cast: Cast, club: Club
) -> None:
    assert statuses_of(cast, client_of, url(club)) == FACILITATORS_ONLY


def test_it_is_read_only(client_of: Callable[[Member], Client], outi: Member, club: Club) -> None:
    assert client_of(outi).post(url(club)).status_code == 405
