"""Choosing letters club by club, signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from clubs.preferences import wanted_codes
from tests.factories import make_club, make_member

ClientOf = Callable[[Member | User], Client]
PATH = "/settings/letters/"


def test_each_club_has_its_own_choices(client_of: ClientOf, aino: Member, petri: Member) -> None:
    elsewhere = make_member(make_club("Aamuklubi"), "Aino", "Salonen", user=aino.user)
    response = client_of(aino).post(
        PATH, {f"{aino.pk.hex}-codes": ["feedback"], f"{elsewhere.pk.hex}-codes": ["reminders"]}
    )
    for member in (aino, elsewhere, petri):
        member.refresh_from_db()

    assert (response.status_code, response["Location"]) == (303, f"{PATH}?done=saved")
    assert wanted_codes(aino) == ["feedback"]
    assert wanted_codes(elsewhere) == ["reminders"]
    assert petri.muted_letters == []


def test_settings_lead_there_and_the_page_shows_what_was_chosen(
    client_of: ClientOf, aino: Member
) -> None:
    aino.muted_letters = ["meetings.soon"]
    aino.save()
    client = client_of(aino)
    html = client.get(PATH).content.decode()

    assert PATH in client.get("/settings/").content.decode()
    assert 'value="reminders" checked>' in html
    assert 'value="soon">' in html


def test_somebody_in_no_club_is_told_so(client_of: ClientOf, zaida: User) -> None:
    html = client_of(zaida).get(PATH).content.decode()
    assert "Et ole nyt missään klubissa" in html


def test_one_must_be_signed_in(client: Client) -> None:
    assert client.get(PATH)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    aino: Member,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(number):
        make_member(make_club(f"Klubi {place}"), "Aino", "Salonen", user=aino.user)
    client = client_of(aino)
    with django_assert_num_queries(4):
        client.get(PATH)
