"""GET /health/ready/ says whether the parts that the site leans on answer, and how old the oldest due letter is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from outbox.models import Message
from outbox.services import pause_sending
from tests.outbox.mail import FaultyServer, faulty_server, queue
from vertaisklubi import ready
from vertaisklubi.env import parse_email_url

pytestmark = pytest.mark.django_db
URL = "/health/ready/"


@pytest.fixture(autouse=True)
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    """A mail server; what an earlier test learned of another one is forgotten."""
    monkeypatch.setattr(ready, "_mail", None)
    with faulty_server() as running:
        settings.EMAIL_SERVER = parse_email_url(f"smtp://127.0.0.1:{running.port}")
        yield running


def test_all_is_well(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        response = client.get(URL)
    assert (response.status_code, response.json()) == (
        200,
        {
            "status": "ok", "failing": [], "database": "ok", "broker": "off", "mail": "ok", "channel": "open",
            "oldest_due_seconds": 0,
        },
    )  # fmt: skip


def test_the_oldest_due_letter_has_an_age_and_no_name(client: Client) -> None:
    """One that waits for its next attempt is not due."""
    Message.objects.filter(pk=queue(1).pk).update(next_at=timezone.now() - timedelta(minutes=5))
    Message.objects.filter(pk=queue(2).pk).update(next_at=timezone.now() + timedelta(minutes=5))
    response = client.get(URL)
    assert (response.status_code, response.json()["oldest_due_seconds"]) == (200, 300)
    assert b"@" not in response.content
    Message.objects.update(next_at=timezone.now() - timedelta(minutes=16))
    response = client.get(URL)
    assert (response.status_code, response.json()["failing"]) == (503, ["outbox"])


def test_a_paused_channel_wants_a_person(client: Client) -> None:
    pause_sending(by="operator", detail="secret words")
    response = client.get(URL)
    assert (response.status_code, response.json()["failing"], response.json()["channel"]) == (
        503, ["channel"], "operator",
    )  # fmt: skip
    assert b"secret" not in response.content


def test_a_mail_server_that_is_away(client: Client, settings: Settings) -> None:
    settings.EMAIL_SERVER = replace(settings.EMAIL_SERVER, port=1)
    response = client.get(URL)
    assert (response.status_code, response.json()["failing"]) == (503, ["mail"])


def test_the_mail_server_is_greeted_now_and_then_only(client: Client, server: FaultyServer) -> None:
    for _number in range(5):
        assert client.get(URL).status_code == 200
    assert server.sessions == 1


def test_a_broker_that_is_away(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get(URL)
    assert (response.status_code, response.json()["failing"]) == (503, ["broker"])


@pytest.mark.redis
def test_a_broker_that_answers(client: Client, settings: Settings, redis_url: str) -> None:
    settings.CELERY_BROKER_URL = redis_url.replace("unix://", "redis+socket://")
    assert client.get(URL).json()["broker"] == "ok"


def test_a_database_that_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError

    monkeypatch.setattr(ready, "channel_state", gone)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    response = client.get(URL)
    assert (response.status_code, response.json()["failing"]) == (503, ["database"])
    assert response.json()["oldest_due_seconds"] is None


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
