"""Sign-in codes leave outside the request, and nothing of them is stored."""

import threading

import pytest
from django.utils import translation
from pytest_django import Settings

from outbox import lane, smtp
from outbox.models import Message
from outbox.services import send_account_letter, send_aside, send_now
from tests.outbox.mail import FaultyServer, make_letter


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "PAUSES", (0.0, 0.0, 0.0))


def test_a_letter_leaves_at_once_without_a_row(server: FaultyServer, db: None) -> None:
    assert send_now(letter=make_letter(1))
    assert [str(letter["Subject"]) for letter in server.letters] == [
        "Kutsu: Luotsimalli, ti 11.10. klo 9–12"
    ]
    assert Message.objects.count() == 0


@pytest.mark.parametrize("reply", ["550 5.1.1 unknown", "450 later", "421 closing"])
def test_a_failing_server_is_answered_with_false(server: FaultyServer, reply: str) -> None:
    server.rcpt["person1@example.org"] = reply
    assert not send_now(letter=make_letter(1))


def test_no_reply_after_the_dot_counts_as_sent(server: FaultyServer) -> None:
    server.data["person1@example.org"] = ""
    assert send_now(letter=make_letter(1))


def test_aside_does_not_wait_for_the_server(server: FaultyServer) -> None:
    server.stall_rcpt.add("person1@example.org")
    assert send_aside(letter=make_letter(1))
    assert server.stalled.wait(5)
    assert server.raw == []


def test_aside_tries_three_times(server: FaultyServer) -> None:
    server.rcpt["person1@example.org"] = "450 later"
    assert send_aside(letter=make_letter(1))
    assert lane.drain()
    assert (server.sessions, server.raw) == (3, [])


def test_a_full_lane_drops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "PENDING_MAX", 1)
    free = threading.Event()
    assert lane.submit(lambda: free.wait(5))
    assert not lane.submit(lambda: True)
    free.set()
    assert lane.drain()
    assert lane.submit(lambda: True)
    assert lane.drain()


def test_a_faulty_letter_does_not_end_the_lane() -> None:
    def fail() -> bool:
        raise LookupError

    assert lane.submit(fail)
    assert lane.drain()
    done = threading.Event()

    def tell() -> bool:
        done.set()
        return True

    assert lane.submit(tell)
    assert done.wait(5)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fi", "Kirjautumiskoodi: Vertaisklubi"),
        ("sv", "Inloggningskod: Vertaisklubi"),
        ("en", "Sign-in code: Vertaisklubi"),
    ],
)
def test_the_sign_in_code_in_the_persons_language(
    server: FaultyServer, language: str, subject: str
) -> None:
    with translation.override("en"):
        assert send_account_letter(
            prefix="account/email/login_code",
            to_email="aino@example.org",
            language=language,
            context={"code": "7KX-P2M"},
        )
    assert lane.drain()
    (letter,) = server.letters
    assert (str(letter["Subject"]), letter["Content-Language"]) == (subject, language)
    assert (str(letter["To"]), str(letter["From"])) == (
        "aino@example.org",
        "Vertaisklubi <vertaisklubi@example.org>",
    )
    text, html = (part.get_content() for part in letter.iter_parts())
    assert text.count("7KX-P2M") == html.count("7KX-P2M") == 1
    assert "7KX-P2M" not in subject


def test_another_account_letter_gets_the_same_shell(server: FaultyServer) -> None:
    assert send_account_letter(
        prefix="account/email/password_reset_key",
        to_email="aino@example.org",
        language="en",
        context={
            "password_reset_url": "http://localhost/reset/?a=1&b=2",
            "current_site": {"name": "V"},
        },
    )
    assert lane.drain()
    (letter,) = server.letters
    text, html = (part.get_content() for part in letter.iter_parts())
    assert "http://localhost/reset/?a=1&b=2\r\n" in text
    assert '<a href="http://localhost/reset/?a=1&amp;b=2"' in html


def test_an_unreachable_server_never_raises(settings: Settings) -> None:
    assert not send_now(letter=make_letter(1))
    with pytest.raises(smtp.NoConnection):
        smtp.connection()
