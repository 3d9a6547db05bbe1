"""``manage.py tick``: run the due work of all apps, once or every few seconds; or only say what it would send."""

import datetime as dt
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from clubs.models import Member
from home.forecast import forecast
from home.schedule import run_tick
from meetings.sendings import PlannedSending
from outbox.services import channel_state


class Command(BaseCommand):
    """For installations that drive the minute by cron or systemd, and for a look at what happens."""

    help = "Do all work that is due now, or say which letters would leave."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="do it again and again, until stopped"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="list which letters would leave, to whom and why; nothing is written or sent",
        )
        parser.add_argument(
            "--at",
            metavar="MOMENT",
            help="with --dry-run: at this local time instead of now, such as 2022-09-20T09:00",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.foretell(_moment(options["at"]))
            return
        if options["at"]:
            raise CommandError("--at goes with --dry-run: work is done now or not at all.")
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

    def foretell(self, now: dt.datetime) -> None:
        """List what would leave at ``now``."""
        found = forecast(now=now)
        local = timezone.localtime(now)
        self.stdout.write(f"{local:%Y-%m-%d %H:%M}: {found.count} letters would leave.")
        if channel_state().is_paused:
            self.stdout.write("Sending is paused: they would wait until it is resumed.")
        for sending in found.leaving:
            self.tell(sending)
        for waiting in found.waiting:
            self.stdout.write(f"\n{waiting.subject} [{waiting.kind}, in the queue]")
            self.stdout.write(f"  to: {', '.join(waiting.people)}")
        for sending in found.missed:
            self.stdout.write(f"\nToo late: {sending.title} [{sending.kind}]")
            self.stdout.write(f"  would have gone to: {_people(sending)}")

    def tell(self, sending: PlannedSending) -> None:
        """One sending: what, to whom, why."""
        club = sending.meeting.season.club
        self.stdout.write(f"\n{sending.title} [{sending.kind}, {club}]")
        self.stdout.write(f"  to: {_people(sending)}")
        self.stdout.write(f"  why: {sending.why}")


def _people(sending: PlannedSending) -> str:
    return ", ".join(map(_person, sending.recipients))


def _person(member: Member) -> str:
    return f"{member.full_name} <{member.email}>"


def _moment(text: str | None) -> dt.datetime:
    """The moment that was typed, local time unless it says otherwise; now where nothing was."""
    if not text:
        return timezone.now()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no moment. Write it as 2022-09-20T09:00.") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
