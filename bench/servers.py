"""Servers and databases that a benchmark starts for itself and ends by their own handle."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def sink(delay_ms: float) -> Iterator[int]:
    """The port of a mail server that takes everything, each reply after `delay_ms`."""
    command = [sys.executable, "-m", "bench.sink", str(delay_ms)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis of one's own."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise SystemExit("bench: no redis-server found (apt-get install redis-server)")
    port = free_port()
    where = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command = [program, *where, "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


@contextmanager
def silent() -> Iterator[str]:
    """The address of a "Redis" that takes every connection and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def _wait_for_port(port: int) -> None:
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"bench: nothing answers on port {port}")


@contextmanager
def database(server: str, folder: Path) -> Iterator[str]:
    """The address of an empty database: on the PostgreSQL `server`, or a new SQLite file where it is empty."""
    if not server:
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    name = f"bench_{free_port()}"
    parts = urlsplit(server)
    with closing(psycopg2.connect(server)) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
            try:
                yield urlunsplit(parts._replace(path=f"/{name}"))
            finally:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
