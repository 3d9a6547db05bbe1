"""The verbs of the outbox; other apps import from here."""

from outbox.guards import register_guard
from outbox.inbound.replies import CalendarReply, register_reply_handler
from outbox.inbound.switch import reads_replies, reply_address
from outbox.letters import Letter
from outbox.services.bounces import report_bounce
from outbox.services.direct import send_account_letter, send_aside, send_now
from outbox.services.pausing import (
    ChannelState,
    channel_state,
    keep_waiting_back,
    pause_sending,
    resume_sending,
    waiting_letters,
)
from outbox.services.telling import (
    MessageState,
    Progress,
    as_state,
    known_keys,
    left,
    progress,
    states,
)
from outbox.services.writing import (
    cancel,
    cancel_waiting,
    enqueue,
    move_person,
    resend,
    written_anew,
)
from outbox.suppression import clear_suppression, suppress, suppressed
from outbox.writers import register_writer

__all__ = [
    "CalendarReply", "ChannelState", "Letter", "MessageState", "Progress", "as_state", "cancel", "cancel_waiting", "channel_state",
    "clear_suppression", "enqueue", "keep_waiting_back", "known_keys", "left", "move_person", "pause_sending", "progress", "reads_replies", "register_guard",
    "register_reply_handler", "register_writer", "reply_address", "report_bounce", "resend", "resume_sending", "send_account_letter", "send_aside", "send_now", "states",
    "suppress", "suppressed", "waiting_letters",
    "written_anew",
]  # fmt: skip
