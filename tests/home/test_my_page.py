"""A member's own page: what comes, what to read, what was promised, and whom the next duty is with."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from tests import factories

ClientOf = Callable[[Member | User], Client]
URL = "/me/"


def page(client: Client, path: str = URL) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_shows_the_next_meeting_with_the_answer_to_give(
    client_of: ClientOf, aino: Member, invited: Meeting
) -> None:
    html = page(client_of(aino))
    assert "Hei, Aino" in html
    assert invited.title in html
    assert f'action="/meetings/{invited.pk}/answer/"' in html


def test_shows_reading_and_only_my_own_and_everybodys_things(
    client_of: ClientOf, aino: Member, petri: Member, invited: Meeting
) -> None:
    factories.make_material(invited, "Miten muutos alkaa")
    factories.make_agreed(invited, "Soitan naapurille", aino)
    factories.make_agreed(invited, "Petrin lupaus", petri)
    factories.make_agreed(invited, "Kaikki kokeilevat", is_for_everybody=True)
    html = page(client_of(aino))
    assert "Miten muutos alkaa" in html
    assert "Soitan naapurille" in html
    assert "Kaikki kokeilevat" in html
    assert "Petrin lupaus" not in html


def test_the_host_sees_the_duty_with_the_partners_address(
    client_of: ClientOf, leena: Member, aino: Member, timo: Member, invited: Meeting
) -> None:
    assert timo.email in page(client_of(leena))
    assert timo.email not in page(client_of(aino))


def test_a_draft_memo_is_not_shown(client_of: ClientOf, aino: Member, invited: Meeting) -> None:
    factories.make_memo(invited)
    assert f"/meetings/{invited.pk}/memo/" not in page(client_of(aino))


def test_a_facilitator_goes_to_the_next_steps(client_of: ClientOf, outi: Member) -> None:
    response = client_of(outi).get(URL)
    assert response.status_code == 302
    assert response["Location"] == f"/clubs/{outi.club_id}/next/"


def test_somebody_without_a_club_is_told_what_happens_next(
    client_of: ClientOf, zaida: User
) -> None:
    assert "/clubs/new/" not in page(client_of(zaida))
    zaida.may_open_clubs = True
    zaida.save()
    assert "/clubs/new/" in page(client_of(zaida))


def test_anonymous_is_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_two_clubs_can_be_switched(
    client_of: ClientOf, aino: Member, ulla: Member, invited: Meeting
) -> None:
    other = factories.make_member(ulla.club, "Aino", "Aalto", user=aino.user)
    html = page(client_of(aino), f"{URL}?club={other.club_id}")
    assert invited.title not in html
    assert f'href="{URL}?club={aino.club_id}"' in html


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    aino: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.invite(invited, factories.make_members(aino.club, number))
    for place in range(number):
        factories.make_material(invited, f"Luettava {place}")
        factories.make_agreed(invited, f"Asia {place}", aino)
    client = client_of(aino)
    with django_assert_num_queries(14):
        page(client)


def test_while_the_meeting_runs_the_board_is_one_press_away(
    client_of: ClientOf, aino: Member, invited: Meeting
) -> None:
    invited.starts_at = timezone.now() - dt.timedelta(minutes=20)
    invited.save()
    html = page(client_of(aino))
    assert "Tapaaminen on käynnissä" in html
    assert html.count(f'href="/meetings/{invited.pk}/board/"') == 1
    assert f'action="/meetings/{invited.pk}/answer/"' not in html
