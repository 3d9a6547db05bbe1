"""Letters, the way out that they share, and addresses that bounced."""

from outbox.models.channel import Channel, PauseReason, Suppression
from outbox.models.message import (
    KEY_RELEASED,
    UNDELIVERED,
    WAITING,
    Message,
    MessageQuerySet,
    Reason,
    State,
)

__all__ = [
    "KEY_RELEASED", "UNDELIVERED", "WAITING", "Channel", "Message", "MessageQuerySet", "PauseReason", "Reason", "State",
    "Suppression",
]  # fmt: skip
