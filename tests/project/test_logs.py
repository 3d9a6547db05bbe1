"""Logs say what happened, and neither who nor by which key."""

import json
import logging

import pytest
import structlog
from django.test import Client

from tests.cast import Cast
from tests.factories import answer_token
from vertaisklubi.logs import configure_logging, without_secrets


def test_addresses_and_keys_are_blanked() -> None:
    event = {
        "event": "Not Found: /a/abc:def-1:xyz/",
        "exception": 'File "x.py"\nValueError: aino.aalto@example.org at "/f/secret/" and /join/x',
        "count": 3,
    }

    assert without_secrets(None, "", event) == {
        "event": "Not Found: /a/[token]/",
        "exception": 'File "x.py"\nValueError: [address] at "/f/[token]/" and /join/[token]',
        "count": 3,
    }


def test_a_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Also a line of a library, with its arguments put in."""
    handler = logging.StreamHandler()
    setting = configure_logging(level="INFO", as_json=True)["formatters"]["line"]
    kind = setting.pop("()")
    handler.setFormatter(kind(**setting))
    record = logging.LogRecord("django", 30, "x.py", 1, "to %s", ("a@b.fi",), None)

    line = json.loads(handler.format(record))

    assert (line["event"], line["level"], line["logger"]) == ("to [address]", "warning", "django")


def test_a_request_is_one_line_without_its_path(client: Client, cast: Cast) -> None:
    token = answer_token(cast.meeting.invitees.all()[0])

    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as lines:
        response = client.get(f"/a/{token}/")

    request = [line for line in lines if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in request] == [
        ("GET", "meetings:answer", response.status_code)
    ]
    assert request[0]["request_id"] == response["X-Request-ID"]
    assert token not in str(lines)
