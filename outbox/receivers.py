"""Signals of others that the outbox heeds."""

from celery.signals import worker_shutting_down

from outbox import delivery


@worker_shutting_down.connect
def end_after_this_letter(**kwargs: object) -> None:
    """A worker with threads stops between two letters; one with processes ends its batch, within a minute."""
    delivery.stop()
