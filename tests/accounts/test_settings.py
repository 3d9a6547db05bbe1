from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clubs.models import Member

URL = "/settings/"


def test_a_person_changes_name_and_language_everywhere(
    client_of: Callable[[Member], Client], aino: Member
) -> None:
    client = client_of(aino)
    response = client.post(URL, {"first_name": "Aina", "last_name": "Ahola", "language": "sv"})
    aino.refresh_from_db()

    assert (response.status_code, response["Location"]) == (303, "/settings/?done=saved")
    assert response.cookies["language"].value == "sv"
    assert aino.user is not None
    assert (aino.user.get_full_name(), aino.user.language) == ("Aina Ahola", "sv")
    assert aino.full_name == "Aina Ahola"
    assert '<html lang="sv">' in client.get(URL).content.decode()


def test_the_page_shows_what_is_kept(client_of: Callable[[Member], Client], aino: Member) -> None:
    response = client_of(aino).get(URL)

    assert {
        name: response.context["form"][name].value() for name in ("first_name", "language")
    } == {
        "first_name": "Aino",
        "language": "fi",
    }
    assert "aino.aalto@example.org" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("first_name", ""), ("first_name", "x" * 76), ("first_name", "a\u202eb"), ("language", "de")],
)
def test_bad_input_changes_nothing(
    client_of: Callable[[Member], Client], aino: Member, field: str, value: str
) -> None:
    good = {"first_name": "Aina", "last_name": "Ahola", "language": "sv"}
    response = client_of(aino).post(URL, {**good, field: value})
    aino.refresh_from_db()

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["last_name"].value() == "Ahola"
    assert aino.full_name == "Aino Aalto"


def test_everybody_with_an_account_has_settings(
    client_of: Callable[[User], Client], zaida: User, client: Client
) -> None:
    assert client_of(zaida).get(URL).status_code == 200
    assert client.get(URL)["Location"] == "/accounts/login/?next=/settings/"
