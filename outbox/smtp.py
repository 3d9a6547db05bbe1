"""The wire: one open connection, one letter after another, and the knowledge of whether the final dot was sent."""

import re
import secrets
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

BeforeDot = Callable[[], None]
AUTHENTICATION_CODES = (530, 534, 535, 538)
# "Service not available, closing transmission channel": about the session, not about the letter.
CLOSING_CODE = 421


class NotTaken(Exception):
    """The server answered and did not take the letter. `code` is the reply's (RFC 5321), 4xx temporary, 5xx final."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text
        # Refused before the recipient was named: it says nothing about their address.
        self.is_about_sender = False

    @property
    def is_final(self) -> bool:
        return self.code >= 500


class NoConnection(Exception):
    """The connection could not be opened, or broke before the final dot: the letter was surely not taken."""


class NoLogin(NoConnection):
    """The server refuses our name or password: nothing will leave until somebody mends the settings."""


class NoReply(Exception):
    """The final dot was sent and no answer came: the letter may have been taken."""


class Connection(Protocol):
    """Takes letters one at a time until it is closed."""

    def deliver(self, *, sender: str, recipient: str, data: bytes, before_dot: BeforeDot) -> None:
        """Hand over one letter and return when it is accepted.

        `before_dot` is called after everything but the final dot has been sent; what it raises stops the letter.
        Raises NotTaken, NoConnection or NoReply.
        """

    def close(self) -> None: ...


class _PlainAddresses(smtplib.SMTP):
    """Says addresses as they are: ours were checked where they were typed, and taking them apart again costs as much as sending."""

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name the sender of a letter; a line end in it is refused by `putcmd`."""
        self.putcmd("mail", " ".join([f"FROM:<{sender}>", *options]))
        return self.getreply()

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name the recipient of a letter."""
        self.putcmd("rcpt", " ".join([f"TO:<{recip}>", *options]))
        return self.getreply()


class _Server(_PlainAddresses):
    """A session in which `before_dot` is asked between the letter and its final dot."""

    before_dot: BeforeDot
    is_dotted = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """What smtplib's `sendmail` says after the recipient was accepted."""
        return _say(self, msg)


class _TlsServer(_PlainAddresses, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""

    before_dot: BeforeDot
    is_dotted = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """What smtplib's `sendmail` says after the recipient was accepted."""
        return _say(self, msg)


def _say(server: _Server | _TlsServer, letter: bytes) -> tuple[int, bytes]:
    """Say the letter, ask `before_dot`, and only then say the dot; returns the server's answer."""
    server.is_dotted = False
    server.putcmd("data")
    code, reply = server.getreply()
    if code != 354:
        # smtplib forgets this, and the next letter of the session would be refused as a nested one.
        with suppress(smtplib.SMTPServerDisconnected):
            server.rset()
        raise smtplib.SMTPDataError(code, reply)
    has_dots = b"\n." in letter or letter.startswith(b".")
    quoted = re.sub(rb"(?m)^\.", b"..", letter) if has_dots else letter
    server.send(quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n")
    server.before_dot()
    server.is_dotted = True
    server.send(b".\r\n")
    return server.getreply()


Server = _Server | _TlsServer


def open_session(seconds: float) -> Server:
    """Connect to the mail server of the settings, with TLS where it begins with TLS. Raises NoConnection."""
    given = settings.EMAIL_SERVER
    server: Server
    try:
        if given.scheme == "smtps":
            trusted = ssl.create_default_context()
            server = _TlsServer(given.host, given.port, timeout=seconds, context=trusted)
        else:
            server = _Server(given.host, given.port, timeout=seconds)
    except (OSError, smtplib.SMTPException) as error:
        raise NoConnection(str(error)) from error
    if server.sock is not None:
        # Without this the small packet with the dot waits for the acknowledgement of the letter: 40 ms each time.
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server


def greet(*, seconds: float) -> None:
    """See whether the mail server answers: connect, say EHLO and good-bye. Raises NoConnection."""
    server = open_session(seconds)
    try:
        server.ehlo_or_helo_if_needed()
        server.quit()
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise NoConnection(str(error)) from error


class ServerConnection:
    """One session with the mail server of the settings, opened at once. Raises NoConnection or NoLogin."""

    def __init__(self) -> None:
        self._connect()

    def _connect(self) -> None:
        self._server = open_session(settings.EMAIL_TIMEOUT)
        try:
            self._greet()
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            self.close()
            raise NoLogin(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NoConnection(str(error)) from error

    def _greet(self) -> None:
        given = settings.EMAIL_SERVER
        if given.scheme == "smtp+starttls":
            self._server.starttls(context=ssl.create_default_context())
        self._server.ehlo_or_helo_if_needed()
        if given.user:
            self._server.login(given.user, given.password)

    def deliver(self, *, sender: str, recipient: str, data: bytes, before_dot: BeforeDot) -> None:
        if self._server.sock is None:
            # The last letter's answer closed the session.
            self._connect()
        server = self._server
        server.before_dot = before_dot
        server.is_dotted = False
        try:
            server.sendmail(sender, [recipient], data)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _refusal(code, text) from error
        except smtplib.SMTPSenderRefused as error:
            refusal = _refusal(error.smtp_code, error.smtp_error)
            if isinstance(refusal, NotTaken):
                refusal.is_about_sender = True
            raise refusal from error
        except smtplib.SMTPResponseException as error:
            if error.smtp_code < 400 and server.is_dotted:
                raise NoReply(str(error)) from error
            if error.smtp_code == CLOSING_CODE and server.is_dotted:
                # About the session, but the letter was handed over in it, and this answer says that it was not taken.
                raise NotTaken(error.smtp_code, _words(error.smtp_error)) from error
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise (NoReply if server.is_dotted else NoConnection)(str(error)) from error
        except Exception:
            # Stopped by `before_dot`: a polite QUIT would be one more line of the letter, and the answer a long wait.
            server.close()
            raise

    def close(self) -> None:
        """End the session politely if it still lives. Never raises."""
        try:
            self._server.quit()
        except (OSError, smtplib.SMTPException):
            self._server.close()


def _refusal(code: int, text: bytes | str) -> NotTaken | NoConnection:
    words = _words(text)
    if code in AUTHENTICATION_CODES:
        return NoLogin(f"{code} {words}")
    if code < 400 or code == CLOSING_CODE:
        return NoConnection(f"{code} {words}")
    return NotTaken(code, words)


def _words(text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(words.split())


class FolderConnection:
    """For the demo: each letter becomes a file in the data folder, where `/demo/mail/` shows it. No mail leaves."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or demo_folder()
        self._folder.mkdir(parents=True, exist_ok=True)

    def deliver(self, *, sender: str, recipient: str, data: bytes, before_dot: BeforeDot) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        hidden = self._folder / f".{name}.part"
        hidden.write_bytes(f"X-Envelope-To: {recipient}\r\n".encode() + data)
        try:
            before_dot()
        except BaseException:
            hidden.unlink()
            raise
        hidden.rename(self._folder / f"{name}.eml")

    def close(self) -> None:
        """Nothing is open."""


def connection() -> Connection:
    """The way out that `EMAIL_URL` names. Raises NoConnection or NoLogin."""
    return FolderConnection() if settings.EMAIL_SERVER.is_folder else ServerConnection()


@dataclass(frozen=True)
class StoredLetter:
    """A letter of the demo mailbox. `id` sorts by time."""

    id: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter parsed: headers decoded, parts reachable."""
        return message_from_bytes(self.raw, _class=EmailMessage, policy=policy.default)


def demo_folder() -> Path:
    """Where the demo keeps its letters."""
    return Path(settings.DATA_DIR) / "mail"


def stored_letters(limit: int = 200) -> list[StoredLetter]:
    """The demo mailbox, newest first."""
    names = sorted((path.name for path in demo_folder().glob("[0-9]*.eml")), reverse=True)[:limit]
    found = (read_letter(name.removesuffix(".eml")) for name in names)
    return [letter for letter in found if letter is not None]


def read_letter(id: str) -> StoredLetter | None:
    """One letter of the demo mailbox, or None where there is none by that name."""
    path = demo_folder() / f"{id}.eml"
    if not re.fullmatch(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}", id) or not path.is_file():
        return None
    return StoredLetter(id=id, raw=path.read_bytes())
