"""Whether letters leave at all, and the two hands that decide it: the operator's."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise

from outbox import channel
from outbox.models import Channel, PauseReason


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
