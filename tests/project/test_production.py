"""The settings as they stand in production, read in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "".join(chr(33 + (7 * index) % 90) for index in range(60)),
    "ALLOWED_HOSTS": "klubi.example.fi",
    "BASE_URL": "https://klubi.example.fi",
    "DATABASE_URL": "postgres://klubi@127.0.0.1:1/klubi",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtps://user:password@mail.example.fi",
    "FROM_EMAIL": "klubi@example.fi",
    "SERVICE_OWNER": "Esimerkkilän ammattiopisto",
    "CONTACT_EMAIL": "tuki@example.fi",
}
SHOWN = [
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "DEBUG", "DEMO",
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS", "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS", "CELERY_TASK_PUBLISH_RETRY", "CELERY_TASK_IGNORE_RESULT",
]  # fmt: skip


def python(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project under production's environment."""
    environment = {
        **PRODUCTION,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "vertaisklubi.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    done = python(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_cookies_and_sign_in_are_strict(tmp_path: Path) -> None:
    program = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([getattr(settings, name) for name in {SHOWN!r}]))"
    )

    shown = dict(zip(SHOWN, json.loads(python(tmp_path, "-c", program).stdout), strict=True))

    assert shown == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
        "DEMO": False,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 600,
        "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS": 5,
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_TASK_IGNORE_RESULT": True,
    }


@pytest.mark.slow
def test_a_start_without_settings_names_them_all(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    missing = [line.split()[0] for line in done.stderr.splitlines() if line.endswith("is missing")]

    assert done.returncode == 1
    assert missing == sorted(name for name in PRODUCTION if name not in ("PATH", "ENV_FILE"))
