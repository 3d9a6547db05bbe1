"""Sending what is due: claim, hand over, record. Exactly once is impossible; lost or doubled unseen is not allowed.

No database transaction is open while the mail server is spoken to, but for the one commit that records the last
letter's result and this letter's hand-over, just before its final dot.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from outbox import mime, rows, smtp
from outbox.guards import judge
from outbox.letters import own_address
from outbox.models import WAITING, Message, Reason, State
from outbox.reasons import reason_for

_log = structlog.get_logger(__name__)
DETAIL_MAX = 300
_stopping = threading.Event()


@dataclass(frozen=True)
class Clock:
    """The time of one run: what the caller said, going on at the pace of the real clock."""

    start: datetime
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def is_up(self) -> bool:
        """Whether this run has had its minute (well inside the lease of what it claimed), or was told to stop."""
        return _stopping.is_set() or self.elapsed >= settings.OUTBOX_BATCH_SECONDS

    def now(self) -> datetime:
        """The present moment of this run."""
        return self.start + timedelta(seconds=self.elapsed)


def run_due(*, now: datetime | None = None) -> int:
    """Release what a dead worker held, expire what is late and send what is due, for at most a minute.

    Returns how many letters the mail server took. Safe to run in any number of processes at once.
    """
    clock = Clock(now or timezone.now())
    rows.release_leases(now=clock.now())
    rows.expire_late(now=clock.now())
    sent = 0
    goes_on = True
    while goes_on and not clock.is_up:
        ready = Message.objects.due(clock.now()).order_by("next_at").values_list("pk", flat=True)
        due = list(ready[: settings.OUTBOX_BATCH_SIZE])
        if not due:
            break
        taken, goes_on = Batch(rows.claim(due, now=clock.now()), clock).send()
        sent += taken
    return sent


def stop() -> None:
    """Let every run of this process end after the letter it is saying; what it has claimed goes back unharmed."""
    _stopping.set()


def purge(*, now: datetime) -> int:
    """Wipe the bodies of letters older than 30 days and drop rows older than a year (both settings).

    Returns how many rows changed. Letters still under way are left alone.
    """
    over = Message.objects.exclude(state__in=WAITING)
    body_age = timedelta(days=settings.OUTBOX_BODY_DAYS)
    wiped = over.filter(is_wiped=False, created_at__lt=now - body_age).update(
        text="", html="", calendar=b"", headers={}, is_wiped=True, next_at=None
    )
    metadata_age = timedelta(days=settings.OUTBOX_METADATA_DAYS)
    dropped, _by_model = over.filter(is_wiped=True, created_at__lt=now - metadata_age).delete()
    return wiped + dropped


class Batch:
    """One connection and the letters claimed for it.

    `_accepted` is the letter that the server took last, whose result is not recorded yet: it is recorded in the same
    commit as the next letter's hand-over, so that a letter costs one commit.
    """

    def __init__(self, messages: list[Message], clock: Clock) -> None:
        self._messages = messages
        self._clock = clock
        self._sender = own_address()
        self._way: smtp.Connection | None = None
        self._taken_here = 0
        self._accepted: tuple[Message, datetime] | None = None

    def send(self) -> tuple[int, bool]:
        """Send the batch: how many were taken, and whether it makes sense to go on with another."""
        waiting = self._messages
        taken = 0
        try:
            waiting = self._without_unwanted()
            while waiting and not self._clock.is_up:
                message = waiting[0]
                try:
                    taken += self._send_one(message)
                except smtp.NoConnection as error:
                    if self._is_only_a_full_session():
                        continue
                    if not isinstance(error, smtp.NoLogin):
                        waiting = waiting[1:]
                    self._no_way(message, error)
                    return taken, False
                waiting = waiting[1:]
            return taken, True
        finally:
            self._record_accepted()
            rows.put_back(waiting)
            self._close()

    def _without_unwanted(self) -> list[Message]:
        """Ask the guards again: the letters of the batch that are still wanted; the others end or wait."""
        judgement = judge(self._messages)
        wanted: list[Message] = []
        for message in self._messages:
            if message.pk in judgement.unwanted:
                rows.finish_unwanted(message)
            elif message.pk in judgement.unjudged:
                rows.try_again(message, now=self._clock.now(), reason=Reason.FAULT, detail="")
            else:
                wanted.append(message)
        return wanted

    def _send_one(self, message: Message) -> int:
        """Send one letter and note its result: 1 when it was taken. Raises NoConnection when it never got away."""
        try:
            data = mime.as_bytes(message, sender=self._sender)
        except Exception:
            _log.exception("outbox.letter_broken", message=str(message.pk))
            rows.finish(message, state=State.FAILED, reason=Reason.FAULT)
            return 0
        try:
            self._way = self._way or smtp.connection()
            self._way.deliver(
                sender=self._sender,
                recipient=message.to_email,
                data=data,
                before_dot=self._handing_over(message),
            )
        except rows.Superseded:
            # The letter is said but for its dot: it does not count, and this session is of no more use.
            self._close()
            return 0
        except smtp.NotTaken as error:
            self._not_taken(message, error)
            return 0
        except smtp.NoReply as error:
            _log.warning("outbox.unsure", message=str(message.pk), attempt=message.attempt)
            rows.finish_unsure(message, now=self._clock.now(), detail=str(error)[:DETAIL_MAX])
            self._close()
            return 0
        self._accepted = (message, self._clock.now())
        self._taken_here += 1
        return 1

    def _handing_over(self, message: Message) -> Callable[[], None]:
        def before_dot() -> None:
            with transaction.atomic():
                self._write_accepted()
                is_ours = rows.hand_over(message, now=self._clock.now())
            self._accepted = None
            if not is_ours:
                raise rows.Superseded(message.pk)

        return before_dot

    def _write_accepted(self) -> None:
        if self._accepted is not None:
            message, at = self._accepted
            rows.finish(message, state=State.SENT, sent_at=at, reason=Reason.NONE, detail="")

    def _record_accepted(self) -> None:
        self._write_accepted()
        self._accepted = None

    def _not_taken(self, message: Message, error: smtp.NotTaken) -> None:
        reason, detail = reason_for(error.code, error.text), str(error)[:DETAIL_MAX]
        if error.is_final:
            rows.finish(message, state=State.FAILED, reason=reason, detail=detail)
        else:
            rows.try_again(message, now=self._clock.now(), reason=reason, detail=detail)

    def _is_only_a_full_session(self) -> bool:
        """Many servers end a session after some letters: that is no failure, the next session goes on."""
        had_taken = self._taken_here > 0
        self._close()
        return had_taken

    def _no_way(self, message: Message, error: smtp.NoConnection) -> None:
        """The server cannot be reached: only this letter's plan goes on, the others keep theirs.

        A refused login is nobody's letter's fault and counts against none.
        """
        if isinstance(error, smtp.NoLogin):
            _log.error("outbox.no_login", detail=str(error)[:DETAIL_MAX])
            return
        _log.warning("outbox.no_connection", error=str(error)[:DETAIL_MAX])
        rows.try_again(
            message, now=self._clock.now(), reason=Reason.CONNECTION, detail=str(error)[:DETAIL_MAX]
        )

    def _close(self) -> None:
        if self._way is not None:
            self._way.close()
        self._way = None
        self._taken_here = 0
