"""The hint to the workers: one a transaction, given up soon, never an error."""

import socket
import time
from collections.abc import Iterator

import pytest
from celery import Celery
from pytest_django import Settings

from outbox import hints
from tests.needs import free_port
from vertaisklubi.settings import CELERY_BROKER_TRANSPORT_OPTIONS


@pytest.fixture
def listener() -> Iterator[int]:
    """A port that accepts and never answers, as a Redis that hangs."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        yield int(silent.getsockname()[1])


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Celery]:
    """A Celery app of the site's own settings, whose broker's address the test chooses."""
    app = Celery("hints", set_as_current=False)
    app.conf.broker_transport_options = CELERY_BROKER_TRANSPORT_OPTIONS
    app.conf.task_publish_retry = False
    monkeypatch.setattr(hints, "current_app", app)
    monkeypatch.setattr(hints, "_quiet_until", 0.0)
    settings.CELERY_BROKER_URL = "redis://…"
    yield app
    app.close()


def seconds_of_a_hint() -> float:
    began = time.monotonic()
    hints.publish()
    return time.monotonic() - began


def test_a_dead_broker_costs_little_and_is_left_alone_for_a_while(broker: Celery) -> None:
    broker.conf.broker_url = f"redis://127.0.0.1:{free_port()}/0"
    assert seconds_of_a_hint() < 1.2
    assert seconds_of_a_hint() < 0.01


def test_a_silent_broker_is_given_up_within_the_time_that_a_page_may_wait(
    broker: Celery, listener: int
) -> None:
    broker.conf.broker_url = f"redis://127.0.0.1:{listener}/0"
    assert 0.5 < seconds_of_a_hint() < 1.2
    assert seconds_of_a_hint() < 0.01


def test_without_a_broker_nothing_is_tried(
    broker: Celery, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = hints.NO_BROKER
    monkeypatch.setattr(broker, "send_task", lambda *args, **options: pytest.fail("published"))
    hints.publish()


def test_a_task_gives_no_hint(broker: Celery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "send_task", lambda *args, **options: pytest.fail("published"))
    monkeypatch.setattr(hints, "current_task", object())
    hints.publish()


@pytest.mark.redis
def test_a_living_broker_gets_the_task(broker: Celery, redis_url: str) -> None:
    broker.conf.broker_url = redis_url.replace("unix://", "redis+socket://")
    with broker.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        # A beat of another test may have left its own behind.
        queue.clear()
        hints.publish()
        message = queue.get(timeout=5)
        assert message.headers["task"] == "outbox.send_due"
        message.ack()
