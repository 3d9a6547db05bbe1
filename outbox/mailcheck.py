"""Whether the mail settings work: one step after another, up to a letter to the operator."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from outbox import mime, smtp
from outbox.letters import Letter, as_message, own_address
from outbox.verp import sender_for

SUBJECT = "Vertaisklubi: the mail settings work"
TEXT = """This letter was sent by "manage.py mailcheck" of {site}.

It left through {host} with the sender {sender}.
Bounces go to {bounces}.

If it lies among the unwanted mail, look at the SPF, DKIM and DMARC records of the sender's domain.
"""


@dataclass(frozen=True)
class Step:
    """One step: what was tried, whether it worked, and what the server said."""

    name: str
    is_ok: bool
    detail: str


class StepFailed(Exception):
    """The step did not work; the argument says why."""


def check(*, to: str) -> Iterator[Step]:
    """Try connection, TLS, login, From and one letter to `to`; stops after the first step that fails."""
    given = settings.EMAIL_SERVER
    if given.is_folder:
        yield Step(
            "connection", True, "letters are written to files, none leaves (EMAIL_URL is demo:)"
        )
        return
    name = "connection"
    try:
        server = smtp.open_session(settings.EMAIL_TIMEOUT)
        with _Leaving(server):
            server.ehlo_or_helo_if_needed()
            yield Step(name, True, f"{given.host}:{given.port}")
            name = "tls"
            yield Step(name, True, _secure(server))
            name = "login"
            yield Step(name, True, _log_in(server))
            name = "from"
            yield Step(name, True, _introduce(server, to))
        name = "letter"
        yield Step(name, True, _send(to))
    except (
        OSError,
        smtplib.SMTPException,
        smtp.NoConnection,
        smtp.NotTaken,
        smtp.NoReply,
    ) as error:
        yield Step(name, False, _words(error))
    except StepFailed as error:
        yield Step(name, False, str(error))


class _Leaving:
    """Ends a session politely, whatever happened in it."""

    def __init__(self, server: smtp.Server) -> None:
        self._server = server

    def __enter__(self) -> None: ...

    def __exit__(self, *about: object) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._server.quit()
        self._server.close()


def _words(error: Exception) -> str:
    """What went wrong, without Python's brackets and bytes."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__


def _secure(server: smtp.Server) -> str:
    scheme = settings.EMAIL_SERVER.scheme
    if scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    if isinstance(server.sock, ssl.SSLSocket):
        return str(server.sock.version())
    offered = server.has_extn("starttls")
    return "not used" + (", although the server offers it (smtp+starttls://)" if offered else "")


def _log_in(server: smtp.Server) -> str:
    given = settings.EMAIL_SERVER
    if not given.user:
        return "not used"
    server.login(given.user, given.password)
    return f"as {given.user}"


def _introduce(server: smtp.Server, to: str) -> str:
    """Ask whether the server takes mail from our address to the operator's, without sending any."""
    sender = own_address()
    for verb, address in (("MAIL", sender), ("RCPT", to)):
        code, said = server.mail(sender) if verb == "MAIL" else server.rcpt(address)
        if code >= 300:
            raise StepFailed(f"{address}: {code} {said.decode('utf-8', 'replace')}")
    server.rset()
    return f"{sender} may write to {to}"


def _send(to: str) -> str:
    now = timezone.now()
    letter = Letter(
        key=f"mailcheck:{now.isoformat()}",
        kind="outbox.mailcheck",
        to_email=to,
        language="en",
        sender_name="Vertaisklubi",
        subject=SUBJECT,
        text="",
        deadline=now + timedelta(minutes=10),
    )
    message = as_message(letter, now=now)
    bounces = sender_for(message)
    message.text = TEXT.format(
        site=settings.BASE_URL,
        host=settings.EMAIL_SERVER.host,
        sender=own_address(),
        bounces=bounces,
    )
    way = smtp.connection()
    try:
        way.deliver(
            sender=bounces,
            recipient=to,
            data=mime.as_bytes(message, sender=own_address()),
            before_dot=lambda: None,
        )
    finally:
        way.close()
    return f"taken for {to}; see whether it arrives, and where"
