"""The way out: what is known about the final dot, and the demo's folder."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox import smtp
from tests.needs import free_port
from tests.outbox.mail import FaultyServer
from vertaisklubi.env import EmailServer

LETTER = b"Subject: x\r\n\r\n.\r\n..two\r\nend\r\n"


def deliver(to: str = "a@example.org", before_dot: Callable[[], None] = lambda: None) -> None:
    way = smtp.connection()
    try:
        way.deliver(sender="klubi@example.org", recipient=to, data=LETTER, before_dot=before_dot)
    finally:
        way.close()


def test_dots_at_the_start_of_a_line_survive(server: FaultyServer) -> None:
    deliver()
    assert server.raw == [LETTER]


def test_before_the_dot_nothing_counts(server: FaultyServer) -> None:
    asked: list[int] = []

    def stop() -> None:
        asked.append(len(server.raw))
        raise LookupError

    with pytest.raises(LookupError):
        deliver(before_dot=stop)
    assert (asked, server.raw) == ([0], [])


@pytest.mark.parametrize(
    ("stage", "reply", "error"),
    [
        ("rcpt", "450 4.2.0 later", smtp.NotTaken),
        ("rcpt", "550 5.1.1 unknown", smtp.NotTaken),
        ("rcpt", "421 closing", smtp.NoConnection),
        ("rcpt", "530 login first", smtp.NoLogin),
        ("rcpt", "", smtp.NoConnection),
        ("data", "452 full", smtp.NotTaken),
        ("data", "", smtp.NoReply),
    ],
)
def test_each_answer_has_its_name(
    server: FaultyServer, stage: str, reply: str, error: type[Exception]
) -> None:
    getattr(server, stage)["a@example.org"] = reply
    with pytest.raises(error):
        deliver()


def test_a_silent_server_after_the_dot_is_no_reply(
    server: FaultyServer, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    server.stall_dot.add("a@example.org")
    with pytest.raises(smtp.NoReply):
        deliver()


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "smtp+starttls"])
def test_a_server_that_is_not_there(settings: Settings, scheme: str) -> None:
    settings.EMAIL_SERVER = EmailServer(scheme=scheme, host="127.0.0.1", port=free_port())
    with pytest.raises(smtp.NoConnection):
        smtp.connection()


def test_starttls_is_demanded_not_tried(server: FaultyServer, settings: Settings) -> None:
    settings.EMAIL_SERVER = EmailServer(scheme="smtp+starttls", host="127.0.0.1", port=server.port)
    with pytest.raises(smtp.NoConnection):
        smtp.connection()


def test_a_plain_server_where_tls_is_expected(server: FaultyServer, settings: Settings) -> None:
    settings.EMAIL_SERVER = EmailServer(scheme="smtps", host="127.0.0.1", port=server.port)
    with pytest.raises(smtp.NoConnection) as refusal:
        smtp.connection()
    assert isinstance(refusal.value.__cause__, ssl.SSLError)


def test_the_demo_keeps_letters_in_its_folder(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_SERVER = EmailServer(scheme="demo")
    settings.DATA_DIR = tmp_path
    for number in range(3):
        deliver(f"p{number}@example.org")
    letters = smtp.stored_letters()
    assert [letter.message["X-Envelope-To"] for letter in letters] == [
        "p2@example.org", "p1@example.org", "p0@example.org",
    ]  # fmt: skip
    assert smtp.read_letter(letters[0].id) == letters[0]
    assert letters[0].message["Subject"] == "x"
    assert len(smtp.stored_letters(limit=2)) == 2


def test_the_demo_drops_a_letter_that_was_stopped(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_SERVER = EmailServer(scheme="demo")
    settings.DATA_DIR = tmp_path

    def stop() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        deliver(before_dot=stop)
    assert list((tmp_path / "mail").iterdir()) == []


@pytest.mark.parametrize(
    "id", ["", "../db", "20220920T090000000000-0000000g", "20220920T090000000000-00000000"]
)
def test_only_letters_can_be_read(settings: Settings, tmp_path: Path, id: str) -> None:
    settings.DATA_DIR = tmp_path
    assert smtp.read_letter(id) is None
    assert smtp.stored_letters() == []
