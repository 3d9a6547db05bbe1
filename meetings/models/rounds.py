"""When the tick last looked at what is due."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CadenceRound(models.Model):
    """The one row that says until when all that fell due was looked at; what lies after it may have been missed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("look at what is due")
        verbose_name_plural = _("looks at what is due")
        constraints = [
            models.UniqueConstraint(fields=["number"], name="meetings_cadenceround_one"),
        ]

    def __str__(self) -> str:
        return self.seen_at.isoformat()
