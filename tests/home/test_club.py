"""The club page: the season as a path, its people, memos and ideas."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from tests import factories

ClientOf = Callable[[Member | User], Client]


def url(member: Member) -> str:
    return f"/clubs/{member.club_id}/"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_shows_path_people_and_sent_memos(
    client_of: ClientOf, aino: Member, petri: Member, outi: Member, invited: Meeting
) -> None:
    held = factories.make_meeting(invited.season, days=-30, title="Mennyt tapaaminen")
    factories.make_memo(held, sent_at=held.ends_at)
    html = page(client_of(aino), url(aino))
    for words in (invited.title, petri.full_name, outi.full_name, "Mennyt tapaaminen"):
        assert words in html
    assert f"/meetings/{held.pk}/memo/" in html


def test_counts_memos_and_shows_the_newest_idea(
    client_of: ClientOf, aino: Member, invited: Meeting
) -> None:
    html = page(client_of(aino), url(aino))
    assert "muistiota" not in html
    for days in range(-60, 0, 10):
        held = factories.make_meeting(invited.season, days=days)
        factories.make_memo(held, sent_at=held.ends_at)
        factories.make_note(factories.make_board(held), f"Idea {days}")
    html = page(client_of(aino), url(aino))
    assert "6 muistiota" in html
    assert '<p class="quote">Idea -10</p>' in html


def test_a_member_sees_no_addresses(
    client_of: ClientOf, aino: Member, petri: Member, invited: Meeting
) -> None:
    assert petri.email not in page(client_of(aino), url(aino))


def test_outsiders_do_not_learn_that_it_exists(
    client_of: ClientOf, aino: Member, ulla: Member, eero: Member
) -> None:
    for stranger in (ulla, eero):
        assert client_of(stranger).get(url(aino)).status_code == 404


def test_an_empty_club_says_what_will_come(client_of: ClientOf, aino: Member, outi: Member) -> None:
    assert "/seasons/new/" in page(client_of(outi), url(outi))
    assert "/seasons/new/" not in page(client_of(aino), url(aino))


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    aino: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.make_members(aino.club, number)
    for place in range(number):
        factories.make_meeting(invited.season, days=30 + place)
    client = client_of(aino)
    with django_assert_num_queries(16):
        page(client, url(aino))
