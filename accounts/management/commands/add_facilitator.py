"""The first person of an empty database: somebody who may open clubs."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services import open_account


class Command(BaseCommand):
    """``manage.py add_facilitator outi.makela@example.org Outi Mäkelä``."""

    help = "Adds a person who may open clubs; they sign in by a code that is sent to the address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address, names, language."""
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")
        parser.add_argument(
            "--language", default="fi", choices=[code for code, _name in settings.LANGUAGES]
        )

    def handle(self, **options: Any) -> None:
        """Open the account, or say why not."""
        try:
            user = open_account(
                email=options["email"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                language=options["language"],
                may_open_clubs=True,
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{user} <{user.email}> can now sign in and open a club.")
