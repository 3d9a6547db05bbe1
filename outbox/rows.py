"""The moves of a letter's row.

Each is one conditional UPDATE on what the row must still be, so that any number of workers, ticks and late comers may
run at once, on SQLite as on PostgreSQL.
"""

import random
import threading
import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from outbox.models import Message, Reason, State
from outbox.models.message import MessageQuerySet

_jitter = random.SystemRandom()
IDLE: dict[str, Any] = {"lease_until": None, "claimed_by": None}
_writing = threading.RLock()
_PK = Message._meta.get_field("id")
HANDED_OVER = (
    "UPDATE outbox_message SET handed_at = %s"
    " WHERE id = %s AND attempt = %s AND state = 'sending' AND handed_at IS NULL"
)
SENT = (
    "UPDATE outbox_message SET state = 'sent', sent_at = %s, reason = '', detail = '', next_at = NULL,"
    " lease_until = NULL, claimed_by = NULL WHERE id = %s AND attempt = %s AND state = 'sending'"
)


class Superseded(Exception):
    """The row is no longer ours: cancelled, or released and claimed by another. The letter must not leave."""


def one_writer() -> AbstractContextManager[object]:
    """Where the database has one writer at a time, let this process's sessions queue here: SQLite makes them sleep and retry."""
    return _writing if connection.vendor == "sqlite" else nullcontext()


def choose(limit: int, *, now: datetime) -> list[uuid.UUID]:
    """Up to `limit` letters that may be claimed, those that waited longest first; call it in the claim's transaction.

    Letters to one person about one topic leave one after another, in the order in which they were written: a change is not
    sent while the invitation is on its way. Where the database can, rows that another sender is claiming are passed over.
    """
    ready = (
        Message.objects.due(now)
        .filter(~Exists(_held_of_same()))
        .order_by("next_at", "created_at")
        .select_for_update(skip_locked=True)
    )
    chosen: dict[object, tuple[datetime, uuid.UUID]] = {}
    for pk, topic, person, at in ready.values_list("pk", "topic", "person", "created_at")[:limit]:
        queue = (topic, person) if topic and person else pk
        chosen[queue] = min(chosen.get(queue, (at, pk)), (at, pk))
    return [pk for _at, pk in chosen.values()]


def _held_of_same() -> MessageQuerySet:
    """In a query about a letter: those to the same person about the same topic that somebody holds."""
    same = Message.objects.held().filter(topic=OuterRef("topic"), person=OuterRef("person"))
    return same.exclude(Q(topic="") | Q(person=""))


def claim_next(limit: int, *, now: datetime) -> list[Message]:
    """Claim up to `limit` of the letters that are due; returns the ones won, oldest first. Call it outside a transaction.

    Two senders that choose at the same moment do not see each other, and may claim two letters to one person about one
    topic. Once the claim is committed, at least one of the two sees the other's, and puts its own back.
    """
    with transaction.atomic():
        token = _claim(choose(limit, now=now), now=now)
    if token is None:
        return []
    others = _held_of_same().exclude(claimed_by=token)
    claimed = list(_won(token).annotate(is_beside=Exists(others)))
    beside = [message for message in claimed if message.is_beside]
    put_back(beside)
    return [message for message in claimed if message not in beside]


def claim(due: Collection[uuid.UUID], *, now: datetime) -> list[Message]:
    """Claim these rows for one batch, all in one UPDATE; returns the ones won, oldest first."""
    token = _claim(due, now=now)
    return list(_won(token)) if token else []


def _claim(due: Collection[uuid.UUID], *, now: datetime) -> uuid.UUID | None:
    if not due:
        return None
    token = uuid.uuid4()
    Message.objects.due(now).filter(pk__in=due).update(
        state=State.SENDING,
        attempt=F("attempt") + 1,
        claimed_by=token,
        lease_until=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
        handed_at=None,
    )
    return token


def _won(token: uuid.UUID) -> MessageQuerySet:
    won = Message.objects.filter(claimed_by=token, state=State.SENDING)
    return won.order_by("next_at", "created_at")


def put_back(messages: Collection[Message]) -> None:
    """Return claimed letters that were not tried; nothing is counted against them."""
    if not messages:
        return
    ours = Message.objects.filter(
        pk__in=[message.pk for message in messages],
        claimed_by__in={message.claimed_by for message in messages},
        state=State.SENDING,
        handed_at__isnull=True,
    )
    ours.filter(unsure_at__isnull=True).update(state=State.QUEUED, **IDLE)
    ours.filter(unsure_at__isnull=False).update(state=State.UNSURE, **IDLE)


def hand_over(
    message: Message, *, now: datetime, accepted: tuple[Message, datetime] | None = None
) -> bool:
    """Note that the final dot of this attempt is about to be sent. False when the row is no longer ours to send.

    The same commit records that the server took the letter before, `accepted`, and when.
    """
    before = [(SENT, *accepted)] if accepted else []
    return _in_one_commit(*before, (HANDED_OVER, message, now))


def finish_sent(message: Message, *, at: datetime) -> bool:
    """Record that the server took the letter. False, and nothing changed, when the row has gone on without us."""
    return _in_one_commit((SENT, message, at))


def _in_one_commit(*moves: tuple[str, Message, datetime]) -> bool:
    """Run these statements, whether or not each finds its row; True when the last one did.

    They are what every letter costs: put together by the ORM they take as long as the mail server. PostgreSQL takes several
    at once, as one transaction.
    """
    if len(moves) == 1 or connection.vendor == "postgresql":
        return _run(moves)
    with transaction.atomic():
        return [_run([move]) for move in moves][-1]


def _run(moves: Sequence[tuple[str, Message, datetime]]) -> bool:
    values: list[Any] = []
    for _statement, message, at in moves:
        key = _PK.get_db_prep_value(message.pk, connection)
        values += [connection.ops.adapt_datetimefield_value(at), key, message.attempt]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statement for statement, *_values in moves), values)
        return bool(cursor.rowcount)


def finish(
    message: Message, *, state: State, next_at: datetime | None = None, **values: object
) -> bool:
    """Record how an attempt ended. False, and nothing changed, when the row has gone on without us."""
    held = Message.objects.filter(pk=message.pk, state=State.SENDING, attempt=message.attempt)
    return bool(held.update(state=state, next_at=next_at, **{**IDLE, **values}))


def finish_unwanted(message: Message) -> bool:
    """End a claimed letter that its guard no longer wants; one that may have left before stays uncertain."""
    if message.unsure_at:
        return finish(message, state=State.UNSURE)
    return finish(message, state=State.CANCELLED, reason=Reason.UNWANTED)


def finish_unsure(message: Message, *, now: datetime, detail: str) -> bool:
    """The dot was sent and nothing came back: once more later, as the same letter, and never a third time."""
    if message.unsure_at:
        return finish(message, state=State.FAILED, reason=Reason.UNKNOWN, detail=detail)
    again = now + timedelta(seconds=settings.OUTBOX_UNSURE_SECONDS)
    return finish(
        message,
        state=State.UNSURE,
        next_at=again,
        unsure_at=now,
        reason=Reason.UNKNOWN,
        detail=detail,
    )


def try_again(message: Message, *, now: datetime, reason: Reason, detail: str) -> bool:
    """Back to where the row was, with the next pause of the plan: surely nothing has left in this attempt."""
    tries = message.tries + 1
    return finish(
        message,
        state=State.UNSURE if message.unsure_at else State.QUEUED,
        next_at=retry_at(tries, now=now),
        tries=tries,
        handed_at=None,
        reason=reason,
        detail=detail,
    )


def retry_at(tries: int, *, now: datetime) -> datetime:
    """When to try again after `tries` failed attempts: 1, 5, 15, 60, 180, 360 minutes, then every six hours.

    Give or take a fifth, so that a thousand letters do not come back at once.
    """
    plan = settings.OUTBOX_RETRY_SECONDS
    pause = plan[tries - 1] if tries <= len(plan) else settings.OUTBOX_RETRY_LATER_SECONDS
    return now + timedelta(seconds=pause * _jitter.uniform(0.8, 1.2))


def release_leases(*, now: datetime) -> int:
    """Take back what a worker claimed and did not finish in its lease; returns how many rows.

    Not handed over: it has not left and is due at once. Handed over: uncertain, and a second time uncertain is failed.
    """
    over = Message.objects.held().filter(lease_until__lte=now)
    return _end(over, lambda ours: _released(ours, now)) if over.exists() else 0


def _released(over: MessageQuerySet, now: datetime) -> int:
    kept, handed = over.filter(handed_at__isnull=True), over.filter(handed_at__isnull=False)
    return (
        kept.filter(unsure_at__isnull=True).update(state=State.QUEUED, next_at=now, **IDLE)
        + kept.filter(unsure_at__isnull=False).update(state=State.UNSURE, next_at=now, **IDLE)
        + handed.filter(unsure_at__isnull=False).update(
            state=State.FAILED, reason=Reason.UNKNOWN, next_at=None, **IDLE
        )
        + handed.filter(unsure_at__isnull=True).update(
            state=State.UNSURE,
            reason=Reason.UNKNOWN,
            unsure_at=now,
            next_at=now + timedelta(seconds=settings.OUTBOX_UNSURE_SECONDS),
            **IDLE,
        )
    )


def expire_late(*, now: datetime) -> int:
    """End what is past its deadline: waiting letters expire, uncertain ones stay so but are not sent again."""
    late = Message.objects.filter(deadline__lte=now, next_at__isnull=False)
    return _end(late, _expired) if late.exists() else 0


def _expired(late: MessageQuerySet) -> int:
    late.filter(state=State.UNSURE).update(next_at=None)
    return late.filter(state=State.QUEUED).update(
        state=State.EXPIRED, next_at=None, reason=Reason.LATE
    )


@transaction.atomic
def _end(rows: MessageQuerySet, move: Callable[[MessageQuerySet], int]) -> int:
    """Move those of the rows that nobody else is changing; the others have their turn with the next tick.

    Waiting for them, with some held already, could make a click that takes back the same letters wait for ever.
    """
    ours = rows.select_for_update(skip_locked=True).values_list("pk", flat=True)
    return move(rows.filter(pk__in=list(ours)))


def keep_back(*, now: datetime, written_before: datetime) -> int:
    """Send nothing more of what was written before a moment and waits: in data put back from a backup it may have left.

    The letters are uncertain from now on; a person sees them and decides whether to send each again.
    """
    waiting = Message.objects.filter(next_at__isnull=False, created_at__lte=written_before)
    return waiting.update(
        state=State.UNSURE,
        reason=Reason.RESTORED,
        unsure_at=Coalesce("unsure_at", now),
        next_at=None,
        **IDLE,
    )
