"""GET /health/ says that the process is alive, to anybody, whatever else is down."""

import pytest
from django.test import Client


def test_it_answers_without_signing_in_or_asking_the_database(client: Client) -> None:
    """No database mark here: a query would fail the test."""
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/health/").status_code == 405
