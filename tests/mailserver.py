"""A real SMTP server on loopback that keeps what it takes, and fails as a test tells it to."""

import asyncio
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.needs import free_port
from tests.waiting import wait_for

# What a fault does instead of answering with words of its own.
HANG_UP, SILENCE = "hang up", "silence"
STAGES = ("connect", "ehlo", "mail", "rcpt", "data", "letter", "dot")


@dataclass
class Fault:
    """One thing that goes wrong: at a stage, for an address (or for all), so many times.

    Stages: `connect` (instead of the greeting), `ehlo`, `mail`, `rcpt`, `data` (instead of 354), `letter` (in the midst
    of the letter's lines), `dot` (instead of 250). The deed is a reply, HANG_UP or SILENCE (until it is released).
    """

    stage: str
    deed: str
    to: str = ""
    times: int = 1_000_000
    # Only when so many letters have come.
    after: int = 0
    # To whom the letter was with which it went wrong last.
    hit: str = ""
    # After the dot the letter is kept although the reply does not say so.
    is_kept: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float = 30.0) -> None:
        """Wait until a client is held by it."""
        wait_for(self.held.is_set, f"the mail server to hold a letter at {self.stage}", seconds)

    def release(self) -> None:
        """Let who is held go on as if nothing had been."""
        self.times = 0
        self.released.set()


@dataclass
class MailServer:
    """The letters that came, and what is wrong with the server just now."""

    port: int = 0
    scheme: str = "smtp"
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    came_at: list[datetime] = field(default_factory=list)
    sessions: int = 0
    faults: list[Fault] = field(default_factory=list)
    # Addresses that the server refuses, each with its reply.
    refused: dict[str, str] = field(default_factory=dict)
    # Seconds that it thinks over each letter.
    pause: float = 0.0
    # The only name and password that it takes.
    password: bytes = b"right"

    @property
    def url(self) -> str:
        """Return the server's address as the settings take it."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def fails(self, stage: str, deed: str, **details: object) -> Fault:
        """Let something go wrong from now on."""
        assert stage in STAGES, stage
        fault = Fault(stage, deed, **details)  # type: ignore[arg-type]
        self.faults.append(fault)
        return fault

    def mend(self) -> None:
        """Nothing is wrong any more; whoever is held goes on."""
        for fault in self.faults:
            fault.release()
        self.faults.clear()

    def forget(self) -> None:
        """Be as new."""
        self.mend()
        for kept in (self.letters, self.raw, self.came_at):
            kept.clear()
        self.refused.clear()
        self.pause, self.sessions = 0.0, 0

    def fault_at(self, stage: str, to: str = "") -> Fault | None:
        """Return what goes wrong here and now, and count it."""
        for fault in self.faults:
            is_meant = fault.stage == stage and fault.to in ("", to)
            if is_meant and fault.times > 0 and len(self.letters) >= fault.after:
                fault.times -= 1
                fault.hit = to
                return fault
        return None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: "_Server", session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.pause)
        fault = self.fault_at("dot", envelope.rcpt_tos[0])
        if fault is None or fault.is_kept:
            self._keep(envelope.original_content or b"")
        if fault is not None and await server.goes_wrong(fault):
            return fault.deed
        return "250 OK"

    def _keep(self, raw: bytes) -> None:
        self.raw.append(raw)
        self.came_at.append(datetime.now(UTC))
        self.letters.append(message_from_bytes(raw, policy=policy.default))

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        """Take one password only; the answer to another is 535."""
        is_right = isinstance(given, LoginPassword) and given.password == self.password
        return AuthResult(success=is_right, handled=False)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters to an address, oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]

    def raw_to(self, address: str) -> list[bytes]:
        """Return the same letters as the bytes that came."""
        return [
            raw
            for raw, letter in zip(self.raw, self.letters, strict=True)
            if address in str(letter["To"])
        ]

    def wait(self, number: int, seconds: float = 30.0) -> list[EmailMessage]:
        """Wait until so many letters have come, and return them."""
        wait_for(lambda: len(self.letters) >= number, f"{number} letters", seconds)
        return list(self.letters)


class _Server(SMTP):
    """One session. At each stage it asks whether something goes wrong there."""

    event_handler: MailServer

    async def goes_wrong(self, fault: Fault) -> bool:
        """Do the deed but for saying its reply; False when a silence was released and all goes on."""
        if fault.deed == SILENCE:
            fault.held.set()
            while not fault.released.is_set():
                await asyncio.sleep(0.01)
            return False
        fault.held.set()
        if fault.deed == HANG_UP:
            self._cut()
        return True

    async def _fails(self, stage: str, to: str = "") -> bool:
        fault = self.event_handler.fault_at(stage, to)
        if fault is None or not await self.goes_wrong(fault):
            return False
        if fault.deed != HANG_UP:
            await self.push(fault.deed)
            if fault.deed.startswith("421") or stage == "connect":
                self.transport.close()
        return True

    def _cut(self) -> None:
        """End the connection without a word (RST)."""
        assert isinstance(self.transport, asyncio.WriteTransport)
        self.transport.abort()

    async def _handle_client(self) -> None:
        self.event_handler.sessions += 1
        if not await self._fails("connect"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._fails("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self._fails("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        named = re.search(r"<([^>]*)>", arg or "")
        if not await self._fails("rcpt", named.group(1) if named else ""):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        to = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        if await self._fails("data", to):
            return
        fault = self.event_handler.fault_at("letter", to)
        if fault is None:
            await super().smtp_DATA(arg)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._reader.readuntil(b"\r\n")
        await self.goes_wrong(fault)


class _Controller(Controller):
    """Starts sessions that can fail."""

    def factory(self) -> _Server:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server_running(
    scheme: str = "smtp", certificate: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    """Run a mail server on a free port of 127.0.0.1; `smtps` and `smtp+starttls` need a certificate."""
    keeper = MailServer(port=free_port(), scheme=scheme)
    controller = _Controller(
        keeper,
        hostname="127.0.0.1",
        port=keeper.port,
        ssl_context=certificate if scheme == "smtps" else None,
        tls_context=certificate if scheme == "smtp+starttls" else None,
        authenticator=keeper.authenticate,
        auth_require_tls=False,
    )
    controller.start()
    keeper.sessions = 0
    try:
        yield keeper
    finally:
        keeper.mend()
        controller.stop()
