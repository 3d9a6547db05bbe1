"""The one way out that all letters share, and the addresses to which nothing is sent any more."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outbox.models.message import Reason


class PauseReason(models.TextChoices):
    """Why nothing leaves, in words for a facilitator, who cannot do anything about it but wait or tell somebody."""

    LOGIN = "login", _("The mail server does not accept our user name or password.")
    CONNECTION = "connection", _("The mail server has not been reached.")
    RESTORED = (
        "restored",
        _("The data was restored from a backup, and letters must not leave twice."),
    )
    OPERATOR = "operator", _("The administrator has paused the sending.")


class Channel(models.Model):
    """The way out: whether it is open, how it has gone lately, and how far the sending has come.

    There is one row. Its key names this database for the mark file (`outbox.markfile`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    is_only = models.BooleanField(default=True, editable=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=12, choices=PauseReason, blank=True)
    pause_detail = models.CharField(max_length=300, blank=True)
    paused_by = models.CharField(max_length=120, blank=True)
    # When a channel that is paused for its connection tries one letter by itself.
    probe_at = models.DateTimeField(null=True, blank=True)
    # Failures to connect since the last letter that was answered.
    failures = models.PositiveIntegerField(default=0)
    # The last moment at which this database is known to have sent, or to have been ready to.
    marked_at = models.DateTimeField(null=True, blank=True)
    # Where the number of letters a minute is limited: when the next one may leave.
    free_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channel")
        constraints = [
            models.UniqueConstraint(
                fields=["is_only"],
                name="outbox_channel_one_row",
                violation_error_message=_("There is one channel."),
            ),
            models.CheckConstraint(
                condition=Q(is_only=True),
                name="outbox_channel_is_only",
                violation_error_message=_("There is one channel."),
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, pause_reason="")
                | Q(paused_at__isnull=False, pause_reason__in=PauseReason.values),
                name="outbox_channel_pause_has_reason",
                violation_error_message=_("A pause needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"channel {self.pause_reason or 'open'}"

    @property
    def is_paused(self) -> bool:
        """Whether nothing leaves."""
        return self.paused_at is not None


class Suppression(models.Model):
    """An address from which mail came back. Nothing is sent to it until somebody says that it works again."""

    Reason: ClassVar[type[Reason]] = Reason

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # In lower case.
    address = models.EmailField(max_length=254)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("address that bounced")
        verbose_name_plural = _("addresses that bounced")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                name="outbox_suppression_one_per_address",
                violation_error_message=_("This address is listed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.reason}"
