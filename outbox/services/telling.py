"""How far letters are, in words for lists."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from outbox.models import UNDELIVERED, WAITING, Message, State


@dataclass(frozen=True)
class Progress:
    """How many people's newest letter is where; `total` is the sum of the others."""

    total: int
    sent: int
    failed: int
    waiting: int
    unsure: int = 0

    @property
    def is_over(self) -> bool:
        return not self.waiting


@dataclass(frozen=True)
class MessageState:
    """One person's newest letter, for a list: where it is, in words, and why."""

    pk: uuid.UUID
    person: str
    kind: str
    state: str
    label: str | Promise
    explanation: str | Promise
    to_email: str
    at: datetime

    @property
    def is_failed(self) -> bool:
        return self.state in UNDELIVERED


def _newest(*, topic: str, kinds: Collection[str]) -> dict[tuple[str, str], Message]:
    """Each person's newest row of each kind, cancelled ones left out. One query."""
    rows = (
        Message.objects.filter(topic=topic, kind__in=kinds)
        .exclude(state=State.CANCELLED)
        .without_content()
        .order_by("created_at", "pk")
    )
    return {(row.person, row.kind): row for row in rows}


def progress(*, topic: str, kind: str) -> Progress:
    """How far the letters of one kind about one topic are. A resend takes the place of the letter it follows."""
    rows = _newest(topic=topic, kinds=[kind]).values()
    sent = sum(row.state == State.SENT for row in rows)
    failed = sum(row.state in UNDELIVERED for row in rows)
    waiting = sum(row.state in WAITING for row in rows)
    return Progress(
        total=len(rows),
        sent=sent,
        failed=failed,
        waiting=waiting,
        unsure=len(rows) - sent - failed - waiting,
    )


def states(*, topic: str, kinds: Collection[str]) -> dict[str, MessageState]:
    """By person: the state of the newest letter of these kinds about `topic`. One query however many there are."""
    newest: dict[str, Message] = {}
    for (person, _kind), row in _newest(topic=topic, kinds=kinds).items():
        if person not in newest or row.created_at >= newest[person].created_at:
            newest[person] = row
    return {person: as_state(row) for person, row in newest.items()}


def as_state(row: Message) -> MessageState:
    """What a list shows of one letter."""
    return MessageState(
        pk=row.pk,
        person=row.person,
        kind=row.kind,
        state=row.state,
        label=State(row.state).label,
        explanation=row.explanation,
        to_email=row.to_email,
        at=row.sent_at or row.handed_at or row.created_at,
    )


def left(*, topic: str, kinds: Collection[str]) -> set[str]:
    """The people to whom a letter of these kinds about `topic` has left, or may have: whoever must hear of a change."""
    return set(
        Message.objects.filter(topic=topic, kind__in=kinds).left().values_list("person", flat=True)
    )


def known_keys(keys: Iterable[str]) -> set[str]:
    """Those of the keys under which a letter was written, whatever became of it, unless it was taken back."""
    rows = Message.objects.filter(key__in=list(keys)).exclude(state=State.CANCELLED)
    return set(rows.values_list("key", flat=True))
