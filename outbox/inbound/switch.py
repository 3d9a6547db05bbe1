"""Whether anything that comes in is read at all."""

from uuid import UUID

from django.conf import settings

from outbox.letters import own_address
from outbox.verp import id_in, signed_address

PURPOSE = "reply"


def reads_mail() -> bool:
    """Whether there is a mailbox or a webhook from which letters come in."""
    return bool(settings.INBOUND_MAILBOX or settings.INBOUND_WEBHOOK_SECRET)


def reads_replies() -> bool:
    """Whether answering in the calendar counts: letters are read, and there is something by which to believe them."""
    is_believable = settings.INBOUND_AUTHSERV_ID or settings.INBOUND_REPLY_ADDRESS
    return reads_mail() and bool(is_believable)


def reply_address(key: UUID) -> str:
    """Where the calendar entry of the row `key` asks for replies: the signed address where one is set, else our own.

    It is the same in every revision of the entry, as the ORGANIZER has to be (RFC 5546, 3.2.2).
    """
    if not (reads_mail() and settings.INBOUND_REPLY_ADDRESS):
        return own_address()
    return signed_address(settings.INBOUND_REPLY_ADDRESS, key, purpose=PURPOSE)


def key_replied_to(address: str) -> UUID | None:
    """The row whose calendar entry named this address; None for any other address."""
    if not settings.INBOUND_REPLY_ADDRESS:
        return None
    return id_in(address, settings.INBOUND_REPLY_ADDRESS, purpose=PURPOSE)
