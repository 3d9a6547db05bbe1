"""What the facilitator's pages cost: `python -m bench.pages [--quick] [--json] [--firm] [--server postgres://…]`.

In process and warm: whole requests through every middleware. The pages are the panel's home and that of a season, at
30 people × 7 meetings; with 200 people they may take at most 30 % longer than with 3. Baseline of the first: a page that
asks the database nothing. Exit status 1 when a goal does not hold; with `--firm` only the numbers of queries count.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import servers
from bench.figures import Figure, as_line, as_table, read_line
from bench.mail import environment

PART = "import django; django.setup(); from bench.pages_parts import main; main()"
QUICK_ROUNDS = 5
ROUNDS = 100


def measure(server: str, rounds: int) -> list[Figure]:
    """All figures, from a process of their own on an empty database."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        database = stack.enter_context(servers.database(server, folder))
        # Nobody listens there: the letters are written and stay.
        nobody = servers.free_port()
        done = subprocess.run(
            [sys.executable, "-c", PART, "--rounds", str(rounds)],
            cwd=servers.ROOT,
            env=environment(folder, database, f"redis://127.0.0.1:{nobody}/0", nobody),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return read_line(done.stdout.splitlines()[-1])


def main() -> int:
    """Measure, print, and answer 1 when a goal does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some seconds, as CI runs it")
    parser.add_argument("--json", action="store_true", help="one line of JSON besides the table")
    parser.add_argument("--firm", action="store_true", help="fail only for the numbers of queries")
    parser.add_argument("--server", default="", help="a PostgreSQL server: postgres://user@host/db")
    given = parser.parse_args()
    figures = measure(given.server, QUICK_ROUNDS if given.quick else ROUNDS)
    print(f"{'PostgreSQL' if given.server else 'SQLite'}, {os.cpu_count()} cores")
    print(as_table(figures))
    if given.json:
        print(as_line(figures))
    judged = [figure for figure in figures if figure.is_firm or not given.firm]
    return 0 if all(figure.holds for figure in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
