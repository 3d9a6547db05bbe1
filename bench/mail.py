"""How fast letters are written and sent: `python -m bench.mail [--quick] [--json] [--firm] [--server postgres://…]`.

Starts and ends its own mail server, Redis and database (a new SQLite file, or a new database on the PostgreSQL server
that `--server` names). Exit status 1 when a goal does not hold; with `--firm` only those goals count that can be judged on
a machine that does other work too. `--rows` chooses how many stored rows the tick meets.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from bench.figures import Figure, as_line, as_table, read_line

REPLY_MS = 5
PART = "import django; django.setup(); from bench.mail_parts import main; main()"


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    created: int
    sent: int
    sent_slowly: int
    stored: int
    clicked: int = 30
    rounds: int = 5


QUICK = Sizes(created=100, sent=200, sent_slowly=60, stored=20_000, rounds=3)
WHOLE = Sizes(created=300, sent=400, sent_slowly=200, stored=200_000)


def environment(folder: Path, database: str, redis: str, smtp_port: int) -> dict[str, str]:
    """What a part's process finds: the product's own settings, and nothing of the machine's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "vertaisklubi.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "bench-only-" + "0123456789" * 5,
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "http://localhost",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "FROM_EMAIL": "klubi@example.org",
        "SERVICE_OWNER": "Esimerkki",
        "CONTACT_EMAIL": "tuki@example.org",
        "DATA_DIR": str(folder),
        "HASHED_STATIC": "0",
        "LOG_LEVEL": "ERROR",
        # Nobody's domain is looked up: what a name server takes is not ours to measure.
        "CHECK_DOMAINS": "0",
    }


class Bench:
    """Runs parts, each on a fresh database."""

    def __init__(
        self, server: str, folder: Path, redis: str, sinks: dict[int, int], rounds: int
    ) -> None:
        self._server = server
        self._folder = folder
        self._redis = redis
        self._sinks = sinks
        self._rounds = rounds

    def part(self, name: str, size: int, *, delay: int = 0, redis: str = "") -> list[Figure]:
        """The figures of one part, each reply of the mail server after `delay` milliseconds."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        numbers = {"--size": size, "--rounds": self._rounds, "--delay": delay}
        options = [str(word) for pair in numbers.items() for word in pair]
        with servers.database(self._server, folder) as database:
            done = subprocess.run(
                [sys.executable, "-c", PART, name, *options],
                cwd=servers.ROOT,
                env=environment(folder, database, redis or self._redis, self._sinks[delay]),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        return read_line(done.stdout.splitlines()[-1])


def measure(server: str, sizes: Sizes) -> list[Figure]:
    """All figures, one after the other."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        sinks = {delay: stack.enter_context(servers.sink(delay)) for delay in (0, REPLY_MS)}
        alive = stack.enter_context(servers.redis(folder))
        bench = Bench(server, folder, alive, sinks, sizes.rounds)
        mute = stack.enter_context(servers.silent())
        dead = f"redis://127.0.0.1:{servers.free_port()}/0"
        return [
            *bench.part("create", sizes.created),
            *bench.part("send", sizes.sent_slowly, delay=REPLY_MS),
            *bench.part("send", sizes.sent),
            *bench.part("tick", sizes.stored),
            *bench.part("click", sizes.clicked),
            *_named("dead", bench.part("click", sizes.clicked, redis=dead)),
            *_named("silent", bench.part("click", sizes.clicked, redis=mute)),
        ]


def _named(how: str, figures: list[Figure]) -> list[Figure]:
    return [
        Figure(**{**vars(one), "name": one.name.replace("dead or silent", how)}) for one in figures
    ]


def main() -> int:
    """Measure, print, and answer 1 when a goal does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute, as CI runs it")
    parser.add_argument("--json", action="store_true", help="one line of JSON besides the table")
    parser.add_argument(
        "--firm", action="store_true", help="fail only for goals that others' work cannot touch"
    )
    parser.add_argument("--server", default="", help="a PostgreSQL server: postgres://user@host/db")
    parser.add_argument("--rows", type=int, help="stored rows that the tick meets")
    given = parser.parse_args()
    sizes = QUICK if given.quick else WHOLE
    if given.rows:
        sizes = Sizes(**{**vars(sizes), "stored": given.rows})
    figures = measure(given.server, sizes)
    print(f"{'PostgreSQL' if given.server else 'SQLite'}, {os.cpu_count()} cores")
    print(as_table(figures))
    if given.json:
        print(as_line(figures))
    judged = [figure for figure in figures if figure.is_firm or not given.firm]
    return 0 if all(figure.holds for figure in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
