"""Writing letters and taking them back."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox import hints
from outbox.letters import Letter, as_message
from outbox.models import KEY_RELEASED, UNDELIVERED, Message, Reason, State
from outbox.suppression import suppressed
from outbox.writers import has_writer, write_anew

_log = structlog.get_logger(__name__)
LETTERS_MAX = 500
# Letters that a person may send anew.
MAY_RESEND = (*UNDELIVERED, State.UNSURE)


@transaction.atomic
def enqueue(*, letters: Iterable[Letter]) -> int:
    """Write the letters' rows in the caller's transaction and let the workers know on commit.

    Returns how many rows were new: a letter whose key is taken is passed over, so the same button twice or two ticks at
    once write one row. A letter to an address that bounced is written as failed. Raises ValidationError for more than 500
    letters in one action or a letter that is too long.
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
    rows = _with_dead_marked(rows)
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    hints.give_on_commit()
    return Message.objects.filter(pk__in=[row.pk for row in rows]).count()


def _with_dead_marked(rows: list[Message]) -> list[Message]:
    """The rows; those to addresses that bounced are failed from the start, unless their letter has been written before."""
    dead = suppressed({row.to_email for row in rows})
    if not dead:
        return rows
    keys = [row.key for row in rows if row.to_email in dead]
    # A failed row takes no key, so that the database would let it in beside the letter that bounced.
    held = set(
        Message.objects.filter(key__in=keys)
        .exclude(state__in=KEY_RELEASED)
        .values_list("key", flat=True)
    )
    for row in rows:
        if row.to_email in dead:
            row.state, row.reason, row.next_at = State.FAILED, Reason.SUPPRESSED, None
    return [row for row in rows if row.to_email not in dead or row.key not in held]


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
def cancel(
    *,
    topic: str,
    kinds: Collection[str] | None = None,
    person: str | None = None,
    people: Collection[str] | None = None,
) -> int:
    """Take back the letters of `topic` that have surely not left, of one person, of some `people` or of all; returns how many.

    Call it in the transaction that makes them stale. A letter that may have left stays uncertain, but is not sent again.
    """
    rows = Message.objects.filter(topic=topic)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if person is not None:
        rows = rows.filter(person=person)
    if people is not None:
        rows = rows.filter(person__in=people)
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


def move_person(*, scope: str, old: str, new: str) -> int:
    """Let a person's letters of ``scope`` belong to the one who they turned out to be; returns how many.

    Where the letters go, and whether they leave, does not change.
    """
    return Message.objects.filter(scope=scope, person=old).update(person=new)


def cancel_waiting(*, topic: str, kind: str, by: str) -> int:
    """Somebody stops one sending: what has surely not left is taken back; returns how many letters."""
    stopped = cancel(topic=topic, kinds=[kind])
    _log.info("outbox.stopped", kind=kind, topic=topic, count=stopped, by=by)
    return stopped


def written_anew(message_id: uuid.UUID, *, is_inert: bool, now: datetime) -> Letter | None:
    """The letter of a row with what is true now; None when it makes no sense any more or there is no such row.

    Inert: for somebody else's eyes, with no link that answers for the person.
    """
    message = Message.objects.without_content().filter(pk=message_id).first()
    return write_anew(message, is_inert=is_inert, now=now) if message else None


@transaction.atomic
def resend(*, message_id: uuid.UUID, by: str, now: datetime | None = None) -> Message:
    """Write a letter anew that did not get through, to the address that is known now; returns the new row.

    Raises Message.DoesNotExist, and ValidationError in plain words when the letter needs no resend, has been sent anew
    already, makes no sense any more, or would go to an address that bounced.
    """
    at = now or timezone.now()
    old = Message.objects.without_content().get(pk=message_id)
    if old.state not in MAY_RESEND:
        raise ValidationError(
            _("Only a letter that did not get through can be sent again."), code="no_need"
        )
    letter = write_anew(old, is_inert=False, now=at)
    if letter is None:
        raise ValidationError(
            _("The letter makes no sense any more.")
            if has_writer(old.kind)
            else _("Letters of this kind cannot be sent again."),
            code="no_sense",
        )
    if suppressed([letter.to_email]):
        raise ValidationError(Reason.SUPPRESSED.label, code="suppressed")
    # The second attempt that an uncertain letter would make by itself is this one now.
    held = Message.objects.filter(pk=old.pk, state=old.state).update(next_at=None)
    if not held or not enqueue(letters=[replace(letter, resend_of=old.pk)]):
        raise ValidationError(_("The letter has been sent again already."), code="resent")
    _log.info("outbox.resent", kind=old.kind, message=str(old.pk), by=by)
    return Message.objects.filter(resend_of=old).latest("created_at")
