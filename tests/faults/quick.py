"""The site's Celery app whose minute lasts a second: `celery -A tests.faults.quick worker -B`."""

from datetime import timedelta

from vertaisklubi.celery import app

TICK_SECONDS = 1.0

app.conf.beat_schedule = {
    name: {**entry, "schedule": timedelta(seconds=TICK_SECONDS)}
    for name, entry in app.conf.beat_schedule.items()
}
