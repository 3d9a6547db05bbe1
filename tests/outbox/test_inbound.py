"""Letters that a mail provider hands in: POST /inbound/<secret>/."""

import base64
import json
import logging
import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from outbox import views
from outbox.inbound.outcomes import Outcome, accepted
from outbox.inbound.parts import LETTER_MAX
from outbox.inbound.replies import CalendarReply, register_reply_handler
from outbox.views import BODY_MAX
from tests.replies import MX, Reply, google

SECRET = "s" * 40
URL = f"/inbound/{SECRET}/"
LETTER = google(Reply(uid=f"{uuid.uuid4()}@localhost", comment="Tulen myöhässä"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[CalendarReply]:
    """The webhook is on; what it hands on is gathered here."""
    settings.INBOUND_WEBHOOK_SECRET = SECRET
    settings.INBOUND_AUTHSERV_ID = MX
    replies: list[CalendarReply] = []
    monkeypatch.setattr("outbox.inbound.replies._handlers", [])

    def keep(reply: CalendarReply) -> Outcome:
        replies.append(reply)
        return accepted("yes")

    register_reply_handler(keep)
    return replies


def post(body: bytes, content_type: str = "message/rfc822", url: str = URL) -> Any:
    # The real thing comes from no browser: no cookie, no token against forged requests.
    return Client(enforce_csrf_checks=True).post(url, body, content_type=content_type)


def test_the_letter_itself(taken: list[CalendarReply]) -> None:
    response = post(LETTER)

    assert (response.status_code, response.json()) == (
        200,
        {"verdict": "accepted", "reason": "yes"},
    )
    [reply] = taken
    assert (reply.comment, reply.is_authentic) == ("Tulen myöhässä", True)


@pytest.mark.parametrize("name", ["raw", "RawEmail", "email", "body-mime", "content"])
@pytest.mark.parametrize("is_encoded", [True, False])
def test_json_that_holds_it(taken: list[CalendarReply], name: str, is_encoded: bool) -> None:
    letter = base64.b64encode(LETTER).decode() if is_encoded else LETTER.decode()

    assert post(json.dumps({name: letter}).encode(), "application/json").status_code == 200
    assert [reply.comment for reply in taken] == ["Tulen myöhässä"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"{}", b'{"raw": 1}', b'{"raw": ""}', b'{"raw": "QQQQQ"}', b"[" * 100_000,
        b"\xff\xfe", b"1" * 5000,
    ],
)  # fmt: skip
def test_json_without_a_letter(taken: list[CalendarReply], body: bytes) -> None:
    assert post(body, "application/json").status_code == 400
    assert taken == []


def test_a_lone_half_of_a_character_is_no_failure(taken: list[CalendarReply]) -> None:
    body = b'{"raw": "From: a@b\\n\\n\\ud800"}'

    assert post(body, "application/json").json()["verdict"] == "other"


def test_refused_is_an_answer_too(taken: list[CalendarReply]) -> None:
    """A provider that got an error would hand it in again for days."""
    response = post(b"\r\n" * (LETTER_MAX // 2) + b"x")

    assert (response.status_code, response.json()["verdict"]) == (200, "refused")


def test_too_much(taken: list[CalendarReply]) -> None:
    assert post(b"x" * (BODY_MAX + 1)).status_code == 413
    assert post(b"").status_code == 400


@pytest.mark.parametrize("secret", ["t" * 40, SECRET[:-1], f"{SECRET}s", SECRET.upper(), "ä"])
def test_another_secret_is_no_address(taken: list[CalendarReply], secret: str) -> None:
    assert post(LETTER, url=f"/inbound/{secret}/").status_code == 404
    assert taken == []


def test_without_the_setting_there_is_no_address(settings: Settings) -> None:
    settings.INBOUND_WEBHOOK_SECRET = ""

    assert post(LETTER).status_code == 404
    assert Client().post("/inbound//", LETTER, content_type="message/rfc822").status_code == 404


def test_only_post(taken: list[CalendarReply]) -> None:
    assert Client().get(URL).status_code == 405
    assert Client().put(URL, LETTER).status_code == 405


def test_while_the_database_is_away_the_provider_keeps_it(
    taken: list[CalendarReply], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(raw: bytes, **_when: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(views, "take_in", away)

    response = Client(raise_request_exception=False).post(
        URL, LETTER, content_type="message/rfc822"
    )
    assert response.status_code == 503


def test_the_secret_is_not_in_the_log(
    taken: list[CalendarReply], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        post(LETTER)
        post(b"")

    assert SECRET not in caplog.text
    assert "aino.aalto@" not in caplog.text
