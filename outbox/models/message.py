"""A letter's row. The row is the truth: the queue and the broker only make it fast.

One row is one person and one message. Its content is frozen when the row is made; afterwards only its state moves,
and only by the conditional updates of `delivery.py` and `services.py`.
"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a letter is. Two states may share a word: the reader needs four words, the sender eight states."""

    QUEUED = "queued", pgettext_lazy("letter state", "in the queue")
    SENDING = "sending", pgettext_lazy("letter state", "in the queue")
    SENT = "sent", pgettext_lazy("letter state", "sent")
    UNSURE = "unsure", pgettext_lazy("letter state", "uncertain")
    FAILED = "failed", pgettext_lazy("letter state", "not delivered")
    BOUNCED = "bounced", pgettext_lazy("letter state", "not delivered")
    EXPIRED = "expired", pgettext_lazy("letter state", "not delivered")
    CANCELLED = "cancelled", pgettext_lazy("letter state", "cancelled")


WAITING = (State.QUEUED, State.SENDING)
UNDELIVERED = (State.FAILED, State.BOUNCED, State.EXPIRED)
# These rows are over without having left: the same letter may be written anew under the same key.
KEY_RELEASED = (State.CANCELLED, State.FAILED, State.EXPIRED)


class Reason(models.TextChoices):
    """Why the last attempt ended as it did, in words for the person who has to do something about it."""

    NONE = "", ""
    ADDRESS = "address", _("The address does not exist.")
    FULL = "full", _("The recipient's mailbox is full.")
    BLOCKED = "blocked", _("The recipient's server refuses our mail.")
    REFUSED = "refused", _("The mail server refused the letter.")
    BUSY = "busy", _("The recipient's server asked us to try again later.")
    CONNECTION = "connection", _("The mail server could not be reached.")
    LATE = "late", _("The letter was no longer useful when it could have been sent.")
    UNKNOWN = (
        "unknown",
        _("The mail server did not say whether it took the letter. Ask the recipient."),
    )
    UNWANTED = "unwanted", _("The letter was no longer needed.")
    FAULT = "fault", _("The letter could not be put together. The error has been logged.")
    SUPPRESSED = (
        "suppressed",
        _("Mail to this address has come back. Correct the address, or say that it works again."),
    )
    RESTORED = (
        "restored",
        _(
            "The letter may have left before the data was restored from a backup. Ask the recipient."
        ),
    )
    DELAYED = (
        "delayed",
        _("The mail server took the letter, but the recipient's server has not taken it yet."),
    )


class MessageQuerySet(models.QuerySet["Message"]):
    """What may be asked of many letters at once."""

    def due(self, now: datetime) -> "MessageQuerySet":
        """Rows that may be claimed at `now`: waiting ones, and uncertain ones whose one second attempt has come."""
        return self.filter(
            state__in=(State.QUEUED, State.UNSURE), next_at__lte=now, deadline__gt=now
        )

    def live(self, now: datetime) -> "MessageQuerySet":
        """Rows of which something may have to be done at `now`: due, held by somebody, or too late. One small index."""
        return self.filter(Q(next_at__lte=now) | Q(deadline__lte=now), next_at__isnull=False)

    def held(self) -> "MessageQuerySet":
        """Rows that somebody has claimed."""
        return self.filter(state=State.SENDING, claimed_by__isnull=False)

    def not_left(self) -> "MessageQuerySet":
        """Rows of which surely nothing has left: they can still be taken back."""
        return self.filter(
            Q(state=State.QUEUED) | Q(state=State.SENDING, handed_at__isnull=True),
            unsure_at__isnull=True,
        )

    def left(self) -> "MessageQuerySet":
        """Rows that reached the mail server, or may have."""
        return self.filter(
            Q(state__in=(State.SENT, State.BOUNCED, State.UNSURE))
            | Q(handed_at__isnull=False)
            | Q(unsure_at__isnull=False)
        )

    def without_content(self) -> "MessageQuerySet":
        """For lists: everything but the heavy columns."""
        return self.defer("text", "html", "calendar", "headers")


class Message(models.Model):
    """One letter to one person, as it was written, and where it is now."""

    State: ClassVar[type[State]] = State
    Reason: ClassVar[type[Reason]] = Reason

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=250)
    kind = models.CharField(max_length=60)
    topic = models.CharField(max_length=100, blank=True)
    scope = models.CharField(max_length=100, blank=True)
    person = models.CharField(max_length=64, blank=True)
    resend_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="resends"
    )

    to_email = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.BinaryField(default=b"", blank=True)
    calendar_method = models.CharField(max_length=16, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=255)
    # Also the letter's Date header, so that a second attempt is the same letter byte for byte.
    created_at = models.DateTimeField()
    deadline = models.DateTimeField()
    is_wiped = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    # The fence: raised by every claim, so that a late worker's result matches no row.
    attempt = models.PositiveIntegerField(default=0)
    # Attempts that ended in a temporary failure; they choose the next pause.
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    unsure_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When a report said that the address is dead; a letter on which a server only gave up has none.
    bounced_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True, default=Reason.NONE)
    detail = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(state__in=["cancelled", "failed", "expired"]),
                name="outbox_message_one_per_key",
                violation_error_message=_("This letter has already been written."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="outbox_message_state_known",
                violation_error_message=_("The state of the letter is unknown."),
            ),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(next_at__isnull=False),
                name="outbox_message_queued_has_time",
                violation_error_message=_("A waiting letter needs a time."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
                name="outbox_message_sending_has_lease",
                violation_error_message=_("A letter being sent needs a lease."),
            ),
        ]
        indexes = [
            # Only rows that are under way: however many are stored, these two stay small.
            models.Index(
                fields=["next_at"],
                name="outbox_message_due",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(
                fields=["deadline"],
                name="outbox_message_late",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(fields=["key"], name="outbox_message_key"),
            models.Index(
                fields=["claimed_by"],
                name="outbox_message_claim",
                condition=Q(claimed_by__isnull=False),
            ),
            # Whole answers for lists: a letter's words make its row long, and these need not read it.
            models.Index(fields=["topic", "kind", "state", "person"], name="outbox_message_topic"),
            models.Index(fields=["scope", "state", "created_at"], name="outbox_message_failed"),
            models.Index(fields=["scope", "-created_at"], name="outbox_message_scope"),
            models.Index(fields=["is_wiped", "created_at"], name="outbox_message_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def is_maybe_double(self) -> bool:
        """Sent, but after an attempt whose end is not known: the person may have got it twice."""
        return self.state == State.SENT and self.unsure_at is not None

    @property
    def explanation(self) -> str | Promise:
        """The state in plain words: why it is so, or that "sent" means only that the server took it."""
        if self.state == State.SENT:
            if self.reason == Reason.DELAYED:
                return Reason.DELAYED.label
            return _("The mail server took the letter.")
        if self.state == State.UNSURE:
            return (Reason.RESTORED if self.reason == Reason.RESTORED else Reason.UNKNOWN).label
        return Reason(self.reason).label
