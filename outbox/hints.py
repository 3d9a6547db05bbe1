"""One hint a transaction: "there is mail". Losing it costs at most a minute, because the tick looks anyway."""

import threading
import time

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction

_log = structlog.get_logger(__name__)
TASK = "outbox.send_due"
# What the settings name where there is no Redis: a queue inside this process that nobody reads.
NO_BROKER = "memory://"
# After a failure the broker is left alone for a while: a dead broker costs one click a second, not every click.
QUIET_SECONDS = 15.0
_state = threading.local()


def give_on_commit() -> None:
    """Give one hint when the current transaction commits, however often this is called in it."""
    waiting = transaction.get_connection().run_on_commit
    if not any(_publish in entry for entry in waiting):
        transaction.on_commit(_publish, robust=True)


def _publish() -> None:
    """Tell the workers. Gives up within about a second and never raises: the row is saved, the tick will send it."""
    if settings.CELERY_BROKER_URL == NO_BROKER or time.monotonic() < getattr(
        _state, "quiet_until", 0.0
    ):
        return
    try:
        current_app.send_task(TASK, retry=False, ignore_result=True, expires=60)
    except Exception as error:
        _state.quiet_until = time.monotonic() + QUIET_SECONDS
        _log.warning("outbox.hint_lost", error=type(error).__name__)
