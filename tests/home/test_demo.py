"""The demo's pages are there in the demo alone."""

import pytest
from django.test import Client
from pytest_django import Settings

from clubs.models import Member
from clubs.services import open_club
from tests.factories import make_club

PATHS = ["/demo/", "/demo/mail/", "/demo/mail/20220101T000000000000-00000000/"]


@pytest.mark.parametrize("path", PATHS)
def test_not_there_outside_the_demo(path: str, client: Client, aino: Member) -> None:
    assert client.get(path).status_code == 404
    assert client.post("/demo/sign-in/", {"email": aino.email}).status_code == 404


def test_one_press_signs_in(client: Client, settings: Settings, aino: Member) -> None:
    settings.DEMO = True
    assert aino.user is not None
    html = client.get("/demo/").content.decode()
    assert f'value="{aino.user.email}"' in html
    response = client.post("/demo/sign-in/", {"email": aino.user.email})
    assert response.status_code == 302
    assert client.get("/me/").context["member"] == aino


def test_a_facilitator_of_two_clubs_is_listed_once(
    client: Client, settings: Settings, outi: Member
) -> None:
    settings.DEMO = True
    assert outi.user is not None
    open_club(user=outi.user, name="Toinen klubi", place="Luokka 2")
    assert client.get("/demo/").content.decode().count(f'value="{outi.user.email}"') == 1


def test_an_unknown_address_signs_nobody_in(client: Client, settings: Settings, db: None) -> None:
    settings.DEMO = True
    make_club()
    assert client.post("/demo/sign-in/", {"email": "nobody@example.org"}).status_code == 404
    assert client.get("/demo/sign-in/").status_code == 405
