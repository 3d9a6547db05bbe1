"""The moves of the channel's row: closed and opened, failures counted, its mark raised, turns given out.

Each is one conditional UPDATE, so that any number of senders may call them at once.
"""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import Exists, F, Q

from outbox import markfile
from outbox.models import Channel, Message, PauseReason

_log = structlog.get_logger(__name__)
DETAIL_MAX = 300
# An unknown mark file is no alarm while the database was in use a moment ago: another machine has joined.
STRANGER_AFTER = timedelta(minutes=30)
# With nothing to send the mark is raised only now and then: an idle minute should write nothing.
MARK_EVERY = timedelta(minutes=5)
OPEN = {
    "paused_at": None,
    "pause_reason": "",
    "pause_detail": "",
    "paused_by": "",
    "probe_at": None,
    "failures": 0,
}


def look() -> Channel:
    """The row, made where there is none. One query."""
    return Channel.objects.first() or Channel.objects.get_or_create(is_only=True)[0]


def look_for_work(*, now: datetime) -> tuple[Channel, bool]:
    """The row, and whether something may have to be done for a letter at `now`. One query."""
    asked = Channel.objects.annotate(has_work=Exists(Message.objects.live(now)))
    way = asked.first()
    return (way, way.has_work) if way else (look(), True)


def pause(*, reason: PauseReason, detail: str, by: str, now: datetime) -> bool:
    """Let nothing leave; False when it is paused already. A pause that ends by itself gives way to one that does not."""
    look()
    probe = now + timedelta(seconds=settings.OUTBOX_PROBE_SECONDS)
    lasts = reason != PauseReason.CONNECTION
    paused = Channel.objects.filter(
        Q(paused_at__isnull=True)
        | Q(pause_reason=PauseReason.CONNECTION, paused_at__isnull=not lasts)
    ).update(
        paused_at=now,
        pause_reason=reason,
        pause_detail=detail[:DETAIL_MAX],
        paused_by=by[:120],
        probe_at=None if lasts else probe,
    )
    if paused:
        _log.error("outbox.paused", reason=str(reason), detail=detail[:DETAIL_MAX], by=by)
    return bool(paused)


def resume(*, by: str, now: datetime) -> bool:
    """Let letters leave again; False when nothing was paused. What the mark file knows better is accepted as it is."""
    channel = look()
    mark = max(filter(None, (channel.marked_at, markfile.read().get(channel.pk), now)))
    resumed = Channel.objects.filter(paused_at__isnull=False).update(**OPEN, marked_at=mark)
    if resumed:
        markfile.write(channel.pk, mark)
        _log.warning("outbox.resumed", by=by)
    return bool(resumed)


def note_failure(*, detail: str, now: datetime) -> bool:
    """Count one failure to connect; the fifth in a row closes the channel. True when it is closed now."""
    Channel.objects.update(failures=F("failures") + 1)
    channel = look()
    if channel.failures >= settings.OUTBOX_FAILURES_MAX and not channel.is_paused:
        return pause(reason=PauseReason.CONNECTION, detail=detail, by="", now=now)
    return channel.is_paused


def note_answer() -> None:
    """The server spoke: failures are counted anew, and a channel closed for them opens."""
    opened = Channel.objects.filter(pause_reason=PauseReason.CONNECTION).update(**OPEN)
    if opened:
        _log.warning("outbox.resumed", by="")
    else:
        Channel.objects.filter(failures__gt=0).update(failures=0)


def may_probe(*, now: datetime) -> bool:
    """Whether this caller, and no other, may try one letter through a channel that is closed for its connection."""
    again = now + timedelta(seconds=settings.OUTBOX_PROBE_SECONDS)
    return bool(
        Channel.objects.filter(pause_reason=PauseReason.CONNECTION, probe_at__lte=now).update(
            probe_at=again
        )
    )


def raise_mark(channel: Channel, *, now: datetime) -> None:
    """Note, in the database and then in the file beside it, that this database is the one that sends at `now`."""
    Channel.objects.filter(Q(marked_at__isnull=True) | Q(marked_at__lt=now), pk=channel.pk).update(
        marked_at=now
    )
    channel.marked_at = max(channel.marked_at or now, now)
    markfile.write(channel.pk, channel.marked_at)


def needs_mark(channel: Channel, *, now: datetime) -> bool:
    """Whether the mark is old enough to be raised by a tick that has nothing to send."""
    return channel.marked_at is None or now - channel.marked_at >= MARK_EVERY


def is_restored(channel: Channel, known: datetime | None, *, now: datetime) -> bool:
    """Whether the database knows less than its mark file: somebody has put a backup back, or a copy elsewhere."""
    if known is None:
        return channel.marked_at is not None and now - channel.marked_at > STRANGER_AFTER
    return channel.marked_at is None or known > channel.marked_at


def take_turn(*, now: datetime, until: datetime) -> datetime | None:
    """When the caller's next letter may leave, where their number a minute is limited; None when not before `until`.

    The turns stand evenly apart, over all processes.
    """
    apart = timedelta(seconds=60 / settings.OUTBOX_PER_MINUTE)
    while True:
        free_at = Channel.objects.values_list("free_at", flat=True).get()
        is_sane = free_at is not None and free_at <= until + 5 * apart
        turn = max(free_at, now) if free_at is not None and is_sane else now
        if turn > until:
            return None
        unchanged = Q(free_at__isnull=True) if free_at is None else Q(free_at=free_at)
        if Channel.objects.filter(unchanged).update(free_at=turn + apart):
            return turn
