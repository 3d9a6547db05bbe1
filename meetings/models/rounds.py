"""When the tick last looked at what is due."""

import uuid

from django.db import models


class CadenceRound(models.Model):
    """The one row that says until when all that fell due was looked at; what lies after it may have been missed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="meetings_cadenceround_one"),
        ]

    def __str__(self) -> str:
        return self.seen_at.isoformat()
