"""Delivery status notifications (RFC 3464) mark the letter that they are about, and no other."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Meeting
from outbox.inbound.intake import take_in
from outbox.models import Message, State, Suppression
from outbox.services import suppressed
from outbox.verp import sender_for
from tests.outbox.inbox import sent_letter
from tests.replies import bounce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed(settings: Settings) -> None:
    settings.BOUNCE_ADDRESS = "bounce@example.org"


@pytest.fixture
def message(invited: Meeting, aino: Member) -> Message:
    return sent_letter(invited, aino)


def come_back(raw: bytes) -> str:
    outcome = take_in(raw, now=timezone.now())
    return f"{outcome.verdict} {outcome.reason}"


def state_of(message: Message) -> tuple[str, str]:
    row = Message.objects.get(pk=message.pk)
    return row.state, row.reason


def test_the_signed_address_names_the_letter(message: Message) -> None:
    assert come_back(bounce(to=sender_for(message))) == "accepted bounce_hard"
    assert state_of(message) == (State.BOUNCED, "address")
    assert suppressed([message.to_email]) == {message.to_email}
    assert "User unknown" in Message.objects.get(pk=message.pk).detail


def test_any_spelling_of_it(message: Message) -> None:
    assert come_back(bounce(to=sender_for(message).upper())) == "accepted bounce_hard"


def test_the_same_twice_and_a_later_delay_change_nothing(message: Message) -> None:
    to = sender_for(message)
    come_back(bounce(to=to))
    before = Suppression.objects.get().since
    come_back(bounce(to=to))
    come_back(bounce(to=to, action="delayed", status="4.4.1"))

    assert state_of(message) == (State.BOUNCED, "address")
    assert Suppression.objects.get().since == before


def test_a_delay_is_shown_and_nothing_is_suppressed(message: Message) -> None:
    report = bounce(to=sender_for(message), action="delayed", status="4.4.1")

    assert come_back(report) == "accepted bounce_soft"
    assert state_of(message) == (State.SENT, "delayed")
    assert suppressed([message.to_email]) == set()


def test_a_server_that_gave_up_says_nothing_against_the_address(message: Message) -> None:
    report = bounce(to=sender_for(message), action="failed", status="4.4.7")

    assert come_back(report) == "accepted bounce_soft"
    assert state_of(message)[0] == State.BOUNCED
    assert suppressed([message.to_email]) == set()


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_news_of_success_is_none(message: Message, action: str) -> None:
    report = bounce(to=sender_for(message), action=action, status="2.0.0")

    assert come_back(report) == "ignored no_failure"
    assert state_of(message) == (State.SENT, "")


def test_without_the_signed_address_the_message_id_names_it(
    message: Message, settings: Settings
) -> None:
    settings.BOUNCE_ADDRESS = ""
    report = bounce(
        to="vertaisklubi@example.org",
        address=message.to_email,
        original=f"Message-ID: {message.message_id}",
    )

    assert come_back(report) == "accepted bounce_hard"
    assert state_of(message)[0] == State.BOUNCED


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("somebody.else@example.org", "{message_id}"),
        ("{to_email}", "<0123456789abcdef0123456789abcdef@example.org>"),
        ("{to_email}", "{message_id}x"),
        ("{to_email}", ""),
    ],
)
def test_a_forged_report_marks_nothing(message: Message, address: str, original: str) -> None:
    """Who only knows the Message-ID, or only the address, can say nothing of it."""
    words = {"message_id": message.message_id, "to_email": message.to_email}
    report = bounce(
        to="vertaisklubi@example.org",
        address=address.format(**words),
        original=f"Message-ID: {original.format(**words).replace('>x', 'x>')}",
    )

    assert come_back(report) == "refused unknown_letter"
    assert state_of(message) == (State.SENT, "")


def test_a_changed_signature_marks_nothing(message: Message) -> None:
    to = sender_for(message)
    changed = to.replace(to.partition("@")[0][-1] + "@", "a@" if "7@" in to else "7@")

    assert come_back(bounce(to=changed)) == "refused unknown_letter"
    assert state_of(message) == (State.SENT, "")


def test_the_worst_of_several_counts(message: Message) -> None:
    whole = bounce(to=sender_for(message), action="delayed", status="4.2.2").decode()
    second = "Final-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    head, border, rest = whole.rpartition("--4ABC.1665/mx.example.org\r\nContent-Description: U")

    assert come_back((head + second + border + rest).encode()) == "accepted bounce_hard"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-replied (vacation)",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
    ],
)
def test_who_is_away_is_not_heard(message: Message, header: str) -> None:
    raw = f"From: {message.to_email}\r\n{header}\r\n\r\nOlen lomalla.\r\n".encode()

    assert come_back(raw) == "ignored automatic"
    assert state_of(message) == (State.SENT, "")
