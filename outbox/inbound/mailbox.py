"""Reads the mailbox (IMAP, RFC 9051) in the tick: so many letters and so many seconds a run, never a huge one.

A letter is taken in before it is put away, and taking it in twice changes nothing: whatever ends a run in between, nothing
is lost and nothing counts double. It is marked as seen before it is taken in, and unseen ones come first: one that should
end the process every time keeps the others from nothing.
"""

import imaplib
import re
import ssl
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from outbox.inbound.intake import note, take_in
from outbox.inbound.outcomes import Verdict, refused
from outbox.inbound.parts import LETTER_MAX

_log = structlog.get_logger(__name__)
TIMEOUT = 10
# Of a mailbox with a million letters only the first are asked for; imaplib refuses a longer line of the server.
LOOK_AT = 5_000
DROP_AT_ONCE = 200
# What is not over when it has been read lies here: letters of people, and what was refused, for a while.
OTHER, REFUSED = "Vertaisklubi-other", "Vertaisklubi-refused"
FOLDER_OF = {Verdict.OTHER: OTHER, Verdict.REFUSED: REFUSED}
# Where a server lets us make no folder the letter stays where it is, with this mark.
DONE = "VertaisklubiDone"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class MailboxError(Exception):
    """The mailbox cannot be read now. The words are the server's; the password is not among them."""


def read_mailbox(*, now: datetime | None = None) -> int:
    """The tick's part: take in what has come; returns how many letters. 0 where no mailbox is set.

    Raises MailboxError when the server is away or refuses us; what was read before that is done.
    """
    if settings.INBOUND_MAILBOX is None:
        return 0
    until = time.monotonic() + settings.INBOUND_SECONDS
    found: Counter[str] = Counter()
    with _opened(settings.INBOUND_MAILBOX) as box:
        for uid in box.waiting()[: settings.INBOUND_LETTERS]:
            if time.monotonic() > until:
                break
            found[_take(box, uid, now or timezone.now())] += 1
        box.drop_refused(before=(now or timezone.now()) - _refused_for())
    if found:
        _log.info("inbound.read", **found)
    return found.total()


def count_waiting() -> int:
    """How many letters the next runs will take in, looking at the first few thousand. Raises MailboxError."""
    with _opened(settings.INBOUND_MAILBOX) as box:
        return len(box.waiting())


def _refused_for() -> timedelta:
    return timedelta(days=settings.INBOUND_REFUSED_DAYS)


def _take(box: "Mailbox", uid: str, now: datetime) -> str:
    """Take one letter in and put it away; returns what became of it."""
    size = box.size(uid)
    if size is None:
        return "gone"
    if size > LETTER_MAX:
        outcome = refused("too_large")
        note(outcome)
    else:
        box.mark_seen(uid)
        outcome = take_in(box.content(uid), now=now)
    box.put_away(uid, FOLDER_OF.get(outcome.verdict, ""))
    return f"{outcome.verdict}_{outcome.reason}"


@contextmanager
def _opened(server: Any) -> Iterator["Mailbox"]:
    """The mailbox, open. Whatever the server or the way to it does wrong comes out as MailboxError."""
    try:
        connection = _connect(server)
        try:
            box = Mailbox(connection)
            if not box.open(server.folder):
                raise imaplib.IMAP4.error("the folder cannot be opened")
            yield box
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(f"{type(error).__name__}: {error}") from None


def _connect(server: Any) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if server.scheme == "imaps":
        connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=context, timeout=TIMEOUT
        )
    else:
        connection = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
    if server.scheme == "imap+starttls":
        connection.starttls(context)
    connection.login(server.user, server.password)
    return connection


class Mailbox:
    """The few commands that are needed, by UID, on the folder that is selected."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self.connection = connection
        # Asked anew: a server tells more to somebody who is signed in.
        can = _joined(connection.capability()[1]).upper().split()
        self.can_move, self.can_expunge_one = b"MOVE" in can, b"UIDPLUS" in can
        self.count = 0

    def open(self, folder: str) -> bool:
        """Work on this folder from now on; False where it cannot be opened."""
        status, data = self.connection.select(f'"{folder}"')
        self.count = int(data[0] or 0) if status == "OK" else 0
        return status == "OK"

    def waiting(self) -> list[str]:
        """What was not taken in yet: unseen letters first, each group oldest first."""
        return [
            *self._search("UNKEYWORD", DONE, "UNSEEN"),
            *self._search("UNKEYWORD", DONE, "SEEN"),
        ]

    def _search(self, *which: str) -> list[str]:
        """The UIDs of the letters, oldest first, of which all of this holds."""
        if not self.count:
            return []
        data = self._do("SEARCH", f"1:{min(self.count, LOOK_AT)}", "UNDELETED", *which)
        return [uid.decode() for line in data if isinstance(line, bytes) for uid in line.split()]

    def size(self, uid: str) -> int | None:
        """How many bytes the letter has; None where it is gone."""
        found = re.search(rb"RFC822\.SIZE (\d+)", _joined(self._do("FETCH", uid, "(RFC822.SIZE)")))
        return int(found[1]) if found else None

    def content(self, uid: str) -> bytes:
        """The letter; never more than one byte beyond what is taken in, whatever its size was said to be."""
        data = self._do("FETCH", uid, f"(BODY.PEEK[]<0.{LETTER_MAX + 1}>)")
        return next((entry[1] for entry in data if isinstance(entry, tuple)), b"")

    def mark_seen(self, uid: str) -> None:
        """Let the letter come after the unseen ones, should this run end before it is put away."""
        self._do("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def put_away(self, uid: str, folder: str) -> None:
        """Take the letter out of what is waiting: into a folder, or for good where none is named."""
        if not folder:
            self._delete(uid)
        elif not self._move(uid, folder):
            self._do("STORE", uid, "+FLAGS.SILENT", rf"(\Seen {DONE})")

    def drop_refused(self, *, before: datetime) -> None:
        """Delete refused letters that nobody wanted to look at for long enough."""
        for folder in self._names(REFUSED):
            if self.open(folder):
                # The server's words for months are English whatever this machine speaks.
                day = f"{before.day}-{MONTHS[before.month - 1]}-{before.year}"
                old = self._search("BEFORE", day)[:DROP_AT_ONCE]
                if old:
                    self._delete(",".join(old))
                return

    def _delete(self, uids: str) -> None:
        self._do("STORE", uids, "+FLAGS.SILENT", r"(\Seen \Deleted)")
        if self.can_expunge_one:
            self._do("EXPUNGE", uids)
        else:
            self.connection.expunge()

    def _move(self, uid: str, folder: str) -> bool:
        for name in self._names(folder):
            self.connection.create(f'"{name}"')
            command = "MOVE" if self.can_move else "COPY"
            if self.connection.uid(command, uid, f'"{name}"')[0] == "OK":
                if not self.can_move:
                    self._delete(uid)
                return True
        return False

    def _names(self, folder: str) -> list[str]:
        """How a folder may be called: at the top, or below the INBOX where the server allows it only there."""
        answer = _joined(self.connection.list('""', '""')[1])
        separator = re.search(rb'"(.)"', answer)
        return [folder, f"INBOX{separator[1].decode() if separator else '.'}{folder}"]

    def _do(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        status, data = self.connection.uid(command, *words)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return list(data)


def _joined(data: Sequence[bytes | tuple[bytes, bytes] | None]) -> bytes:
    """The answers of a server in one piece."""
    return b" ".join(
        b" ".join(entry) if isinstance(entry, tuple) else entry or b"" for entry in data
    )
