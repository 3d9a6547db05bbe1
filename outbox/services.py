"""The verbs of the outbox: write letters, take them back, tell how far they are.

Other apps import from here: `Letter`, `enqueue`, `cancel`, `register_guard`, `progress`, `states`, `left`, `send_now`
and `send_aside`.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from outbox import hints, lane, mime, smtp
from outbox.guards import register_guard
from outbox.letters import Letter, as_message, own_address
from outbox.models import KEY_RELEASED, UNDELIVERED, WAITING, Message, State
from outbox.rendering import render_account_letter

__all__ = [
    "Letter", "MessageState", "Progress", "cancel", "enqueue", "known_keys", "left", "progress", "register_guard",
    "send_account_letter", "send_aside", "send_now", "states",
]  # fmt: skip

_log = structlog.get_logger(__name__)
LETTERS_MAX = 500


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


@transaction.atomic
def enqueue(*, letters: Iterable[Letter]) -> int:
    """Write the letters' rows in the caller's transaction and let the workers know on commit.

    Returns how many rows were new: a letter whose key is taken is passed over, so the same button twice or two ticks at
    once write one row. Raises ValidationError for more than 500 letters in one action or a letter that is too long.
    """
    given = list(letters)
    if len(given) > LETTERS_MAX:
        raise ValidationError(
            _("One sending may have at most %(limit)s recipients; this one would have %(count)s.")
            % {"limit": LETTERS_MAX, "count": len(given)},
            code="too_many_letters",
        )
    now = timezone.now()
    keys = _resend_keys(given)
    rows = [as_message(letter, now=now, key=keys.get(letter.key, letter.key)) for letter in given]
    if not rows:
        return 0
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    hints.give_on_commit()
    return Message.objects.filter(pk__in=[row.pk for row in rows]).count()


def _resend_keys(letters: Collection[Letter]) -> dict[str, str]:
    """Keys for resends of rows that still hold theirs (sent, bounced, uncertain): one live resend for each such row."""
    resends = {letter.resend_of: letter.key for letter in letters if letter.resend_of}
    if not resends:
        return {}
    holding = (
        Message.objects.filter(pk__in=resends)
        .exclude(state__in=KEY_RELEASED)
        .values_list("pk", flat=True)
    )
    return {resends[pk]: f"{resends[pk]}:resend:{pk}" for pk in holding}


@transaction.atomic
def cancel(*, topic: str, kinds: Collection[str] | None = None, person: str | None = None) -> int:
    """Take back the letters of `topic` that have surely not left; returns how many.

    Call it in the transaction that makes them stale. A letter that may have left stays uncertain, but is not sent again.
    """
    rows = Message.objects.filter(topic=topic)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if person is not None:
        rows = rows.filter(person=person)
    rows.filter(
        Q(state=State.UNSURE) | Q(state=State.SENDING, handed_at__isnull=True),
        unsure_at__isnull=False,
    ).update(state=State.UNSURE, next_at=None, lease_until=None, claimed_by=None)
    return rows.not_left().update(
        state=State.CANCELLED,
        reason=Message.Reason.UNWANTED,
        next_at=None,
        lease_until=None,
        claimed_by=None,
    )


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
