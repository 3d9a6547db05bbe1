"""A calendar's reply, and the app that knows what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from outbox.inbound.outcomes import Outcome, refused


class Method(StrEnum):
    """What a reply does (RFC 5546, 3.2.3 and 3.2.7): it answers, or it proposes something else."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"


@dataclass(frozen=True, kw_only=True)
class CalendarReply:
    """What somebody's calendar answered to an invitation.

    `attendee` and `from_address` are addresses in small letters. `is_authentic` says that our own mail server vouches for
    the sender; `key` is what the signed address named to which the letter came, where there is one. `starts_at` and
    `ends_at` are the time that the entry names, None where it cannot be told.
    """

    method: Method
    uid: str
    attendee: str
    partstat: str
    sequence: int
    dtstamp: datetime
    from_address: str
    comment: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_authentic: bool = False
    key: UUID | None = None


Handler = Callable[[CalendarReply], Outcome]
_handlers: list[Handler] = []


def register_reply_handler(handler: Handler) -> None:
    """Let `handler` take all calendars' replies; it refuses what it does not know. Call this in `AppConfig.ready`."""
    _handlers[:] = [handler]


def hand_on(reply: CalendarReply) -> Outcome:
    """What the handler makes of a reply; refused where there is none."""
    for handler in _handlers:
        return handler(reply)
    return refused("no_handler")
