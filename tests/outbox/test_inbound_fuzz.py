"""Letters changed at random places: they are read or refused, and nothing else happens."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.inbound.bounces import _statuses
from outbox.inbound.entries import read_event
from outbox.inbound.intake import CALENDARS
from outbox.inbound.outcomes import Refused
from outbox.inbound.parts import Incoming, take_apart
from outbox.inbound.senders import is_vouched_for, recipients_of, sender_of
from tests.replies import MX, PROGRAMS, Reply, bounce

REPLY = Reply(
    uid=f"{uuid.UUID(int=7)}@localhost", comment="Tulen, ehkä", stamp=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
)  # fmt: skip
LETTERS = [
    *(write(REPLY) for write in PROGRAMS.values()),
    bounce(to="bounce+x@example.org", original="Message-ID: <x@y>"),
]
PIECES = [
    b"\r\n", b"\n", b"\r", b"\0", b"--", b";", b'"', b"=", b":", b"(", b"<", b",", b"\\", b" ", b"\xff\xfe", b"BEGIN:VEVENT",
    b"END:VCALENDAR", b"Content-Type: multipart/mixed; boundary=", b"charset=utf-16", b"99999999999999999999",
    b"Content-Transfer-Encoding: base64", b"DTSTAMP:", b"TZID=", b"=?utf-8?b?", b"\xe2\x80\xae", b"*0*=", b"filename*1*=utf-8''%",
]  # fmt: skip
places = st.floats(0, 1, exclude_max=True)
changes = st.lists(
    st.tuples(places, st.integers(0, 80), st.one_of(st.sampled_from(PIECES), st.binary(max_size=12))),
    min_size=1,
    max_size=6,
)  # fmt: skip


def read_all(letter: Incoming) -> None:
    """Read everything that the intake would, each part by itself."""
    for part in letter.leaves:
        for read in (part.kind, part.boundary, part.parameter("charset")):
            assert isinstance(read, str)
        if part.kind in CALENDARS:
            attempt(partial(read_event, part))
    attempt(lambda: sender_of(letter.top))
    attempt(lambda: list(_statuses(letter)))
    assert isinstance(recipients_of(letter.top), list)
    assert is_vouched_for(letter.top, "aino.aalto@example.org", authserv_id=MX) in (True, False)


def attempt(read: Callable[[], object]) -> None:
    """Read, or be refused."""
    with suppress(Refused):
        read()


@settings(max_examples=400, deadline=None)
@given(letter=st.sampled_from(LETTERS), changes=changes)
def test_a_changed_letter_is_read_or_refused(
    letter: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    raw = bytearray(letter)
    for place, cut, piece in changes:
        start = int(place * (len(raw) + 1))
        raw[start : start + cut] = piece
    attempt(lambda: read_all(take_apart(bytes(raw))))


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=3_000))
def test_so_are_bytes_that_never_were_a_letter(raw: bytes) -> None:
    attempt(lambda: read_all(take_apart(raw)))


@settings(max_examples=200, deadline=None)
@given(lines=st.lists(st.text(max_size=60), max_size=30))
def test_so_are_calendars_of_any_lines(lines: list[str]) -> None:
    body = "\r\n".join(["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", *lines, "END:VEVENT"])
    raw = f"Content-Type: text/calendar; charset=utf-8\r\n\r\n{body}".encode()
    attempt(lambda: read_all(take_apart(raw)))
