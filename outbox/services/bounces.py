"""Mail that came back, hours or days after the server took it."""

import uuid
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from outbox.models import Message, Reason, State
from outbox.reasons import reason_of_status
from outbox.rows import IDLE
from outbox.suppression import suppress

_log = structlog.get_logger(__name__)
DETAIL_MAX = 300


@transaction.atomic
def report_bounce(
    *,
    message_id: uuid.UUID,
    is_hard: bool,
    status: str,
    detail: str,
    now: datetime,
    has_given_up: bool = False,
) -> bool:
    """A server says that it could not deliver the letter; True when this was news.

    `status` is the enhanced code of RFC 3463 (`5.1.1`). Hard: the row is `bounced` and its address gets nothing more until
    somebody clears it. `has_given_up`: `bounced` for this letter only. Else the server goes on trying, which is shown. Reports
    may come twice, in any order, and before our own server has answered: the worst one stays.
    """
    row = Message.objects.without_content().filter(pk=message_id).left()
    if (message := row.first()) is None:
        return False
    if not is_hard and not has_given_up:
        delayed = row.filter(state=State.SENT).exclude(reason=Reason.DELAYED)
        return bool(delayed.update(reason=Reason.DELAYED, detail=detail[:DETAIL_MAX]))
    under_way = Q(state__in=(State.SENT, State.SENDING, State.UNSURE))
    # Another server may only have given up on the same letter before.
    given_up = Q(state=State.BOUNCED, bounced_at__isnull=True)
    said: dict[str, Any] = {
        "reason": reason_of_status(status),
        "detail": f"{status} {detail}".strip()[:DETAIL_MAX],
        "bounced_at": now if is_hard else None,
    }
    news = row.filter(under_way | given_up if is_hard else under_way)
    bounced = news.update(state=State.BOUNCED, next_at=None, **IDLE, **said)
    if is_hard and not bounced:
        # It failed because nobody knew whether it was taken. Its state stays: the key may be another letter's by now.
        bounced = row.filter(state=State.FAILED, reason=Reason.UNKNOWN).update(**said)
    if bounced:
        if is_hard:
            suppress(address=message.to_email, reason=reason_of_status(status), detail=detail)
        _log.info("outbox.bounced", message=str(message_id), status=status[:20], is_hard=is_hard)
    return bool(bounced)
