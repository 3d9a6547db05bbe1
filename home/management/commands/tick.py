"""``manage.py tick``: run the due work of all apps once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.schedule import run_tick


class Command(BaseCommand):
    """For installations that drive the minute by cron or systemd, and for a look at what happens."""

    help = "Do all work that is due now, once."

    def handle(self, *args: Any, **options: Any) -> None:
        done = run_tick()
        for name, count in done.items():
            self.stdout.write(f"{name}: {'failed, see the log' if count is None else count}")
        if None in done.values():
            raise CommandError("A part of the tick failed.")
