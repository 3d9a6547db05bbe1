"""Whether letters leave at all, and the two hands that decide it: the operator's."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.utils import timezone
from django.utils.functional import Promise

from outbox import channel, rows
from outbox.models import Channel, Message, PauseReason

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ChannelState:
    """The way out, for a banner: whether it is closed, since when, why in plain words, and when it tries by itself."""

    is_paused: bool
    reason: str = ""
    label: str | Promise = ""
    detail: str = ""
    since: datetime | None = None
    tries_at: datetime | None = None


def channel_state() -> ChannelState:
    """How the way out is now. One query, no writing."""
    row = Channel.objects.first()
    if row is None or not row.is_paused:
        return ChannelState(is_paused=False)
    return ChannelState(
        is_paused=True,
        reason=row.pause_reason,
        label=PauseReason(row.pause_reason).label,
        detail=row.pause_detail,
        since=row.paused_at,
        tries_at=row.probe_at,
    )


def pause_sending(*, reason: str = PauseReason.OPERATOR, detail: str = "", by: str) -> bool:
    """Let nothing leave until `resume_sending`; letters wait and lose nothing but time. False when it is paused already."""
    return channel.pause(reason=PauseReason(reason), detail=detail, by=by, now=timezone.now())


def resume_sending(*, by: str) -> bool:
    """Let letters leave again, whatever closed the channel; False when it was open. What is too late by now expires."""
    return channel.resume(by=by, now=timezone.now())


def waiting_letters() -> int:
    """How many letters wait for being sent, or for being tried again."""
    return Message.objects.filter(next_at__isnull=False).count()


def keep_waiting_back(*, by: str) -> int:
    """Send nothing of what waits now, because it may have left before a backup was put back; returns how many letters.

    Facilitators see them as uncertain and can send each again.
    """
    now = timezone.now()
    kept = rows.keep_back(now=now, written_before=now)
    _log.warning("outbox.kept_back", count=kept, by=by)
    return kept
