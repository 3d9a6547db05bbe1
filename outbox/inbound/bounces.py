"""Reads a delivery status notification (RFC 3464) and finds the letter that it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from outbox import verp
from outbox.inbound.outcomes import Outcome, Refused, accepted, ignored
from outbox.inbound.parts import Incoming, Part, read_headers, read_part
from outbox.inbound.senders import recipients_of
from outbox.models import Message
from outbox.services.bounces import report_bounce

REPORT_MAX = 256_000
ORIGINAL_MAX = 2_000_000
# A letter's Message-ID begins with the key of its row (outbox.letters.as_message).
OWN_MESSAGE_ID = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")
DETAIL_MAX = 300
RECIPIENTS_MAX = 20


@dataclass(frozen=True)
class Status:
    """What a notification says of one recipient."""

    action: str
    code: str
    detail: str
    address: str

    @property
    def is_failure(self) -> bool:
        """Failed for good or so far; the others tell of success."""
        return self.action in ("failed", "delayed")

    @property
    def is_hard(self) -> bool:
        """The address itself is at fault, so that trying again is of no use."""
        return self.action == "failed" and self.code.startswith("5")


def is_report(letter: Incoming) -> bool:
    """Whether the letter is a notification that programs can read."""
    return letter.leaf("message/delivery-status") is not None


def take_bounce(letter: Incoming, *, now: datetime) -> Outcome:
    """Mark the letter that did not get through. Raises Refused where none of ours is meant, or nothing failed.

    Ours is the letter whose signed return address the notification came to; without one, the letter whose Message-ID it
    carries, but then only if it also names the address to which we sent that letter.
    """
    statuses = [status for status in _statuses(letter) if status.is_failure]
    if not statuses:
        return ignored("no_failure")
    found = _by_return_address(letter) or _by_message_id(letter, statuses)
    if found is None:
        raise Refused("unknown_letter")
    worst = max(statuses, key=lambda status: (status.is_hard, status.action == "failed"))
    report_bounce(
        message_id=found,
        is_hard=worst.is_hard,
        status=worst.code,
        detail=worst.detail,
        now=now,
        has_given_up=worst.action == "failed",
    )
    return accepted("bounce_hard" if worst.is_hard else "bounce_soft")


def _statuses(letter: Incoming) -> Iterator[Status]:
    """The recipients' groups of fields; the first group is about the notification as a whole."""
    part = letter.leaf("message/delivery-status")
    if part is None:
        return
    blocks = part.content(REPORT_MAX).replace(b"\r\n", b"\n").strip().split(b"\n\n")
    for block in blocks[: RECIPIENTS_MAX + 1]:
        fields = Part(read_headers(block), b"")
        action = fields.first("action").lower().split(" ")[0]
        if action:
            yield Status(
                action=action,
                code=fields.first("status").split(" ")[0][:12],
                detail=_printable(_typed(fields.first("diagnostic-code")))[:DETAIL_MAX],
                address=_typed(fields.first("original-recipient"))
                or _typed(fields.first("final-recipient")),
            )


def _typed(value: str) -> str:
    """The value of a field that names its type first: `rfc822; aino@example.fi`, `smtp; 550 No such user`."""
    return value.partition(";")[2].strip() or value.strip()


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _by_return_address(letter: Incoming) -> UUID | None:
    found = (verp.message_of(address) for address in recipients_of(letter.top))
    return next((key for key in found if key is not None), None)


def _by_message_id(letter: Incoming, statuses: list[Status]) -> UUID | None:
    part = letter.leaf("message/rfc822", "text/rfc822-headers")
    if part is None:
        return None
    original = OWN_MESSAGE_ID.match(read_part(part.content(ORIGINAL_MAX)).first("message-id"))
    if original is None:
        return None
    row = Message.objects.filter(pk=UUID(original[1]), message_id=original[0]).first()
    named = {status.address.lower() for status in statuses}
    return row.pk if row and row.to_email.lower() in named else None
