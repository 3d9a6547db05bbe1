"""A mail server with faults, and this process's outbox pointing to it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from outbox import guards
from tests.outbox.mail import FaultyServer, faulty_server
from vertaisklubi.env import parse_email_url


@pytest.fixture
def server(settings: Settings) -> Iterator[FaultyServer]:
    """A mail server that takes everything until it is told otherwise."""
    with faulty_server() as running:
        settings.EMAIL_SERVER = parse_email_url(f"smtp://127.0.0.1:{running.port}")
        settings.EMAIL_TIMEOUT = 2
        yield running


@pytest.fixture(autouse=True)
def no_foreign_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other apps' guards know nothing of these letters."""
    monkeypatch.setattr(guards, "_guards", {})
