"""The demo mailbox shows each letter whole and lets nothing of it run."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from outbox.smtp import FolderConnection, stored_letters

LETTER = "<!doctype html><html><head><style>p{color:red}</style></head><body><p>Hei Aino</p></body></html>"
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def stored(settings: Settings, tmp_path: Path, db: None) -> str:
    """The id of a letter in the demo mailbox."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    message = EmailMessage()
    message["From"] = "klubi@example.org"
    message["To"] = "Aino Aalto <aino.aalto@example.org>"
    message["Subject"] = "Kutsu: Muutos"
    message["Date"] = "Mon, 26 Sep 2022 09:04:00 +0300"
    message.set_content("Hei Aino, tekstinä")
    message.add_alternative(LETTER, subtype="html")
    message.add_alternative(CALENDAR, subtype="calendar", params={"method": "REQUEST"})
    FolderConnection().deliver(
        sender="klubi@example.org",
        recipient="aino.aalto@example.org",
        data=message.as_bytes(),
        before_dot=lambda: None,
    )
    return stored_letters()[0].id


def test_lists_letters_and_keeps_to_a_recipient(client: Client, stored: str) -> None:
    html = client.get("/demo/mail/").content.decode()
    assert "Kutsu: Muutos" in html
    assert "ma 26.9.2022" in html
    assert "Kutsu: Muutos" in client.get("/demo/mail/?to=aino").content.decode()
    assert "Kutsu: Muutos" not in client.get("/demo/mail/?to=petri").content.decode()


def test_a_letter_has_text_headers_and_calendar(client: Client, stored: str) -> None:
    html = client.get(f"/demo/mail/{stored}/").content.decode()
    for words in ("Hei Aino, tekstinä", "METHOD:REQUEST", "klubi@example.org"):
        assert words in html


def test_the_html_may_style_itself_but_run_nothing(client: Client, stored: str) -> None:
    response = client.get(f"/demo/mail/{stored}/html/")
    assert "<p>Hei Aino</p>" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_the_raw_message_is_what_was_handed_over(client: Client, stored: str) -> None:
    response = client.get(f"/demo/mail/{stored}.eml")
    assert response["Content-Type"] == "message/rfc822"
    assert b"Subject: Kutsu: Muutos" in response.content


@pytest.mark.parametrize("name", ["nothing", "..", "20220101T000000000000-00000000"])
def test_an_unknown_letter_is_not_found(name: str, client: Client, stored: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404
