"""Sending what is due: claim, hand over, record. Exactly once is impossible; lost or doubled unseen is not allowed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox import channel, markfile, rows, slots
from outbox.clock import Clock, stop
from outbox.feed import Feed
from outbox.models import WAITING, Channel, Message, PauseReason, Suppression
from outbox.session import Session

__all__ = ["Clock", "purge", "run_due", "stop"]

# A further session is opened for so many letters: each costs a greeting, and TLS.
LETTERS_A_SESSION = 10
# Rows that one purge drops, so that a first purge of many years is spread over hours.
DROPPED_AT_ONCE = 5_000


def run_due(*, now: datetime | None = None) -> int:
    """Release what a dead worker held, expire what is late and send what is due, for at most a minute.

    Returns how many letters the mail server took. Safe to run in any number of threads and processes at once. While the
    channel is paused nothing is claimed, but for the one letter by which it finds out whether the server is back.
    """
    clock = Clock(now or timezone.now())
    way, has_work = _look(clock)
    if not has_work:
        return 0
    rows.release_leases(now=clock.now())
    rows.expire_late(now=clock.now())
    sent = 0
    while not clock.is_up:
        taken = slots.take(settings.OUTBOX_CONNECTIONS)
        if not taken:
            break
        try:
            sent += _send(clock, way, taken)
        finally:
            is_asked = slots.give(taken)
        if not is_asked:
            break
    return sent


def _look(clock: Clock) -> tuple[Channel, bool]:
    """The channel as it is now, and whether there is work; closed where the database turns out to be older than what it has sent."""
    marks = markfile.read()
    way, has_work = channel.look_for_work(now=clock.now())
    known = marks.get(way.pk)
    if channel.is_restored(way, known, now=clock.now()):
        _pause_restored(way, known, clock)
        return channel.look_for_work(now=clock.now())
    if way.pause_reason != PauseReason.RESTORED and channel.needs_mark(way, now=clock.now()):
        channel.raise_mark(way, now=clock.now())
    return way, has_work


def _pause_restored(way: Channel, known: datetime | None, clock: Clock) -> None:
    """Close the channel; letters that waited already when this database last sent may have left since."""
    is_new = channel.pause(
        reason=PauseReason.RESTORED,
        detail=f"{way.marked_at} < {known}" if known else f"{way.marked_at}",
        by="",
        now=clock.now(),
    )
    if is_new and known:
        rows.keep_back(now=clock.now(), written_before=known)


def _send(clock: Clock, way: Channel, most: int) -> int:
    """Send what is due through up to `most` sessions."""
    if way.is_paused:
        if not channel.may_probe(now=clock.now()):
            return 0
        sent = _send_through(Feed(clock, way, is_probe=True), clock, 1)
        way = channel.look()
        return sent if way.is_paused else sent + _send_through(Feed(clock, way), clock, most)
    return _send_through(Feed(clock, way), clock, most)


def _send_through(feed: Feed, clock: Clock, most: int) -> int:
    """Let the sessions empty the feed. A caller's transaction has one: other threads would not see its letters."""
    try:
        count = feed.fill()
        if not count:
            return 0
        is_alone = connection.in_atomic_block or settings.EMAIL_SERVER.is_folder
        others = 0 if is_alone else min(most - 1, count // LETTERS_A_SESSION)
        first = Session(feed, clock, is_first=True)
        if not others:
            return first.run()
        feed.share(1 + others)
        with ThreadPoolExecutor(others, thread_name_prefix="outbox-session") as pool:
            further = [
                pool.submit(_run_in_thread, Session(feed, clock, is_first=False))
                for _number in range(others)
            ]
            try:
                sent = first.run()
            except BaseException:
                feed.close()
                raise
        return sent + sum(session.result() for session in further)
    finally:
        feed.put_back()


def _run_in_thread(session: Session) -> int:
    try:
        return session.run()
    finally:
        connection.close()


def purge(*, now: datetime) -> int:
    """Wipe the bodies of letters older than 30 days, drop rows and bounced addresses older than a year (both settings).

    Returns how many rows changed. Letters still under way are left alone; an address that is forgotten may be tried again.
    """
    over = Message.objects.exclude(state__in=WAITING)
    body_age = timedelta(days=settings.OUTBOX_BODY_DAYS)
    wiped = over.filter(is_wiped=False, created_at__lt=now - body_age).update(
        text="", html="", calendar=b"", headers={}, is_wiped=True, next_at=None
    )
    metadata_age = timedelta(days=settings.OUTBOX_METADATA_DAYS)
    old = over.filter(is_wiped=True, created_at__lt=now - metadata_age).values_list("pk", flat=True)
    keys = list(old[:DROPPED_AT_ONCE])
    dropped = Message.objects.filter(pk__in=keys).delete()[0] if keys else 0
    bounced = Suppression.objects.filter(since__lt=now - metadata_age)
    forgotten = bounced.delete()[0] if bounced.exists() else 0
    return wiped + dropped + forgotten
