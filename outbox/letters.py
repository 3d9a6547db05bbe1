"""What an app hands over: one written letter to one person, and its row."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outbox.models import Message

SUBJECT_MAX = 200
SENDER_MAX = 75
TEXT_MAX_BYTES = 50_000
HTML_MAX_BYTES = 100_000
CALENDAR_MAX_BYTES = 256_000


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one person, complete: nothing is looked up or rendered after it is handed over.

    `key` names the letter once for all (`kind:object:revision:person`); a second letter with the same key is not made
    unless the first was cancelled, failed or expired. A resend that a person asks for carries `resend_of`, the primary
    key of the earlier row. `topic`, `scope` and `person` are opaque to the outbox. `thread` is the stable root of one
    conversation; `deadline` is when the letter stops being useful. `unsubscribe_url` is where one POST ends letters of this
    kind to this person; letters that everybody gets have none.
    """

    key: str
    kind: str
    to_email: str
    language: str
    subject: str
    text: str
    deadline: datetime
    html: str = ""
    topic: str = ""
    scope: str = ""
    person: str = ""
    to_name: str = ""
    sender_name: str = ""
    reply_to: str = ""
    calendar: bytes = b""
    calendar_method: str = ""
    thread: str = ""
    unsubscribe_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    resend_of: uuid.UUID | None = None


def one_line(value: str, limit: int) -> str:
    """`value` on one line (which also makes a second header impossible), cut at `limit` characters with an ellipsis."""
    line = " ".join(value.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def own_address() -> str:
    """The installation's own address, from which every letter comes."""
    return _address_in(settings.DEFAULT_FROM_EMAIL)


@cache
def _address_in(setting: str) -> str:
    return parseaddr(setting)[1]


def own_domain() -> str:
    """The domain of message ids and thread roots."""
    return own_address().rpartition("@")[2]


def check_size(letter: Letter) -> None:
    """Refuse what no mail server would take. Raises ValidationError with the size in the reader's words."""
    for content, limit in (
        (letter.text.encode(), TEXT_MAX_BYTES),
        (letter.html.encode(), HTML_MAX_BYTES),
        (letter.calendar, CALENDAR_MAX_BYTES),
    ):
        if len(content) > limit:
            raise ValidationError(
                _("The letter is too long: %(size)s kB, at most %(limit)s kB.")
                % {"size": len(content) // 1000 + 1, "limit": limit // 1000},
                code="letter_too_long",
            )


def frozen_headers(letter: Letter) -> dict[str, str]:
    """Headers that name sender and thread (RFC 5322) and mark an automatic letter (RFC 3834).

    Out-of-office replies are held back, bounces are not: `X-Auto-Response-Suppress` leaves out `DR` and `NDR`.
    """
    headers = {
        "From": one_line(letter.sender_name, SENDER_MAX),
        "Reply-To": one_line(letter.reply_to, 254),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, RN, NRN, AutoReply",
        "References": f"<{one_line(letter.thread, 150)}@{own_domain()}>" if letter.thread else "",
    }
    if letter.unsubscribe_url:
        # RFC 8058: the mail program's own button posts to the address, without a cookie.
        headers["List-Unsubscribe"] = f"<{one_line(letter.unsubscribe_url, 700)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    headers.update(
        {one_line(name, 75): one_line(value, 900) for name, value in letter.headers.items()}
    )
    return {name: value for name, value in headers.items() if value}


def as_message(letter: Letter, *, now: datetime, key: str = "") -> Message:
    """The row of `letter`, not saved. Its id, message id, date and headers never change afterwards."""
    check_size(letter)
    pk = uuid.uuid4()
    return Message(
        id=pk,
        key=key or letter.key,
        kind=letter.kind,
        topic=letter.topic,
        scope=letter.scope,
        person=letter.person,
        resend_of_id=letter.resend_of,
        to_email=letter.to_email,
        to_name=one_line(letter.to_name, 200),
        language=letter.language,
        subject=one_line(letter.subject, SUBJECT_MAX),
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        headers=frozen_headers(letter),
        message_id=f"<{pk.hex}@{own_domain()}>",
        created_at=now,
        next_at=now,
        deadline=letter.deadline,
    )
