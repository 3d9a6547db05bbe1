"""The bytes of a letter (pure). The same row always gives the same bytes, so that a second attempt is the same letter."""

from email import policy
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr

from outbox.models import Message

# Quoted-printable survives every relay and stays readable; Python's default for UTF-8 would be base64.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=78)
CALENDAR_NAME = "kutsu.ics"


def address(name: str, email: str) -> str:
    """`name <email>` for a header: a name outside ASCII is encoded (RFC 2047), one with a comma is quoted."""
    if name and not name.isascii():
        return f"{_unicode(name)} <{email}>"
    return formataddr((name, email))


def _unicode(value: str) -> str:
    """Encoded words (RFC 2047) where they are needed; the generator folds between them."""
    return value if value.isascii() else Header(value, "utf-8", maxlinelen=75).encode(linesep="")


def _text(content: str, subtype: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype)
    part.set_payload("\n".join(content.splitlines()) + "\n", _UTF8)
    return part


def _calendar(content: bytes, method: str) -> MIMEBase:
    """The entry as mail programs expect an invitation (RFC 6047): its method is repeated in the content type."""
    part = MIMEBase("text", "calendar", charset="utf-8", method=method)
    _set_base64(part, content)
    return part


def _attachment(content: bytes) -> MIMEBase:
    part = MIMEBase("application", "ics", name=CALENDAR_NAME)
    part.add_header("Content-Disposition", "attachment", filename=CALENDAR_NAME)
    _set_base64(part, content)
    return part


def _set_base64(part: MIMEBase, content: bytes) -> None:
    part.set_payload(content)
    encode_base64(part)


def _body(message: Message, boundary: str) -> MIMEMultipart | MIMENonMultipart:
    """mixed( alternative( text, html, calendar last ), kutsu.ics ); less where a part is missing."""
    calendar = bytes(message.calendar)
    if not message.html and not calendar:
        return _text(message.text, "plain")
    alternative = MIMEMultipart("alternative", boundary=f"{boundary}-a")
    alternative.attach(_text(message.text, "plain"))
    if message.html:
        alternative.attach(_text(message.html, "html"))
    if not calendar:
        return alternative
    alternative.attach(_calendar(calendar, message.calendar_method))
    mixed = MIMEMultipart("mixed", boundary=f"{boundary}-m")
    mixed.attach(alternative)
    mixed.attach(_attachment(calendar))
    return mixed


def as_bytes(message: Message, *, sender: str) -> bytes:
    """The letter on the wire, with CRLF line ends. `sender` is the installation's address, shown with the sender's name."""
    body = _body(message, f"part-{message.pk.hex}")
    headers = dict(message.headers)
    body["Message-ID"] = message.message_id
    body["Date"] = format_datetime(message.created_at)
    body["From"] = address(headers.pop("From", ""), sender)
    body["To"] = address(message.to_name, message.to_email)
    body["Subject"] = _unicode(message.subject)
    body["Content-Language"] = message.language
    for name, value in headers.items():
        body[name] = value
    return body.as_bytes(policy=_WIRE)
