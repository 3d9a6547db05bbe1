"""A backup is put back: the database believes that letters wait which left long ago."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from clubs.models import Member
from home.schedule import run_tick
from meetings.models import Meeting
from outbox.services import channel_state
from tests import factories, needs
from tests.faults.scene import (
    Stage,
    invite,
    letter_of,
    letters_page,
    once_each,
    recipients,
    words_in,
)
from tests.servers import MailServer, database_url

pytestmark = [pytest.mark.slow, pytest.mark.cluster, pytest.mark.django_db(transaction=True)]


def sqlite_copy(source: str, target: str) -> None:
    """What `.backup` and `.restore` of the sqlite3 shell do."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def postgres_program(*command: str) -> None:
    """Run one of PostgreSQL's own programs on the tests' database."""
    path = Path(needs.postgres_programs()) / command[0]
    subprocess.run(
        [str(path), *command[1:]], check=True, env={**os.environ, "PGCONNECT_TIMEOUT": "5"}
    )


@pytest.fixture
def backup(tmp_path: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """Take a backup of the database, and put it back, with the database's own tools."""
    name, kept = str(connection.settings_dict["NAME"]), str(tmp_path / "backup")

    def take() -> None:
        if connection.vendor == "sqlite":
            sqlite_copy(name, kept)
        else:
            postgres_program("pg_dump", "--format=custom", f"--file={kept}", database_url())

    def put_back() -> None:
        connection.close()
        if connection.vendor == "sqlite":
            sqlite_copy(kept, name)
        else:
            url = f"--dbname={database_url()}"
            postgres_program(
                "pg_restore", "--clean", "--if-exists", "--single-transaction", url, kept
            )

    return take, put_back


def run(stage: Stage, *words: str) -> str:
    """Run a command of manage.py to its end; what it said."""
    with stage.manage(*words) as program:
        assert program.process.wait(60) == 0, program.output()
        return program.output()


@pytest.mark.fault(
    16,
    "An old backup is put back",
    "Nothing leaves until `manage.py resume_sending`. Letters that waited in the backup may have left: they are uncertain and a person sends them anew; what was written since leaves.",
)
def test_nothing_leaves_twice(
    stage: Stage,
    mail: MailServer,
    facilitator: Client,
    invited_by_nobody: Meeting,
    petri: Member,
    backup: tuple[Callable[[], None], Callable[[], None]],
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    take, put_back = backup
    meeting = invited_by_nobody
    run_tick()
    invite(facilitator, meeting)
    take()
    run_tick()
    assert recipients(mail) == once_each(meeting)
    put_back()

    assert "jonossa" in letter_of(facilitator, meeting, petri)
    run_tick()
    other = factories.make_meeting(meeting.season, title="Vuorovaikutus", days=50)
    invite(facilitator, other)
    run_tick()
    assert recipients(mail) == once_each(meeting)
    assert channel_state().reason == "restored"
    assert words_in("fi", channel_state().label) in letters_page(facilitator, meeting)

    assert "Sending again" in run(stage, "resume_sending")
    run_tick()
    assert "epävarma" in letter_of(facilitator, meeting, petri)
    assert "lähetetty" in letter_of(facilitator, other, petri)
    assert recipients(mail) == {address: 2 for address in once_each(meeting)}
    subjects = [str(letter["Subject"]) for letter in mail.to(petri.email)]
    assert ["Vuorovaikutus" in subject for subject in subjects] == [False, True]
