"""``manage.py tick``: run the due work of all apps, once or every few seconds."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from home.schedule import run_tick


class Command(BaseCommand):
    """For installations that drive the minute by cron or systemd, and for a look at what happens."""

    help = "Do all work that is due now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="do it again and again, until stopped"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            self.repeat(options["every"])
        done = run_tick()
        for name, count in done.items():
            self.stdout.write(f"{name}: {'failed, see the log' if count is None else count}")
        if None in done.values():
            raise CommandError("A part of the tick failed.")

    def repeat(self, seconds: float) -> None:
        """Tick until the process is told to end; a tick that fails is logged and the next one comes."""
        while True:
            run_tick()
            close_old_connections()
            time.sleep(seconds)
