"""The migrations make exactly the tables that the models describe."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_nothing_is_left_to_migrate() -> None:
    words = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=words)

    assert words.getvalue() == "No changes detected\n"
