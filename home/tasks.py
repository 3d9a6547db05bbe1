"""The minute's task."""

from celery import shared_task

from home.schedule import run_tick


@shared_task(name="home.tick")
def tick() -> None:
    """Do what is due in this minute."""
    run_tick(is_whole=False)
