"""Who did what and when. Append-only; no content, no tokens (kept 12 months)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One deed. Actor, club and object are plain keys, so that erasing a person erases no history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64)
    club = models.CharField(max_length=64, blank=True, db_index=True)
    object = models.CharField(max_length=100, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
