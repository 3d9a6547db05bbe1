"""The demo's letters as a page shows them."""

import datetime as dt
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import cached_property

from django.http import Http404

from outbox.smtp import StoredLetter, read_letter, stored_letters

SHOWN_HEADERS = [
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Unsubscribe",
]
# A letter's links leave the frame it is shown in; our pages refuse to be framed.
OUT_OF_THE_FRAME = '<base target="_top">'


@dataclass(frozen=True)
class ShownLetter:
    """A stored letter with its parts told apart."""

    stored: StoredLetter

    @property
    def id(self) -> str:
        return self.stored.id

    @property
    def raw(self) -> bytes:
        return self.stored.raw

    @cached_property
    def message(self) -> EmailMessage:
        return self.stored.message

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent_at(self) -> dt.datetime:
        return parsedate_to_datetime(str(self.message["Date"]))

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(self.message[name])) for name in SHOWN_HEADERS if self.message[name]]

    @property
    def text(self) -> str:
        return self._part("text/plain")

    @property
    def html(self) -> str:
        return self._part("text/html")

    @property
    def calendar(self) -> str:
        return self._part("text/calendar")

    def _part(self, content_type: str) -> str:
        for part in self.message.walk():
            if part.get_content_type() == content_type:
                return str(part.get_content())
        return ""


def letters(*, recipient: str = "", most: int) -> list[ShownLetter]:
    """The newest letters, at most ``most``; only those to ``recipient`` where one is named."""
    shown = [
        ShownLetter(stored) for stored in stored_letters(limit=most * 20 if recipient else most)
    ]
    if recipient:
        shown = [letter for letter in shown if recipient in letter.recipient]
    return shown[:most]


def letter_of(id: str) -> ShownLetter:
    """One letter; raises ``Http404`` where the mailbox has none by that name."""
    stored = read_letter(id)
    if stored is None:
        raise Http404
    return ShownLetter(stored)


def frame(html: str) -> str:
    """The letter's HTML with links that open outside its frame."""
    return html.replace("<head>", f"<head>{OUT_OF_THE_FRAME}", 1)
