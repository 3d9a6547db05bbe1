"""Letters that a facilitator writes in own words."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member
from meetings.models.meeting import Meeting


class FreeLetter(models.Model):
    """A facilitator's own letter to members: a draft until ``sent_at``.

    ``meeting`` is the one whose answers choose the readers; without one it goes to all.
    """

    class Audience(models.TextChoices):
        ALL = "all", _("All members")
        COMING = "coming", _("Those who are coming")
        SILENT = "silent", _("Those who have not answered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    club = models.ForeignKey(Club, models.CASCADE, related_name="free_letters")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")
    audience = models.CharField(
        _("To whom"), max_length=8, choices=Audience.choices, default=Audience.ALL
    )
    subject = models.CharField(_("Subject"), max_length=120)
    text = models.TextField(_("Text"), max_length=5000)
    written_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("facilitator's letter")
        verbose_name_plural = _("facilitators' letters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=["all", "coming", "silent"]),
                name="meetings_freeletter_audience_known",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
