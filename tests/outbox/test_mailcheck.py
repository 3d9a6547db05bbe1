"""``manage.py mailcheck`` tries the mail settings step by step and names the step that fails."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.outbox.mail import FaultyServer
from vertaisklubi.env import EmailServer


def lines(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """The steps that were said, each as its name and whether it worked."""
    return [line.split()[:2] for line in capsys.readouterr().out.splitlines()]


def test_every_step_works_and_a_letter_arrives(
    server: FaultyServer, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BOUNCE_ADDRESS = "bounce@klubi.example"
    call_command("mailcheck", to="outi@example.org")
    assert lines(capsys) == [
        [name, "ok"] for name in ("connection", "tls", "login", "from", "letter")
    ]
    (letter,) = server.letters
    assert (letter["To"].addresses[0].addr_spec, letter["From"].addresses[0].addr_spec) == (
        "outi@example.org", "vertaisklubi@example.org",
    )  # fmt: skip
    assert letter["Subject"] == "Vertaisklubi: the mail settings work"
    assert f"Bounces go to {server.senders[0]}" in letter.get_content()
    assert server.senders[0].startswith("bounce+")


def test_the_letter_goes_to_the_operator(server: FaultyServer) -> None:
    call_command("mailcheck")
    assert server.letters[0]["To"].addresses[0].addr_spec == "tuki@example.org"


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"port": 1}, "connection"),
        ({"scheme": "smtps"}, "connection"),
        ({"scheme": "smtp+starttls"}, "tls"),
        ({"user": "klubi", "password": "hush"}, "login"),
    ],
)
def test_the_step_that_fails_is_named(
    server: FaultyServer,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, object],
    step: str,
) -> None:
    settings.EMAIL_SERVER = replace(settings.EMAIL_SERVER, **changes)
    with pytest.raises(CommandError, match=f"The {step} step failed; nothing was sent"):
        call_command("mailcheck")
    said = capsys.readouterr().out
    assert said.splitlines()[-1].split()[:2] == [step, "FAILED"]
    assert "hush" not in said
    assert server.raw == []


def test_a_recipient_or_sender_that_is_refused(
    server: FaultyServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.rcpt["outi@example.org"] = "550 5.7.1 relaying denied"
    with pytest.raises(CommandError, match="from step"):
        call_command("mailcheck", to="outi@example.org")
    assert "outi@example.org: 550 5.7.1 relaying denied" in capsys.readouterr().out


def test_in_a_demo_no_letter_leaves(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_SERVER = EmailServer(scheme="demo")
    settings.DATA_DIR = tmp_path
    call_command("mailcheck")
    assert lines(capsys) == [["connection", "ok"]]
    assert not (tmp_path / "mail").exists()
