"""The environment that tests run in, put in place before the settings are read; nothing of the machine's leaks in."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
# Every run writes under var/tests, away from a developer's data; workers of pytest-xdist share nothing but it.
DATA_DIR = Path(os.environ.get("TEST_DATA_DIR", BASE_DIR / "var" / "tests"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "")
SQLITE_FILE = DATA_DIR / f"test-{WORKER}-{os.getpid()}.sqlite3"

for name in ("DEBUG", "DEMO", "SECRET_KEY_FALLBACKS", "DATABASE_CONN_MAX_AGE"):
    os.environ.pop(name, None)
os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="tests-only-" + "0123456789" * 5,
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    BASE_URL="http://localhost",
    DATABASE_URL=POSTGRES_URL or f"sqlite:///{SQLITE_FILE}",
    REDIS_URL="redis://127.0.0.1:1/0",
    EMAIL_URL="smtp://127.0.0.1:1",
    FROM_EMAIL="vertaisklubi@example.org",
    SERVICE_OWNER="Esimerkkilän yliopisto",
    CONTACT_EMAIL="tuki@example.org",
    DATA_DIR=str(DATA_DIR / WORKER),
    HASHED_STATIC="0",
    CHECK_DOMAINS="0",
    LOG_LEVEL="WARNING",
    # Playwright keeps an event loop in this thread, which Django would take for an async view.
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
)
