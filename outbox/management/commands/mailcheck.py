"""``manage.py mailcheck``: see whether the mail settings work."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outbox.inbound.mailbox import MailboxError, count_waiting
from outbox.inbound.switch import reads_replies
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
        if settings.INBOUND_MAILBOX is not None:
            self.look_into_mailbox()

    def look_into_mailbox(self) -> None:
        """Say whether the mailbox of bounces and calendars' replies can be read, and whether replies would count."""
        try:
            waiting = count_waiting()
        except MailboxError as error:
            self.stdout.write(f"{'mailbox':<12}{'FAILED':<8}{error}")
            raise CommandError("The mailbox cannot be read.") from None
        replies = "count" if reads_replies() else "do not count (INBOUND_AUTHSERV_ID)"
        detail = f"letters that wait: {waiting}; answers from calendars {replies}"
        self.stdout.write(f"{'mailbox':<12}{'ok':<8}{detail}")
