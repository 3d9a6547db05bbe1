"""``manage.py demo``: fill an empty database with the demo club."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

import time_machine
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clubs.models import Club, Member
from home.demo.play import Player


class Command(BaseCommand):
    """Plays a year of the fictional club; the clock is moved for this process alone."""

    help = "Load the demo club into an empty database (only with DEMO=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today",
            type=dt.date.fromisoformat,
            help="The day on which the demo stands, YYYY-MM-DD; today if not given.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo club is loaded only where DEMO=1 is set.")
        if not Club.objects.exists():
            self.load(options["today"])
        self.tell_people()

    def load(self, today: dt.date | None) -> None:
        """Play the club's year as it stands on the day."""
        now = timezone.now()
        if today:
            now = timezone.make_aware(dt.datetime.combine(today, dt.time(9, 30)))
        with time_machine.travel(now, tick=True) as clock:
            Player(now=now, travel=clock.move_to).play()

    def tell_people(self) -> None:
        """List who can be signed in as, facilitators first."""
        people = Member.objects.active().filter(user__isnull=False).select_related("user")
        for member in people.order_by("role", "last_name", "first_name"):
            role = "facilitator" if member.is_facilitator else "member"
            address = member.user.email if member.user else ""
            self.stdout.write(f"{role:12} {member.full_name:24} {address}")
