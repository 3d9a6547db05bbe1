"""``manage.py mailcheck``: see whether the mail settings work."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outbox.mailcheck import check


class Command(BaseCommand):
    """Before the first invitation, and whenever letters do not leave."""

    help = "Test connection, TLS, login and From, and send one letter to the operator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", metavar="ADDRESS", help="instead of CONTACT_EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        for step in check(to=options["to"] or settings.CONTACT_EMAIL):
            self.stdout.write(f"{step.name:<12}{'ok' if step.is_ok else 'FAILED':<8}{step.detail}")
            if not step.is_ok:
                raise CommandError(f"The {step.name} step failed; nothing was sent.")
