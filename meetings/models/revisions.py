"""What was saved of a meeting's parts, so that two editors lose nothing and a change can be undone."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models.meeting import Meeting


class Revision(models.Model):
    """A part of a meeting as it was saved once. Append-only; the greatest ``number`` is what stands; what it replaced is kept for a year.

    Who saves names what they began from (``services.revisions``); behind it the constraint lets one of two through.
    Number 0 keeps what stood before the first save. What a page saves by itself adds to that page's own newest.
    """

    class Part(models.TextChoices):
        DETAILS = "details", _("Details")
        AGENDA = "agenda", _("Agenda")
        MATERIALS = "materials", _("Pre-reading")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="revisions")
    part = models.CharField(max_length=9, choices=Part.choices)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("saved version")
        verbose_name_plural = _("saved versions")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "part", "number"], name="meetings_revision_number_once"
            ),
            models.CheckConstraint(
                condition=Q(part__in=["details", "agenda", "materials"]),
                name="meetings_revision_part_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.part} {self.number}"
