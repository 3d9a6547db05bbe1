"""Letters that leave at once and are stored nowhere: a preview to oneself, a sign-in code."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.utils import timezone

from outbox import lane, mime, smtp
from outbox.letters import Letter, as_message, own_address
from outbox.rendering import render_account_letter

_log = structlog.get_logger(__name__)


def send_now(*, letter: Letter) -> bool:
    """Send one letter at once, without a row: the preview to oneself, a sign-in code.

    True when the server took it. Never raises for the mail's sake: a failing server, or an address that cannot be written
    in a header, is logged and answered with False.
    """
    sender = own_address()
    try:
        data = mime.as_bytes(as_message(letter, now=timezone.now()), sender=sender)
        way = smtp.connection()
        try:
            way.deliver(
                sender=sender, recipient=letter.to_email, data=data, before_dot=lambda: None
            )
        finally:
            way.close()
    except (smtp.NotTaken, smtp.NoConnection, ValidationError, ValueError) as error:
        _log.warning("outbox.not_sent_now", kind=letter.kind, error=type(error).__name__)
        return False
    except smtp.NoReply:
        # Taken or not: sending again could double it, and whoever waits for it can ask again.
        _log.warning("outbox.sent_now_without_reply", kind=letter.kind)
    return True


def send_aside(*, letter: Letter) -> bool:
    """Send one letter outside the request and without storing it (sign-in codes). Never waits, never raises.

    False only when the lane is full and the letter was dropped.
    """
    return lane.submit(lambda: send_now(letter=letter))


def send_account_letter(
    *, prefix: str, to_email: str, language: str, context: Mapping[str, Any]
) -> bool:
    """Write and send one of allauth's letters (`account/email/login_code`) outside the request, storing nothing.

    Even the words are put together outside, so that the page takes as long for an unknown address, for which nothing
    is sent. `context` must be loaded already: the lane asks no database. False when the lane is full.
    """

    def send() -> bool:
        words = render_account_letter(prefix, context, language=language)
        now = timezone.now()
        letter = Letter(
            key=f"{prefix}:{now.isoformat()}",
            kind=f"account.{prefix.rpartition('/')[2]}",
            to_email=to_email,
            language=language,
            sender_name="Vertaisklubi",
            subject=words.subject,
            text=words.text,
            html=words.html,
            deadline=now + timedelta(minutes=10),
        )
        return send_now(letter=letter)

    return lane.submit(send)
