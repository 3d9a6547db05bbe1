"""A Celery worker with beat beside the site: takes tasks by name, ticks, and ends when told."""

import signal
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings as django_settings

from tests.servers import Program, wait_for, worker_running
from vertaisklubi.celery import TICK_SECONDS, app

pytestmark = pytest.mark.redis


def test_the_tick_is_every_minute() -> None:
    assert (TICK_SECONDS, app.conf.timezone, list(app.conf.beat_schedule)) == (60, "UTC", ["tick"])


def test_the_tasks_have_their_names() -> None:
    app.loader.import_default_modules()

    assert {"home.tick", "outbox.send_due"} <= set(app.tasks)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_takes_a_hint_and_ends_in_peace(
    redis_url: str, site_variables: dict[str, str], tmp_path: Path
) -> None:
    """The task was taken (the queue is empty), and SIGTERM ends the worker with status 0."""
    publisher = Celery("publisher", broker=redis_url.replace("unix://", "redis+socket://"))
    publisher.conf.broker_transport_options = django_settings.CELERY_BROKER_TRANSPORT_OPTIONS

    def is_taken(worker: Program) -> bool:
        with publisher.connection_for_read() as connection:
            return not worker.is_running or connection.default_channel._size("celery") == 0

    with worker_running(tmp_path, site_variables) as worker:
        publisher.send_task("home.tick", ignore_result=True)
        wait_for(lambda: is_taken(worker), "the task to be taken")
        status = worker.stop(signal.SIGTERM)

    assert (status, "Traceback" in worker.output()) == (0, False), worker.output()
