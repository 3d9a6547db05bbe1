"""Letters made to do harm: each is refused, and the next good one is still taken in."""

import base64
from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Invitee, Meeting
from outbox.inbound.intake import take_in
from outbox.inbound.outcomes import accepted
from outbox.inbound.parts import LETTER_MAX
from tests.outbox.inbox import answers_of, good_letter, reply_of, use_real_handler
from tests.replies import MX, bounce, google

pytestmark = pytest.mark.django_db
HEAD = "From: Aino <aino@example.org>\r\nMIME-Version: 1.0\r\n"
CALENDAR = 'Content-Type: text/calendar; charset="utf-8"; method=REPLY\r\n'


@pytest.fixture(autouse=True)
def handler(settings: Settings) -> None:
    settings.INBOUND_AUTHSERV_ID = MX
    settings.BOUNCE_ADDRESS = "bounce@example.org"
    use_real_handler()


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    return invited.invitees.get(member=aino)


def letter(body: str, *, head: str = "") -> bytes:
    return f"{HEAD}{head}\r\n{body}".encode()


def calendar(*lines: str, top: str = "", head: str = CALENDAR) -> bytes:
    """An event with these lines beside what a reply needs."""
    whole = [
        "BEGIN:VCALENDAR", "METHOD:REPLY", *([top] if top else []), "BEGIN:VEVENT", "UID:x@y",
        "DTSTAMP:20261005T070000Z", *lines, "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return letter("\r\n".join(whole), head=head)


def nested(depth: int) -> bytes:
    """Multiparts in multiparts."""
    parts = [
        f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
        for level in range(depth)
    ]
    return (HEAD + "".join(parts) + "\r\nhei\r\n").encode()


def messages_in_messages(depth: int) -> bytes:
    return (HEAD + "Content-Type: message/rfc822\r\n\r\n" * depth + "hei").encode()


ME = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:aino@example.org"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "20 MB": (lambda: letter("x" * 20_000_000), "too_large"),
    "a million lines": (lambda: letter("\n" * 1_000_000), "too_many_lines"),
    "a million headers": (lambda: b"A: b\n" * 300_000, "too_many_lines"),
    "headers without end": (lambda: b"A: " + b"b" * 1_900_000, "headers"),
    "two thousand headers": (lambda: b"A: b\r\n" * 2_000 + b"\r\n", "headers"),
    "folds without end": (lambda: b"From: a\r\n" + b" b\r\n" * 40_000 + b"\r\n", "letter"),
    "a thousand multiparts in each other": (lambda: nested(1_000), "too_deep"),
    "a thousand parts": (
        lambda: letter(
            "--b\r\n\r\n\r\n" * 1_000, head='Content-Type: multipart/mixed; boundary="b"\r\n'
        ),
        "too_many_parts",
    ),
    "a calendar of 1.5 MB": (lambda: calendar("DESCRIPTION:" + "x" * 1_500_000), "too_large"),
    "a calendar of 300 kB": (lambda: calendar("DESCRIPTION:" + "x" * 300_000), "too_large"),
    "a calendar of 300 kB in base64": (
        lambda: letter(
            base64.encodebytes(b"BEGIN:VCALENDAR\r\n" * 20_000).decode(),
            head=f"{CALENDAR}Content-Transfer-Encoding: base64\r\n",
        ),
        "too_large",
    ),
    "four thousand attendees": (lambda: calendar(*[ME] * 4_000), "attendees"),
    "ten thousand lines": (lambda: calendar(*["X-A:b"] * 10_000), "too_many_lines"),
    "broken base64": (
        lambda: letter("QUJD=Q", head=f"{CALENDAR}Content-Transfer-Encoding: base64\r\n"),
        "encoding",
    ),
    "cut base64": (
        lambda: letter("QUJDR", head=f"{CALENDAR}Content-Transfer-Encoding: base64\r\n"),
        "encoding",
    ),
    "a codec that computes": (
        lambda: calendar(ME, head="Content-Type: text/calendar; charset=idna\r\n"),
        "charset",
    ),
    "an unknown charset": (
        lambda: calendar(ME, head='Content-Type: text/calendar; charset="../../etc/x"\r\n'),
        "charset",
    ),
    "null bytes": (lambda: calendar(ME, "SUMMARY:\0"), "nul"),
    "two events": (lambda: calendar("END:VEVENT", "BEGIN:VEVENT", ME), "events"),
    "one event of a series": (lambda: calendar(ME, "RECURRENCE-ID:20261005T070000Z"), "events"),
    "components that never close": (lambda: calendar(*["BEGIN:VEVENT"] * 4_000), "malformed"),
    "a line of 100 kB": (lambda: calendar(f"COMMENT:{'x' * 100_000}"), "malformed"),
    "an attendee with a broken parameter": (lambda: calendar("ATTENDEE;PARTSTAT"), "malformed"),
    "another broken parameter": (lambda: calendar("ATTENDEE;PARTSTAT:x"), "malformed"),
    "a sequence beyond all": (lambda: calendar(ME, f"SEQUENCE:{'9' * 500}"), "malformed"),
    "a sequence below none": (lambda: calendar(ME, "SEQUENCE:-1"), "malformed"),
    "two stamps": (lambda: calendar(ME, "DTSTAMP:20261005T070000Z"), "malformed"),
    "nobody answers": (lambda: calendar("SUMMARY:x"), "attendees"),
    "somebody else answers": (lambda: calendar(ME.replace("aino", "petri")), "not_attendee"),
    "a rule that repeats every second": (
        lambda: calendar(
            ME,
            "DTSTART:16010101T000000Z",
            "RRULE:FREQ=SECONDLY;COUNT=2147483647",
            top="BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
            "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE",
        ),
        "unknown_uid",
    ),
    "times of the year 0": (
        lambda: calendar(ME, "DTSTART:00000000T000000Z", "DTEND;TZID=../../etc:20261005T070000"),
        "unknown_uid",
    ),
    "a bounce of nothing": (
        lambda: letter("", head="Content-Type: message/delivery-status\r\n"),
        "no_failure",
    ),
    "a bounce of a million recipients": (
        lambda: letter(
            "Reporting-MTA: x\n\n" + "Action: failed\nStatus: 5.0.0\n\n" * 15_000,
            head="Content-Type: message/delivery-status\r\n",
        ),
        "too_large",
    ),
    "a bounce of somebody else's letter": (
        lambda: bounce(to="bounce+x@example.org", original="Message-ID: <x@y>"),
        "unknown_letter",
    ),
    "messages in messages": (lambda: messages_in_messages(20_000), "letter"),
    "a boundary of spaces": (
        lambda: letter(" " * 100, head='Content-Type: multipart/mixed; boundary="   "\r\n'),
        "letter",
    ),
    "spaces after a boundary": (
        lambda: letter(
            f"--b{' ' * 1_000_000}x\r\n", head='Content-Type: multipart/mixed; boundary="b"\r\n'
        ),
        "letter",
    ),
    "quotes without end": (
        lambda: letter("x", head="Content-Type: text/plain; a=" + '";' * 50_000 + "\r\n"),
        "letter",
    ),
    "brackets without end": (
        lambda: letter("x", head=f"Authentication-Results: {MX};{'(' * 100_000}\r\n"),
        "letter",
    ),
    "no bytes at all": (lambda: b"", "letter"),
    "only bytes above 127": (lambda: bytes(range(128, 256)) * 5_000, "headers"),
    "only null bytes": (lambda: b"\0" * 1_000_000, "headers"),
    "an empty multipart": (
        lambda: letter("", head="Content-Type: multipart/mixed; boundary=b\r\n"),
        "letter",
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_it_is_refused_and_the_next_good_letter_counts(seat: Invitee, name: str) -> None:
    make, reason = HOSTILE[name]

    outcome = take_in(make(), now=timezone.now())

    assert outcome.verdict != "accepted"
    assert reason in (outcome.reason, outcome.verdict)
    assert take_in(good_letter(seat), now=timezone.now()) == accepted("yes")
    assert answers_of(seat) == [("yes", "calendar")]


def test_a_whole_letter_may_be_as_large_as_the_limit(seat: Invitee) -> None:
    good = google(reply_of(seat))
    filled = good + b"x" * (LETTER_MAX - len(good))

    assert take_in(filled, now=timezone.now()).verdict == "accepted"
    assert take_in(filled + b"x", now=timezone.now()).reason == "too_large"


def test_every_cut_of_a_good_letter_is_answered(seat: Invitee) -> None:
    """Wherever a letter ends too early, something is said of it, and nothing but a whole reply counts."""
    good = google(reply_of(seat, comment="Hei"))
    for end in range(0, len(good), 37):
        assert take_in(good[:end], now=timezone.now()).verdict in {"accepted", "refused", "other"}

    assert {value for value, _source in answers_of(seat)} <= {"yes"}
