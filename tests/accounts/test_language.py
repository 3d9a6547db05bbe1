from collections.abc import Callable

import pytest
from django.test import Client

from clubs.models import Member

URL = "/language/"


def test_a_visitor_s_choice_stays_in_the_browser(client: Client, db: None) -> None:
    response = client.post(URL, {"language": "sv", "next": "/accounts/login/?next=/me/"})

    assert (response.status_code, response["Location"]) == (303, "/accounts/login/?next=/me/")
    assert response.cookies["language"]["httponly"]
    assert response.cookies["language"]["samesite"] == "Lax"
    assert '<html lang="sv">' in client.get("/accounts/login/").content.decode()


def test_a_signed_in_person_s_choice_is_theirs_everywhere(
    client_of: Callable[[Member], Client], aino: Member
) -> None:
    client_of(aino).post(URL, {"language": "en", "next": "/settings/"})
    aino.refresh_from_db()

    assert aino.user is not None
    assert aino.user.language == "en"
    assert '<html lang="en">' in client_of(aino).get("/settings/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"]
)
def test_it_never_leads_elsewhere(client: Client, db: None, target: str) -> None:
    assert client.post(URL, {"language": "sv", "next": target})["Location"] == "/"


def test_an_unknown_language_is_refused(
    client_of: Callable[[Member], Client], aino: Member
) -> None:
    assert client_of(aino).post(URL, {"language": "de"}).status_code == 400
    aino.refresh_from_db()
    assert aino.user is not None
    assert aino.user.language == "fi"


def test_reading_changes_nothing(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 405
