"""The Celery app: a nudge that work is due, never its memory (the rows in the database are)."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vertaisklubi.settings")

TICK_SECONDS = 60

app = Celery("vertaisklubi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "tick": {"task": "home.tick", "schedule": timedelta(seconds=TICK_SECONDS)}
}


@celeryd_init.connect
def wait_patiently(conf: Any, **kwargs: object) -> None:
    """Give a worker Redis's ordinary patience: the short timeouts of a web request would end its long poll."""
    conf.broker_transport_options = {}
    conf.broker_connection_retry_on_startup = True


@setup_logging.connect
def keep_site_logging(**kwargs: object) -> None:
    """Leave logging as the settings made it; a receiver here stops Celery from putting its own in place."""
