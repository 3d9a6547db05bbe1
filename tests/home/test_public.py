"""The front page and the statements, in three languages."""

import pytest
from django.test import Client

from clubs.models import Member


@pytest.mark.parametrize("path", ["/", "/accessibility/", "/privacy/"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_open_to_everybody(path: str, language: str, client: Client, db: None) -> None:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/"])
def test_statements_name_who_answers(path: str, client: Client, db: None) -> None:
    html = client.get(path).content.decode()
    assert "Esimerkkilän yliopisto" in html
    assert "tuki@example.org" in html


def test_somebody_signed_in_goes_to_their_page(client: Client, aino: Member) -> None:
    assert aino.user is not None
    client.force_login(aino.user)
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"] == "/me/"
