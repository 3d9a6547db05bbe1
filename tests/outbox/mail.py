"""Letters to send, and a mail server that fails on command."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from outbox.letters import Letter
from outbox.models import Message
from outbox.services import enqueue
from tests.needs import free_port

NOW = datetime(2022, 9, 20, 9, 0, tzinfo=UTC)
ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Hyvinvointi ty\xc3\xb6ss\xc3\xa4\r\nEND:VCALENDAR\r\n"


def make_letter(number: int = 1, **changes: Any) -> Letter:
    """An invitation to one person; number tells the people apart."""
    values: dict[str, Any] = {
        "key": f"invite:m1:0:{number}",
        "kind": "meetings.invite",
        "topic": "meeting:m1",
        "scope": "club:c1",
        "person": f"p{number}",
        "to_email": f"person{number}@example.org",
        "to_name": f"Henkilö {number}",
        "language": "fi",
        "sender_name": "Outi Mäkelä, Esihenkilöiden vertaisklubi",
        "reply_to": "outi@example.org",
        "subject": "Kutsu: Luotsimalli, ti 11.10. klo 9–12",
        "text": "Hei,\n\ntervetuloa.\n",
        "html": "<p>Hei, tervetuloa.</p>\n",
        "thread": f"meeting-m1-p{number}",
        "deadline": datetime.now(UTC) + timedelta(days=3),
    }
    return Letter(**{**values, **changes})


def queue(number: int = 1, **changes: Any) -> Message:
    """Write one letter and return its row."""
    letter = make_letter(number, **changes)
    assert enqueue(letters=[letter]) == 1
    return Message.objects.get(key=letter.key, state=Message.State.QUEUED)


@dataclass
class FaultyServer:
    """A real SMTP server that takes letters, refuses them, hangs up, or stalls, as its fields say."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    # The envelope senders of those letters.
    senders: list[str] = field(default_factory=list)
    sessions: int = 0
    # The reply to every sender; replies by address, where "" hangs up instead.
    mail: str = ""
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    # Addresses whose letter is held, before (RCPT) or after the dot, until the session ends.
    stall_rcpt: set[str] = field(default_factory=set)
    stall_dot: set[str] = field(default_factory=set)
    stalled: threading.Event = field(default_factory=threading.Event)
    # Letters a session, and how many the present one has had; 0 for no limit.
    session_max: int = 0
    taken: int = 0
    # Sessions open now, the most there were, and how many are allowed (0 for no limit).
    open: set[int] = field(default_factory=set)
    most_at_once: int = 0
    sessions_max: int = 0
    # Seconds that it thinks over each letter.
    pause: float = 0.0

    @property
    def letters(self) -> list[EmailMessage]:
        """What was wholly received, oldest first."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def subjects_to(self, address: str) -> int:
        """How many letters came for an address."""
        return sum(address in str(letter["To"]) for letter in self.letters)

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        if self.sessions_max and len(self.open) >= self.sessions_max:
            return ["421 4.7.0 too many sessions"]
        session.host_name = hostname
        self.open.add(id(session))
        self.most_at_once = max(self.most_at_once, len(self.open))
        self.taken = 0
        self.sessions += 1
        return responses

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.open.discard(id(session))
        return "221 Bye"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.session_max and self.taken >= self.session_max:
            return "421 4.7.0 too many letters in this session"
        if self.mail:
            return self.mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.stall_rcpt:
            await self._stall()
        if address in self.rcpt:
            return self.rcpt[address] or self._hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.pause)
        address = envelope.rcpt_tos[0]
        reply = self.data.get(address, "250 OK")
        if reply == "" or reply.startswith("250"):
            self.raw.append(envelope.original_content or b"")
            self.senders.append(envelope.mail_from or "")
        if address in self.stall_dot:
            await self._stall()
        self.taken += 1
        return reply or self._hang_up(server)

    async def _stall(self) -> None:
        self.stalled.set()
        await asyncio.sleep(3600)

    @staticmethod
    def _hang_up(server: SMTP) -> str:
        assert isinstance(server.transport, asyncio.WriteTransport)
        server.transport.abort()
        return "451 gone"


@contextmanager
def faulty_server() -> Iterator[FaultyServer]:
    """Run the server on a free port of 127.0.0.1."""
    server = FaultyServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
