"""Sending what is due: claim, hand over, record. Exactly once is impossible; lost or doubled unseen is not allowed.

Every change of state is one conditional UPDATE on id, state and attempt, so that any number of workers, ticks and late
comers may run at once. No transaction is open while the mail server is spoken to.
"""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox import mime, smtp
from outbox.guards import unwanted
from outbox.letters import own_address
from outbox.models import WAITING, Message, Reason, State

_log = structlog.get_logger(__name__)
_jitter = random.SystemRandom()
IDLE: dict[str, Any] = {"lease_until": None, "claimed_by": None}


class Superseded(Exception):
    """The row is no longer ours: cancelled, or released and claimed by another. The letter must not leave."""


@dataclass
class Clock:
    """The time of one run: what the caller said, going on at the pace of the real clock."""

    start: datetime
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed)

    @property
    def is_up(self) -> bool:
        return self.elapsed >= settings.OUTBOX_BATCH_SECONDS


def run_due(*, now: datetime | None = None) -> int:
    """Release what a dead worker held, expire what is late and send what is due, for at most a minute.

    Returns how many letters the mail server took. Safe to run in any number of processes at once.
    """
    clock = Clock(now or timezone.now())
    release_leases(now=clock.now())
    expire_late(now=clock.now())
    sent = 0
    while not clock.is_up:
        due = list(
            Message.objects.due(clock.now())
            .order_by("next_at")
            .values_list("pk", flat=True)[: settings.OUTBOX_BATCH_SIZE]
        )
        if not due:
            break
        batch = claim(due, now=clock.now())
        taken, may_go_on = _Batch(batch, clock).send()
        sent += taken
        if not may_go_on:
            break
    return sent


def claim(due: list[uuid.UUID], *, now: datetime) -> list[Message]:
    """Claim these rows for one batch, all in one UPDATE; returns the ones won, oldest first."""
    token = uuid.uuid4()
    Message.objects.due(now).filter(pk__in=due).update(
        state=State.SENDING,
        attempt=F("attempt") + 1,
        claimed_by=token,
        lease_until=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
        handed_at=None,
    )
    return list(Message.objects.filter(claimed_by=token, state=State.SENDING).order_by("next_at", "pk"))


def finish(message: Message, *, state: State, **values: object) -> bool:
    """Record how an attempt ended. False, and nothing changed, when the row has gone on without us."""
    changed = Message.objects.filter(pk=message.pk, state=State.SENDING, attempt=message.attempt).update(
        state=state, **{**IDLE, **values}
    )
    return bool(changed)


def hand_over(message: Message, *, now: datetime) -> None:
    """Note that the final dot of this attempt is about to be sent. Raises Superseded when the row is not ours."""
    changed = Message.objects.filter(
        pk=message.pk, state=State.SENDING, attempt=message.attempt, handed_at__isnull=True
    ).update(handed_at=now)
    if not changed:
        raise Superseded(message.pk)


def retry_at(tries: int, *, now: datetime) -> datetime:
    """When to try again after `tries` failed attempts: after 1, 5, 15, 60, 180, 360 minutes (give or take a fifth, so
    that a thousand letters do not come back at once), then every six hours.
    """
    plan = settings.OUTBOX_RETRY_SECONDS
    pause = plan[tries - 1] if tries <= len(plan) else settings.OUTBOX_RETRY_LATER_SECONDS
    return now + timedelta(seconds=pause * _jitter.uniform(0.8, 1.2))


def reason_for(code: int, text: str) -> Reason:
    """Why a server refused, from the enhanced status code (RFC 3463) where it gives one, else from the reply code."""
    words = text.split()
    status = next((word for word in words[:1] if word[:2] in ("4.", "5.")), "")
    kind = status[2:]
    if kind.startswith("1.") or (not status and code in (550, 551, 553)):
        return Reason.ADDRESS
    if kind in ("2.2", "2.3") or (not status and code in (452, 552)):
        return Reason.FULL
    if kind.startswith("7."):
        return Reason.BLOCKED
    return Reason.REFUSED if code >= 500 else Reason.BUSY


class _Batch:
    """One connection and the letters claimed for it.

    The result of one letter and the hand-over of the next are one commit; `_accepted` is the letter whose result is
    known and not yet recorded.
    """

    def __init__(self, messages: list[Message], clock: Clock) -> None:
        self._messages = messages
        self._clock = clock
        self._sender = own_address()
        self._way: smtp.Connection | None = None
        self._taken_here = 0
        self._accepted: tuple[Message, datetime] | None = None

    def send(self) -> tuple[int, bool]:
        """Send the batch: how many were taken, and whether it makes sense to go on with a next one."""
        waiting = self._without_unwanted()
        taken = 0
        try:
            while waiting:
                if self._clock.is_up:
                    return taken, False
                message = waiting.pop(0)
                try:
                    taken += self._send_one(message)
                except smtp.NoConnection as error:
                    had_taken = self._taken_here
                    self._close()
                    _log.warning("outbox.no_connection", error=type(error).__name__, message=str(message.pk))
                    if had_taken:
                        # Many servers end a session after some letters: that is no failure, a new one goes on.
                        waiting.insert(0, message)
                        continue
                    self._give_up(message, error)
                    return taken, False
            return taken, True
        finally:
            self._record_accepted()
            self._put_back(waiting)
            self._close()

    def _without_unwanted(self) -> list[Message]:
        """Ask the guards again: the letters of the batch that are still wanted; the others are cancelled."""
        refused = unwanted(self._messages)
        for message in self._messages:
            if message.pk not in refused:
                continue
            if message.unsure_at:
                finish(message, state=State.UNSURE, next_at=None)
            else:
                finish(message, state=State.CANCELLED, reason=Reason.UNWANTED, next_at=None)
        return [message for message in self._messages if message.pk not in refused]

    def _send_one(self, message: Message) -> int:
        """Send one letter and note its result: 1 when it was taken. Raises NoConnection when it never got away."""
        try:
            data = mime.as_bytes(message, sender=self._sender)
        except Exception:
            _log.exception("outbox.letter_broken", message=str(message.pk))
            self._fail(message, Reason.FAULT, "")
            return 0
        if self._way is None:
            self._way = smtp.connection()
        try:
            self._way.deliver(
                sender=self._sender, recipient=message.to_email, data=data, before_dot=self._handing(message)
            )
        except Superseded:
            # The letter is half said: without its dot it does not count, but this session is of no more use.
            self._close()
            return 0
        except smtp.NotTaken as error:
            self._not_taken(message, error)
            return 0
        except smtp.NoReply as error:
            self._unsure(message, error)
            self._close()
            return 0
        self._accepted = (message, self._clock.now())
        self._taken_here += 1
        return 1

    def _handing(self, message: Message) -> Callable[[], None]:
        def before_dot() -> None:
            with transaction.atomic():
                self._record_accepted()
                hand_over(message, now=self._clock.now())

        return before_dot

    def _record_accepted(self) -> None:
        if self._accepted is not None:
            message, at = self._accepted
            finish(message, state=State.SENT, sent_at=at, next_at=None, reason=Reason.NONE, detail="")
            self._accepted = None

    def _not_taken(self, message: Message, error: smtp.NotTaken) -> None:
        reason = reason_for(error.code, error.text)
        detail = f"{error.code} {error.text}"[:300]
        if error.is_final:
            self._fail(message, reason, detail)
        else:
            self._try_again(message, reason, detail)
        if error.code == 421:
            self._close()

    def _fail(self, message: Message, reason: Reason, detail: str) -> None:
        finish(message, state=State.FAILED, reason=reason, detail=detail, next_at=None)

    def _try_again(self, message: Message, reason: Reason, detail: str) -> None:
        """Back to where the row was, with the next pause of the plan: surely nothing has left in this attempt."""
        tries = message.tries + 1
        finish(
            message,
            state=State.UNSURE if message.unsure_at else State.QUEUED,
            tries=tries,
            next_at=retry_at(tries, now=self._clock.now()),
            handed_at=None,
            reason=reason,
            detail=detail,
        )

    def _give_up(self, message: Message, error: smtp.NoConnection) -> None:
        _log.error("outbox.no_login") if isinstance(error, smtp.NoLogin) else None
        self._try_again(message, Reason.CONNECTION, str(error)[:300])

    def _unsure(self, message: Message, error: smtp.NoReply) -> None:
        """The dot was sent and nothing came back: once more later, as the same letter, and never a third time."""
        _log.warning("outbox.unsure", message=str(message.pk), attempt=message.attempt)
        now = self._clock.now()
        if message.unsure_at:
            finish(message, state=State.FAILED, reason=Reason.UNKNOWN, detail=str(error)[:300], next_at=None)
        else:
            again = now + timedelta(seconds=settings.OUTBOX_UNSURE_SECONDS)
            finish(
                message, state=State.UNSURE, unsure_at=now, next_at=again, reason=Reason.UNKNOWN, detail=str(error)[:300]
            )

    def _put_back(self, messages: list[Message]) -> None:
        """Return claimed letters that were not tried; nothing is counted against them."""
        ours = Message.objects.filter(
            pk__in=[message.pk for message in messages],
            state=State.SENDING,
            claimed_by__in={message.claimed_by for message in messages},
            handed_at__isnull=True,
        )
        if messages:
            ours.filter(unsure_at__isnull=True).update(state=State.QUEUED, **IDLE)
            ours.filter(unsure_at__isnull=False).update(state=State.UNSURE, **IDLE)

    def _close(self) -> None:
        if self._way is not None:
            self._way.close()
        self._way = None
        self._taken_here = 0
