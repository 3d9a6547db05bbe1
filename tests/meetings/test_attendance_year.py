from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member, Season
from meetings.attendance_year import Share, academic_year, grid_of
from meetings.models import Meeting
from tests import factories
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from ui.dates import HELSINKI

NOW = datetime(2023, 2, 1, 12, tzinfo=HELSINKI)


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/attendance/"


def at(season: Season, year: int, month: int, number: int, **fields: Any) -> Meeting:
    starts_at = datetime(year, month, 14, 9, tzinfo=HELSINKI)
    return factories.make_meeting(season, starts_at=starts_at, number=number, **fields)


@pytest.mark.parametrize(
    ("day", "year"), [((2022, 7, 31), 2021), ((2022, 8, 1), 2022), ((2023, 1, 1), 2022)]
)
def test_an_academic_year_begins_in_august(day: tuple[int, int, int], year: int) -> None:
    assert academic_year(datetime(*day, 0, 30, tzinfo=HELSINKI)) == year


def test_the_grid_tells_who_was_where(
    club: Club, season: Season, aino: Member, petri: Member, eero: Member, outi: Member
) -> None:
    first, second = at(season, 2022, 9, 1), at(season, 2022, 10, 2)
    off, ahead = at(season, 2022, 11, 3, cancelled_at=NOW), at(season, 2023, 3, 4)
    at(season, 2021, 9, 5)
    factories.make_invitee(first, aino, "yes", attendance="present")
    factories.make_invitee(first, petri, "no", attendance="absent")
    factories.make_invitee(first, eero, "yes", attendance="remote")
    factories.make_invitee(second, aino, "yes")
    factories.make_invitee(off, aino)
    factories.make_invitee(ahead, aino, "yes")
    grid = grid_of(club, year=None, now=NOW)

    assert (grid.year, grid.years) == (2022, [2021, 2022])
    assert [one.number for one, _share in grid.meetings] == [1, 2, 3, 4]
    assert [share for _one, share in grid.meetings] == [
        Share(2, 3),
        Share(0, 0),
        Share(0, 0),
        Share(0, 0),
    ]
    assert {
        line.member.first_name: [mark for _one, mark in line.marks] for line in grid.lines
    } == {
        "Aino": ["present", "unknown", "off", "coming"],
        "Petri": ["absent", "seatless", "off", "coming"],
        eero.first_name: ["remote", "seatless", "off", "coming"],
    }  # fmt: skip
    assert {line.member.first_name: line.share.percent for line in grid.lines}["Aino"] == 100
    assert grid.total == Share(2, 3)
    assert grid.total.percent == 67


def test_another_year_is_chosen_and_nonsense_is_not(
    client_of: Callable[[Member], Client], outi: Member, club: Club, season: Season
) -> None:
    at(season, 2020, 9, 1)
    at(season, 2021, 9, 2)
    client = client_of(outi)
    years = [
        client.get(url(club), {"year": typed}).context["grid"].year
        for typed in ("2020", "2021", "1999", "x", "99999999", "²")
    ]

    assert years == [2020, 2021, 2021, 2021, 2021, 2021]


def test_a_club_without_meetings_says_what_will_come(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    page = client_of(outi).get(url(club)).content.decode()

    assert "Vuoden tapaamiset ja läsnäolijat näkyvät tässä." in page


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow(
    client_of: Callable[[Member], Client],
    outi: Member,
    club: Club,
    season: Season,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    members = factories.make_members(club, number)
    for place in range(min(number, 7)):
        meeting = factories.make_meeting(season, number=place + 1)
        for member in members:
            factories.make_invitee(meeting, member, attendance="present")
    client = client_of(outi)

    with django_assert_num_queries(7):
        assert client.get(url(club)).status_code == 200


def test_only_facilitators(client_of: Callable[[Member | User], Client], cast: Cast) -> None:
    assert statuses_of(cast, client_of, url(cast.club)) == FACILITATORS_ONLY
