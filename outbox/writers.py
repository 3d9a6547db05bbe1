"""Letters written anew, with what is true now: for a resend, and for a look at what somebody got."""

from collections.abc import Callable
from datetime import datetime

from outbox.letters import Letter
from outbox.models import Message

Writer = Callable[[Message, bool, datetime], Letter | None]

_writers: dict[str, Writer] = {}


def register_writer(kind: str, writer: Writer) -> None:
    """Let `writer(message, is_inert, now)` write letters of `kind` anew. Call this in `AppConfig.ready`.

    The writer takes what is true now, for the person of the old row, and returns None when the letter makes no sense any
    more. Inert: every personal link is replaced, so that nobody can answer through somebody else's letter.
    """
    _writers[kind] = writer


def has_writer(kind: str) -> bool:
    """Whether letters of this kind can be written anew."""
    return kind in _writers


def write_anew(message: Message, *, is_inert: bool, now: datetime) -> Letter | None:
    """The letter of this row with what is true now; None when it makes no sense any more or nobody can write it."""
    writer = _writers.get(message.kind)
    return writer(message, is_inert, now) if writer else None
