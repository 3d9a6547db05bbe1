"""Settings from the environment, typed; whatever is missing or makes no sense is named in one message."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError

T = TypeVar("T")

SHORTEST_KEY = 50
LOCAL_KEY = "local-only-this-key-protects-nothing-and-is-refused-in-production"
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
SMTP_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
IMAP_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
SHORTEST_SECRET = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+socket")

SQLITE_OPTIONS = {
    # Writers queue at BEGIN and wait, instead of failing when a read turns into a write: 0 instead of 107 errors of 800.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}


@dataclass(frozen=True)
class EmailServer:
    """Where letters go: an SMTP server, or (`scheme` "demo") a folder."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""

    @property
    def is_folder(self) -> bool:
        """Say whether letters are only written to files."""
        return self.scheme == "demo"


@dataclass(frozen=True)
class MailboxServer:
    """Where bounces and calendars' replies are read: a folder on an IMAP server."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str


@dataclass(frozen=True)
class MailChoices:
    """What may be chosen about letters that leave and letters that come in; nothing of it has to be."""

    calendar_domain: str
    check_domains: bool
    bounce_address: str
    per_minute: int
    connections: int
    mailbox: MailboxServer | None
    webhook_secret: str
    authserv_id: str
    reply_address: str


@dataclass(frozen=True)
class Environment:
    """Everything that the settings take from outside.

    A developer and a demo can do without Redis (`redis_url` is empty): the tick alone does the due work then.
    """

    debug: bool
    demo: bool
    secret_key: str
    secret_key_fallbacks: list[str]
    allowed_hosts: list[str]
    base_url: str
    database: dict[str, Any]
    redis_url: str
    email_url: str
    email: EmailServer
    from_email: str
    mail: MailChoices
    data_dir: Path
    service_owner: str
    contact_email: str
    conn_max_age: int
    hashed_static: bool
    log_level: str

    @property
    def is_local(self) -> bool:
        """Say whether this is a developer's or a demo machine, where defaults may stand in for settings."""
        return self.debug or self.demo


def parse_email_url(value: str) -> EmailServer:
    """Read `smtp://user:password@host:port`, `smtps://…` (TLS from the start), `smtp+starttls://…` or `demo:`.

    Raises ValueError with what is wrong; the password is never part of the message.
    """
    if value.rstrip("/") == "demo:":
        return EmailServer(scheme="demo")
    parts = urlsplit(value)
    if parts.scheme not in SMTP_PORTS:
        raise ValueError(
            "must begin with smtp://, smtps:// or smtp+starttls:// (or be demo: in a demo)"
        )
    if not parts.hostname:
        raise ValueError("names no host")
    return EmailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or SMTP_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def parse_imap_url(value: str) -> MailboxServer:
    """Read `imaps://user:password@host:port/INBOX` or `imap+starttls://…`; plain imap only on this machine (ValueError)."""
    parts = urlsplit(value)
    if parts.scheme not in IMAP_PORTS:
        raise ValueError("must begin with imaps:// or imap+starttls://")
    if not parts.hostname or not parts.username or parts.password is None:
        raise ValueError("must name user, password and host: imaps://user:password@host/INBOX")
    if not unquote(parts.username + parts.password).isascii():
        raise ValueError("names a user or password that IMAP cannot carry")
    if parts.scheme == "imap" and parts.hostname not in LOCAL_NAMES:
        raise ValueError("must be imaps or imap+starttls (plain imap is for this machine only)")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not folder.isascii() or not folder.isprintable() or set(folder) & set('"\\*%'):
        raise ValueError("names a folder that cannot be asked for")
    return MailboxServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or IMAP_PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=folder,
    )


def parse_secret(value: str) -> str:
    """Return a secret that stands in an address (ValueError for one that is short or has other signs than A-Z a-z 0-9 - _)."""
    if len(value) < SHORTEST_SECRET or not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        raise ValueError(f"must be at least {SHORTEST_SECRET} letters, digits, - or _")
    return value


def parse_host_name(value: str) -> str:
    """Return the name by which a mail server calls itself, in small letters (ValueError for anything but a name)."""
    if not re.fullmatch(r"[A-Za-z0-9._-]+", value):
        raise ValueError("must be a host's name such as mx.example.fi")
    return value.lower()


def parse_letters_a_minute(value: str) -> int:
    """Return how many letters may leave in a minute, 0 for no limit (ValueError for nonsense)."""
    if not value.isdecimal() or int(value) > 10_000:
        raise ValueError("must be a whole number, 0 for no limit")
    return int(value)


def parse_connections(value: str) -> int:
    """Return how many sessions with the mail server one process holds (ValueError for nonsense)."""
    if value not in {str(number) for number in range(1, 11)}:
        raise ValueError("must be a whole number from 1 to 10")
    return int(value)


def parse_plain_address(value: str) -> str:
    """Return a bare mail address that can carry a tag after a plus sign (ValueError otherwise)."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
        raise ValueError("must be a bare address, at most 20 characters before the @")
    return value


def parse_base_url(value: str) -> str:
    """Return the site's own address without a closing slash; plain http only on this machine (ValueError)."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a full address such as https://klubi.example.fi")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be an address without a path")
    if parts.scheme == "http" and parts.hostname not in LOCAL_NAMES:
        raise ValueError("must be https (plain http is for this machine only)")
    return value.rstrip("/")


def parse_redis_url(value: str) -> str:
    """Return the Redis address; a socket is written `unix:///path` whichever way it came (ValueError otherwise)."""
    if urlsplit(value).scheme not in REDIS_SCHEMES:
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return value.replace("redis+socket://", "unix://", 1)


def parse_database_url(value: str) -> dict[str, Any]:
    """Return Django's description of a SQLite or PostgreSQL database (ValueError for another kind)."""
    scheme = urlsplit(value).scheme
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ValueError("must begin with postgres:// or sqlite://")
    parsed: dict[str, Any] = dict(dj_database_url.parse(value))
    if scheme == "sqlite":
        parsed["OPTIONS"] = dict(SQLITE_OPTIONS)
    return parsed


def parse_log_level(value: str) -> str:
    """Return the name of a log level (ValueError for another word)."""
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"must be {', '.join(LOG_LEVELS[:-1])} or {LOG_LEVELS[-1]}")
    return value.upper()


class Reader:
    """Reads variables one by one and gathers every complaint, so that one start names them all."""

    def __init__(self) -> None:
        self.env = Env(eager=False)
        self.problems: dict[str, str] = {}

    def get(self, name: str, default: str | None = None) -> str:
        """Return the text of a variable; a missing one without a default is a problem."""
        value: str = (self.env.str(name, "") or "").strip()
        if value:
            return value
        if default is None:
            self.problems[name] = "is missing"
        return default or ""

    def switch(self, name: str, default: bool) -> bool:
        """Return whether a switch is on; a word that is neither on nor off is a problem."""
        return bool(self.env.bool(name, default))

    def words(self, name: str, default: str | None) -> list[str]:
        """Return the words of a variable that lists them with commas between."""
        return [word.strip() for word in self.get(name, default).split(",") if word.strip()]

    def parse(self, name: str, read: Callable[[str], T], default: str | None, empty: T) -> T:
        """Return a variable read by a parser; `empty` stands in where there is a problem."""
        value = self.get(name, default)
        if not value:
            return empty
        try:
            return read(value)
        except ValueError as error:
            self.problems[name] = str(error)
            return empty

    def finish(self) -> None:
        """Raise ImproperlyConfigured that names every variable at fault, or return."""
        try:
            self.env.seal()
        except EnvValidationError as error:
            named = error.error_messages
            for name, messages in named.items() if isinstance(named, Mapping) else ():
                self.problems[name] = " ".join(messages)
        if self.problems:
            lines = [f"  {name} {problem}" for name, problem in sorted(self.problems.items())]
            advice = "Set them in the environment (README.md lists them), or set DEMO=1 to only try it out."
            raise ImproperlyConfigured("\n".join(["The settings cannot be used:", *lines, advice]))


def check_together(found: Environment, problems: dict[str, str]) -> None:
    """Add to the problems what is wrong only in company: production values in a demo, local ones in production."""
    if found.debug and found.demo:
        problems["DEMO"] = "and DEBUG exclude each other"
    if found.demo and found.database.get("ENGINE", "").endswith("postgresql"):
        problems["DATABASE_URL"] = (
            "must be SQLite when DEMO is on: in a demo anyone may sign in as anyone"
        )
    if found.demo and not found.email.is_folder:
        problems["EMAIL_URL"] = "must be demo: when DEMO is on: a demo never mails real people"
    if found.email.is_folder and not found.demo:
        problems["EMAIL_URL"] = "may be demo: only when DEMO is on"
    if not found.is_local:
        if found.secret_key == LOCAL_KEY or 0 < len(found.secret_key) < SHORTEST_KEY:
            problems["SECRET_KEY"] = f"must be random and at least {SHORTEST_KEY} characters long"
        if "*" in found.allowed_hosts:
            problems["ALLOWED_HOSTS"] = "must name the hosts; * is refused"


def read_mail_choices(reader: Reader) -> MailChoices:
    """Read what may be chosen about letters; problems are left with the reader."""
    return MailChoices(
        calendar_domain=reader.parse("CALENDAR_DOMAIN", parse_host_name, "", ""),
        check_domains=reader.switch("CHECK_DOMAINS", True),
        bounce_address=reader.parse("BOUNCE_ADDRESS", parse_plain_address, "", ""),
        per_minute=reader.parse("OUTBOX_PER_MINUTE", parse_letters_a_minute, "0", 0),
        connections=reader.parse("OUTBOX_CONNECTIONS", parse_connections, "2", 2),
        mailbox=reader.parse("INBOUND_IMAP_URL", parse_imap_url, "", None),
        webhook_secret=reader.parse("INBOUND_WEBHOOK_SECRET", parse_secret, "", ""),
        authserv_id=reader.parse("INBOUND_AUTHSERV_ID", parse_host_name, "", ""),
        reply_address=reader.parse("INBOUND_REPLY_ADDRESS", parse_plain_address, "", ""),
    )


def read_environment(base_dir: Path) -> Environment:
    """Read the environment (and the file `.env`, or the one that ENV_FILE names, for what is not set).

    Raises ImproperlyConfigured that names every missing or nonsensical variable at once.
    """
    reader = Reader()
    reader.env.read_env(reader.env.str("ENV_FILE", str(base_dir / ".env")), recurse=False)
    debug, demo = reader.switch("DEBUG", False), reader.switch("DEMO", False)

    def local_default(value: str) -> str | None:
        return value if debug or demo else None

    folder = "demo" if demo else "dev" if debug else "data"
    data_dir = Path(reader.get("DATA_DIR", str(base_dir / "var" / folder))).resolve()
    site = local_default("http://127.0.0.1:8000")
    mail = "demo:" if demo else local_default("smtp://127.0.0.1:1025")
    sqlite = local_default(f"sqlite:///{data_dir / 'db.sqlite3'}")
    found = Environment(
        debug=debug,
        demo=demo,
        secret_key=reader.get("SECRET_KEY", local_default(LOCAL_KEY)),
        secret_key_fallbacks=reader.words("SECRET_KEY_FALLBACKS", ""),
        allowed_hosts=reader.words("ALLOWED_HOSTS", local_default(",".join(LOCAL_HOSTS))),
        base_url=reader.parse("BASE_URL", parse_base_url, site, ""),
        database=reader.parse("DATABASE_URL", parse_database_url, sqlite, {}),
        redis_url=reader.parse("REDIS_URL", parse_redis_url, local_default(""), ""),
        email_url=reader.get("EMAIL_URL", mail),
        email=reader.parse("EMAIL_URL", parse_email_url, mail, EmailServer(scheme="")),
        from_email=reader.get("FROM_EMAIL", local_default("vertaisklubi@localhost")),
        mail=read_mail_choices(reader),
        data_dir=data_dir,
        service_owner=reader.get("SERVICE_OWNER", local_default("Vertaisklubi")),
        contact_email=reader.get("CONTACT_EMAIL", local_default("vertaisklubi@localhost")),
        conn_max_age=int(reader.env.int("DATABASE_CONN_MAX_AGE", 0) or 0),
        hashed_static=reader.switch("HASHED_STATIC", not (debug or demo)),
        log_level=reader.parse("LOG_LEVEL", parse_log_level, "INFO", "INFO"),
    )
    check_together(found, reader.problems)
    reader.finish()
    return found
