"""``manage.py pause_sending``: let nothing leave."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outbox.services import channel_state, pause_sending, waiting_letters


class Command(BaseCommand):
    """For work on the mail server, or when something is leaving that should not."""

    help = "Let no letter leave until resume_sending. Sign-in codes still leave."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", default="", help="a note that facilitators see")

    def handle(self, *args: Any, **options: Any) -> None:
        if pause_sending(detail=options["reason"], by="manage.py"):
            count = waiting_letters()
            waits = f"{count} letter waits" if count == 1 else f"{count} letters wait"
            self.stdout.write(f"Paused. {waits}. To go on: manage.py resume_sending")
        else:
            state = channel_state()
            why = ": ".join(filter(None, (state.reason, state.detail)))
            self.stdout.write(f"It is paused already ({why}).")
