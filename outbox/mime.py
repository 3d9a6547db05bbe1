"""The bytes of a letter (pure). The same row always gives the same bytes, so that a second attempt is the same letter.

The parts are put together by hand: a letter of ours has one of three shapes, and the email package needs three times
as long for them as the rest of the sending.
"""

import base64
import binascii
import re
from email.utils import format_datetime, formataddr
from functools import lru_cache

from outbox.models import Message

LINE_MAX = 76
# So long that an encoded word still fits on the line of the header's name.
WORD_MAX_BYTES = 39
CALENDAR_NAME = "kutsu.ics"
CRLF = "\r\n"


def as_bytes(message: Message, *, sender: str) -> bytes:
    """The letter on the wire, seven-bit, with CRLF line ends; `sender` is the installation's address.

    Raises ValueError for a header that holds a line end.
    """
    headers = dict(message.headers)
    own = {
        "Message-ID": message.message_id,
        "Date": format_datetime(message.created_at),
        "From": address(headers.pop("From", ""), sender),
        "To": address(message.to_name, message.to_email),
        "Subject": _encoded(message.subject),
        "Content-Language": message.language,
        "MIME-Version": "1.0",
    }
    everything = {**own, **{name: _encoded(value) for name, value in headers.items()}}
    lines = "".join(_header(name, value) for name, value in everything.items())
    return lines.encode("ascii") + _body(message, f"part-{message.pk.hex}")


def address(name: str, email: str) -> str:
    """`name <email>` for a header: a name outside ASCII is encoded (RFC 2047), one with a comma is quoted."""
    if name and not name.isascii():
        return f"{_encoded(name)} <{email}>"
    return formataddr((name, email))


@lru_cache(maxsize=100)
def _encoded(value: str) -> str:
    """Encoded words (RFC 2047) where they are needed, each of whole characters and if it can be of whole words.

    Mail programs join them without a space; the few that do not then show one space too many instead of a broken word.
    """
    if value.isascii():
        return value
    chunks = [""]
    for word in re.findall(r"\S*\s*", value):
        if chunks[-1] and len((chunks[-1] + word).encode()) > WORD_MAX_BYTES:
            chunks.append("")
        for character in word:
            if len((chunks[-1] + character).encode()) > WORD_MAX_BYTES:
                chunks.append("")
            chunks[-1] += character
    encoded = (base64.b64encode(chunk.encode()).decode("ascii") for chunk in chunks)
    return " ".join(f"=?utf-8?b?{chunk}?=" for chunk in encoded)


def _header(name: str, value: str) -> str:
    """One header, folded at its spaces (RFC 5322, 2.2.3)."""
    if "\n" in value or "\r" in value:
        raise ValueError(f"a line end in the header {name}")
    if len(name) + 2 + len(value) <= LINE_MAX:
        return f"{name}: {value}{CRLF}"
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) <= LINE_MAX or lines[-1] == f"{name}:":
            lines[-1] += f" {word}"
        else:
            lines.append(f" {word}")
    return CRLF.join(lines) + CRLF


def _part(body: bytes, **headers: str) -> bytes:
    """One part: its `Content-…` headers, an empty line and its body."""
    return _head(**headers) + b"\r\n" + body


@lru_cache(maxsize=100)
def _head(**headers: str) -> bytes:
    names = (
        (f"Content-{name.replace('_', '-').title()}", value) for name, value in headers.items()
    )
    return "".join(_header(*pair) for pair in names).encode("ascii")


def _multipart(subtype: str, boundary: str, *parts: bytes) -> bytes:
    border = f"--{boundary}".encode("ascii")
    between = b"".join(border + b"\r\n" + part + b"\r\n" for part in parts)
    return _part(between + border + b"--\r\n", type=f'multipart/{subtype}; boundary="{boundary}"')


def _text(content: str, subtype: str) -> bytes:
    """Quoted-printable: every relay lets it through, and it can be read with the naked eye."""
    raw = (CRLF.join(content.splitlines()) + CRLF).encode()
    return _part(
        binascii.b2a_qp(raw),
        type=f'text/{subtype}; charset="utf-8"',
        transfer_encoding="quoted-printable",
    )


def _calendar(content: bytes, method: str) -> tuple[bytes, bytes]:
    """The entry as mail programs expect an invitation (RFC 6047, the method in the content type), and as a file."""
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    shown = _part(
        encoded,
        type=f'text/calendar; charset="utf-8"; method={method}',
        transfer_encoding="base64",
    )
    attached = _part(
        encoded,
        type=f'application/ics; name="{CALENDAR_NAME}"',
        transfer_encoding="base64",
        disposition=f'attachment; filename="{CALENDAR_NAME}"',
    )
    return shown, attached


def _body(message: Message, boundary: str) -> bytes:
    """mixed( alternative( text, html, calendar last ), kutsu.ics ); less where a part is missing."""
    text = _text(message.text, "plain")
    html = [_text(message.html, "html")] if message.html else []
    if not message.calendar:
        return _multipart("alternative", f"{boundary}-a", text, *html) if html else text
    shown, attached = _calendar(bytes(message.calendar), message.calendar_method)
    alternative = _multipart("alternative", f"{boundary}-a", text, *html, shown)
    return _multipart("mixed", f"{boundary}-m", alternative, attached)
