"""PostgreSQL ends hard in the midst of a sending and comes back: a server of the test's own."""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.test import Client

from clubs.models import Member
from meetings.models import Meeting
from tests import factories, needs
from tests.faults.browsing import Reader
from tests.faults.scene import Stage, invite
from tests.needs import free_port
from tests.servers import MailServer, database_url, site_running, wait_for

pytestmark = [
    pytest.mark.faults, pytest.mark.postgres, pytest.mark.cluster, pytest.mark.redis, pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]  # fmt: skip
INVITED, ALREADY = 24, 5


class Cluster:
    """A PostgreSQL server in a folder, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"postgres://vk@127.0.0.1:{self.port}/vk"
        folder.mkdir()
        if os.getuid() == 0:
            subprocess.run(["chown", "postgres", str(folder)], check=True)
        self.run(
            "initdb",
            "-D",
            self.data,
            "-U",
            "vk",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--no-sync",
        )

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def run(self, name: str, *words: str, **more: Any) -> None:
        """Run one of PostgreSQL's programs; as the user postgres where we are root, which it refuses."""
        command = [str(Path(needs.postgres_programs()) / name), *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **more)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run(
            "pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), "-o", options, "start"
        )

    def end(self) -> None:
        """End it as a crash would: nobody is asked to finish."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def copy(self, source: str) -> None:
        """Make the database a copy of another one."""
        host = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "vk"]
        self.run("createdb", *host, "vk")
        dump = subprocess.run(
            [
                str(Path(needs.postgres_programs()) / "pg_dump"),
                "--no-owner",
                "--no-privileges",
                source,
            ],
            check=True,
            capture_output=True,
        ).stdout
        self.run("psql", *host, "-q", "-v", "ON_ERROR_STOP=1", "vk", input=dump)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query)
                return list(cursor.fetchall())
        finally:
            connection.close()


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory, short_folder: Path) -> Iterator[Cluster]:
    """A running server with an empty folder of its own."""
    short_folder.chmod(0o755)
    found = Cluster(short_folder / "postgres")
    found.start()
    try:
        yield found
    finally:
        found.end()


@pytest.mark.fault(
    12,
    "PostgreSQL ends and comes back in the midst of a sending",
    "Pages answer 503 and heal without a restart of ours, the worker goes on; no letter is lost, and one that was being said is marked as perhaps double.",
)
def test_pages_and_letters_heal(
    cluster: Cluster, stage: Stage, mail: MailServer, facilitator: Client, outi: Member, meeting: Meeting,
) -> None:  # fmt: skip
    factories.make_members(outi.club, INVITED - 2)
    invite(facilitator, meeting)
    letters = f"/clubs/{outi.club_id}/mail/"
    mail.pause = 0.1
    reader = Reader("", outi)
    cluster.copy(database_url())
    stage.database = cluster.url
    with site_running(stage.folder, stage.environment()) as site:
        reader.url = site.url
        assert reader.get(letters)[0] == 200
        with stage.worker("worker"):
            mail.wait(ALREADY)
            cluster.end()
            assert reader.get(letters)[0] == 503
            assert len(mail.letters) < INVITED
            cluster.start()
            assert reader.get(letters)[0] == 200
            wait_for(lambda: states(cluster) == {"sent": INVITED}, "all letters to be sent", 60)
    came = Counter(str(letter["To"]) for letter in mail.letters)
    assert len(came) == INVITED
    doubted = cluster.ask("SELECT to_email FROM outbox_message WHERE unsure_at IS NOT NULL")
    twice = {address for address in came if came[address] > 1}
    assert len(twice) <= len(doubted) <= 2
    for (address,) in doubted:
        assert len(set(mail.raw_to(address))) == 1


def states(cluster: Cluster) -> dict[str, int]:
    return dict(cluster.ask("SELECT state, count(*) FROM outbox_message GROUP BY state"))
