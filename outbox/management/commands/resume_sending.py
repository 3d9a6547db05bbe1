"""``manage.py resume_sending``: let letters leave again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outbox.services import keep_waiting_back, resume_sending, waiting_letters


class Command(BaseCommand):
    """After a pause of any kind; what has become too late meanwhile expires by itself."""

    help = "Let letters leave again after a pause, whatever its reason was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep-back",
            action="store_true",
            help="send nothing of what waits now: after a backup was put back it may have left before; facilitators see "
            "these letters as uncertain and can send each again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep_back"]:
            self.stdout.write(f"Kept back as uncertain: {keep_waiting_back(by='manage.py')}.")
        if not resume_sending(by="manage.py"):
            self.stdout.write("It was not paused.")
            return
        count = waiting_letters()
        if count == 1:
            words = "1 letter waits; the next tick sends it if it is still of use."
        else:
            words = f"{count} letters wait; the next tick sends those that are still of use."
        self.stdout.write(f"Sending again. {words}")
