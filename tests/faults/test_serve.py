"""bin/serve: the same code as in production, on PostgreSQL and Redis, from an empty database to SIGTERM."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg2
import pytest

from tests.needs import free_port, postgres
from tests.servers import MailServer, answers, mail_server_running, running, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A database of the test's own on the tests' PostgreSQL."""
    name = f"serve_{os.getpid()}"
    base = postgres().rsplit("/", 1)[0]
    connection = psycopg2.connect(f"{base}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"{base}/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server_running() as server:
        yield server


@pytest.fixture
def production(
    empty_database: str, redis_url: str, mail: MailServer, tmp_path: Path
) -> dict[str, str]:
    """The environment of a real site; plain http, because it is on this machine."""
    port = free_port()
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "".join(chr(33 + (7 * index) % 90) for index in range(60)),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "DATABASE_URL": empty_database,
        "REDIS_URL": redis_url,
        "EMAIL_URL": mail.url,
        "FROM_EMAIL": "klubi@example.fi",
        "SERVICE_OWNER": "Esimerkkilän ammattiopisto",
        "CONTACT_EMAIL": "tuki@example.fi",
        "DATA_DIR": str(tmp_path / "data"),
    }


def page(url: str) -> tuple[int, str]:
    """Return the status of a page and the page."""
    try:
        with urlopen(url, timeout=10) as response:
            return response.status, str(response.read().decode())
    except HTTPError as error:
        return error.code, error.read().decode()


def processes_of(group: int) -> list[str]:
    """Return the command lines of what still runs in a session."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getsid(int(folder.name)) == group and int(folder.name) != group:
                    found.append((folder / "cmdline").read_text())
            except (ProcessLookupError, FileNotFoundError):
                continue
    return found


def test_it_starts_serves_and_ends(production: dict[str, str], tmp_path: Path) -> None:
    """The first page comes with hashed, packed static files; SIGTERM ends every process."""
    url = production["BASE_URL"]
    with running(
        "serve", ["setsid", "bin/serve"], folder=tmp_path, environment=production
    ) as serve:
        wait_for(lambda: answers(f"{url}/health/") or not serve.is_running, "bin/serve", 60)
        assert serve.is_running, serve.output()
        _status, front = page(f"{url}/")
        styles = re.findall(r'href="(/static/css/[^"]+\.[0-9a-f]{12}\.css)"', front)
        with urlopen(f"{url}{styles[0]}", timeout=10) as response:
            is_kept_for_ever = "immutable" in response.headers["Cache-Control"]
        demo_status, _page = page(f"{url}/demo/")
        status = serve.stop(signal.SIGTERM)

    assert is_kept_for_ever
    assert demo_status == 404
    # Honcho ends everything in order and then says which signal it was told: 128 + 15.
    assert status == 128 + signal.SIGTERM, serve.output()
    assert processes_of(serve.process.pid) == []


def test_it_refuses_an_incomplete_environment(production: dict[str, str], tmp_path: Path) -> None:
    incomplete = {name: value for name, value in production.items() if name != "SECRET_KEY"}

    with running("serve", ["bin/serve"], folder=tmp_path, environment=incomplete) as serve:
        serve.process.wait(30)

    assert serve.process.returncode != 0
    assert "SECRET_KEY is missing" in serve.output()
