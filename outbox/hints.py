"""One hint a transaction: "there is mail". Losing it costs at most a minute, because the tick looks anyway."""

import time

import structlog
from celery import current_app, current_task
from django.conf import settings
from django.db import transaction

_log = structlog.get_logger(__name__)
TASK = "outbox.send_due"
# What the settings name where there is no Redis: a queue inside this process that nobody reads.
NO_BROKER = "memory://"
# After a failure the broker is left alone for a while: a silent one then costs a second now and then, not every click.
QUIET_SECONDS = 15.0
_quiet_until = 0.0


def give_on_commit() -> None:
    """Give one hint when the current transaction commits, however often this is called in it."""
    waiting = transaction.get_connection().run_on_commit
    if not any(publish in entry for entry in waiting):
        transaction.on_commit(publish, robust=True)


def publish() -> None:
    """Tell the workers. Gives up within 1.2 s and never raises: the row is saved and the tick will send it.

    A task needs no hint: the tick that writes letters sends them too, and a worker's patience with Redis is long.
    """
    global _quiet_until
    if settings.CELERY_BROKER_URL == NO_BROKER or current_task or time.monotonic() < _quiet_until:
        return
    try:
        current_app.send_task(TASK, retry=False, ignore_result=True, expires=60)
    except Exception as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        _log.warning("outbox.hint_lost", error=type(error).__name__)
