"""Settings from the environment: good ones are read, all bad ones are named in one message."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from vertaisklubi.env import (
    EmailServer,
    Environment,
    parse_base_url,
    parse_email_url,
    parse_redis_url,
    read_environment,
)

PRODUCTION = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "klubi.example.fi, www.klubi.example.fi",
    "BASE_URL": "https://klubi.example.fi/",
    "DATABASE_URL": "postgres://klubi:p@db.example.fi:5433/klubi",
    "REDIS_URL": "redis://queue.example.fi:6379/1",
    "EMAIL_URL": "smtp+starttls://user:p%40ss@mail.example.fi",
    "FROM_EMAIL": "klubi@example.fi",
    "SERVICE_OWNER": "Esimerkkilän ammattiopisto",
    "CONTACT_EMAIL": "tuki@example.fi",
}
OTHERS = [
    "DEBUG", "DEMO", "DATA_DIR", "HASHED_STATIC", "SECRET_KEY_FALLBACKS", "LOG_LEVEL",
    "DATABASE_CONN_MAX_AGE", "CHECK_DOMAINS",
]  # fmt: skip


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Environment:
    """Read exactly these variables."""
    for name in [*PRODUCTION, *OTHERS]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ENV_FILE", "/dev/null")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_environment(Path("/srv/vertaisklubi"))


def complaints(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, str]:
    """Return the variables that the refused start names, each with its words."""
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(monkeypatch, **variables)
    lines = str(refusal.value).splitlines()[1:-1]
    return {line.split()[0]: line.strip().split(" ", 1)[1] for line in lines}


def test_production_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, **PRODUCTION)

    assert found.allowed_hosts == ["klubi.example.fi", "www.klubi.example.fi"]
    assert found.base_url == "https://klubi.example.fi"
    assert found.database["ENGINE"] == "django.db.backends.postgresql"
    assert (found.database["HOST"], found.database["PORT"]) == ("db.example.fi", 5433)
    assert found.email == EmailServer("smtp+starttls", "mail.example.fi", 587, "user", "p@ss")
    assert found.data_dir == Path("/srv/vertaisklubi/var/data")
    assert (found.debug, found.demo, found.is_local, found.hashed_static) == (
        False, False, False, True,
    )  # fmt: skip


def test_everything_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaints(monkeypatch) == dict.fromkeys(sorted(PRODUCTION), "is missing")


def test_every_nonsense_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    nonsense = {
        "ALLOWED_HOSTS": "*",
        "BASE_URL": "klubi",
        "DATABASE_URL": "mysql://x/y",
        "DEBUG": "maybe",
        "EMAIL_URL": "mail.example.fi",
        "REDIS_URL": "localhost:6379",
        "SECRET_KEY": "short",
        "DATABASE_CONN_MAX_AGE": "long",
        "LOG_LEVEL": "LOUD",
    }

    assert complaints(monkeypatch, **{**PRODUCTION, **nonsense}) == {
        "ALLOWED_HOSTS": "must name the hosts; * is refused",
        "BASE_URL": "must be a full address such as https://klubi.example.fi",
        "DATABASE_CONN_MAX_AGE": "Not a valid integer.",
        "DATABASE_URL": "must begin with postgres:// or sqlite://",
        "DEBUG": "Not a valid boolean.",
        "EMAIL_URL": "must begin with smtp://, smtps:// or smtp+starttls:// (or be demo: in a demo)",
        "LOG_LEVEL": "must be DEBUG, INFO, WARNING or ERROR",
        "REDIS_URL": "must begin with redis://, rediss:// or unix://",
        "SECRET_KEY": "must be random and at least 50 characters long",
    }


def test_no_secret_stands_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = {**PRODUCTION, "EMAIL_URL": "imap://user:hunter2@x", "SECRET_KEY": "sesame"}

    words = str(complaints(monkeypatch, **bad))

    assert ("hunter2" in words, "sesame" in words) == (False, False)


def test_demo_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, DEMO="1")

    assert found.database["NAME"] == "/srv/vertaisklubi/var/demo/db.sqlite3"
    assert found.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found.email.is_folder
    assert found.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert found.redis_url == ""


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({**PRODUCTION, "DEMO": "1"}, {"DATABASE_URL", "EMAIL_URL"}),
        ({"DEMO": "1", "DATABASE_URL": "postgres://x/y"}, {"DATABASE_URL"}),
        ({"DEMO": "1", "EMAIL_URL": "smtp://127.0.0.1"}, {"EMAIL_URL"}),
        ({"DEMO": "1", "DEBUG": "1"}, {"DEMO"}),
        ({**PRODUCTION, "EMAIL_URL": "demo:"}, {"EMAIL_URL"}),
        ({**PRODUCTION, "DEMO": "kyllä"}, {"DEMO"}),
    ],
)
def test_demo_and_production_exclude_each_other(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: set[str]
) -> None:
    assert set(complaints(monkeypatch, **variables)) == named


def test_variables_of_the_file_stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the environment says wins over the file."""
    for name in [*PRODUCTION, *OTHERS]:
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "settings.env"
    file.write_text("DEMO=1\nFROM_EMAIL=file@example.org\nCONTACT_EMAIL=file@example.org\n")
    monkeypatch.setenv("ENV_FILE", str(file))
    monkeypatch.setenv("FROM_EMAIL", "set@example.org")

    found = read_environment(tmp_path)

    assert (found.demo, found.from_email, found.contact_email) == (
        True, "set@example.org", "file@example.org",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("demo:", EmailServer("demo")),
        ("smtp://127.0.0.1", EmailServer("smtp", "127.0.0.1", 25)),
        ("smtp://[::1]:2525", EmailServer("smtp", "::1", 2525)),
        ("smtps://u:p@mail.example.fi", EmailServer("smtps", "mail.example.fi", 465, "u", "p")),
    ],
)
def test_mail_addresses_are_read(url: str, server: EmailServer) -> None:
    assert parse_email_url(url) == server


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("smtp://", "names no host"),
        ("http://mail.example.fi", "must begin with"),
        ("smtp://mail:port", "port"),
        ("mail", "must begin with"),
    ],
)
def test_other_mail_addresses_are_refused(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_email_url(url)


def test_plain_http_is_for_this_machine() -> None:
    assert parse_base_url("http://127.0.0.1:8000/") == "http://127.0.0.1:8000"
    with pytest.raises(ValueError, match="must be https"):
        parse_base_url("http://klubi.example.fi")
    with pytest.raises(ValueError, match="without a path"):
        parse_base_url("https://example.fi/klubi")


def test_a_socket_has_one_spelling() -> None:
    assert parse_redis_url("redis+socket:///run/redis.sock") == "unix:///run/redis.sock"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("OUTBOX_PER_MINUTE", "many", "must be a whole number, 0 for no limit"),
        ("OUTBOX_PER_MINUTE", "-1", "must be a whole number, 0 for no limit"),
        ("OUTBOX_CONNECTIONS", "0", "must be a whole number from 1 to 10"),
        ("OUTBOX_CONNECTIONS", "two", "must be a whole number from 1 to 10"),
        ("BOUNCE_ADDRESS", "bounces", "must be a bare address, at most 20 characters before the @"),
        (
            "BOUNCE_ADDRESS",
            "bounces-of-the-peer-club@klubi.example.fi",
            "must be a bare address, at most 20 characters before the @",
        ),
        ("CHECK_DOMAINS", "perhaps", "Not a valid boolean."),
    ],
)
def test_nonsense_about_letters_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    assert complaints(monkeypatch, **{**PRODUCTION, name: value}) == {name: words}


def test_choices_about_letters_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them has to be made."""
    mail = read(monkeypatch, **PRODUCTION).mail
    assert (mail.per_minute, mail.connections, mail.bounce_address, mail.check_domains) == (
        0, 2, "", True,
    )  # fmt: skip
    chosen = {
        "OUTBOX_PER_MINUTE": "60",
        "OUTBOX_CONNECTIONS": "1",
        "BOUNCE_ADDRESS": "palautus@klubi.example.fi",
        "CHECK_DOMAINS": "0",
    }
    mail = read(monkeypatch, **{**PRODUCTION, **chosen}).mail
    assert (mail.per_minute, mail.connections, mail.bounce_address, mail.check_domains) == (
        60, 1, "palautus@klubi.example.fi", False,
    )  # fmt: skip
