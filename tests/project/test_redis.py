"""A dead or silent Redis costs a page a moment, never the page."""

import socket
import time
from collections.abc import Iterator

import pytest
from celery import Celery
from django.conf import settings as django_settings
from kombu.exceptions import OperationalError

from vertaisklubi.cache import ForgivingRedisCache

SLOWEST = 2.5


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Something that takes a connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def cache_at(url: str) -> ForgivingRedisCache:
    """Return the site's cache, its server at the address."""
    return ForgivingRedisCache(url, {"OPTIONS": dict(django_settings.REDIS_PATIENCE)})


@pytest.fixture(params=["dead", "silent"])
def broken(request: pytest.FixtureRequest, silent_server: str) -> str:
    """The address of a Redis that does not work."""
    return "redis://127.0.0.1:1/0" if request.param == "dead" else silent_server


def test_a_broken_cache_has_nothing(broken: str) -> None:
    cache = cache_at(broken)
    started = time.monotonic()

    assert (cache.get("key", "default"), cache.add("key", 1), cache.delete("key")) == (
        "default", True, False,
    )  # fmt: skip
    cache.set("key", 1)
    assert time.monotonic() - started < SLOWEST


def test_a_hint_to_a_broken_broker_gives_up(broken: str) -> None:
    """The publisher's options of the settings, as a page uses them."""
    app = Celery("broken", broker=broken)
    app.conf.broker_transport_options = django_settings.CELERY_BROKER_TRANSPORT_OPTIONS
    app.conf.task_publish_retry = django_settings.CELERY_TASK_PUBLISH_RETRY
    started = time.monotonic()

    with pytest.raises((OperationalError, OSError)):
        app.send_task("home.tick", retry=False, ignore_result=True)

    assert time.monotonic() - started < SLOWEST


@pytest.mark.redis
def test_a_working_cache_keeps(redis_url: str) -> None:
    cache = cache_at(redis_url)
    cache.set("key", {"a": 1})

    assert (cache.get("key"), cache.incr("number", 1) if cache.add("number", 1) else 0) == (
        {"a": 1}, 2,
    )  # fmt: skip
