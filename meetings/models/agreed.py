"""Things agreed, which come back until they are settled."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models.meeting import Meeting


class AgreedThingQuerySet(models.QuerySet["AgreedThing"]):
    """Questions about things agreed."""

    def open(self) -> "AgreedThingQuerySet":
        """Things that are not settled yet."""
        return self.filter(state="open")

    def before(self, meeting: Meeting) -> "AgreedThingQuerySet":
        """What the club's earlier meetings agreed."""
        return self.filter(
            meeting__season__club=meeting.season.club_id, meeting__starts_at__lt=meeting.starts_at
        )

    def open_before(self, meeting: Meeting) -> "AgreedThingQuerySet":
        """What the club's earlier meetings agreed and is still open, with owners: two queries."""
        return self.open().before(meeting).prefetch_related("owners").in_order()

    def in_order(self) -> "AgreedThingQuerySet":
        """What is open first, by due date and then without one; after it what was settled, newest first."""
        return self.order_by(
            F("settled_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "created_at"
        )


class AgreedThing(models.Model):
    """Something that was agreed in a meeting and comes back until it is settled."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agreed_things")
    text = models.CharField(_("Thing agreed"), max_length=500)
    due_on = models.DateField(_("Due date"), null=True, blank=True)
    is_for_everybody = models.BooleanField(_("Everybody"), default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    owners = models.ManyToManyField(Member, through="AgreedOwner", related_name="agreed_things")

    objects = AgreedThingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("thing agreed")
        verbose_name_plural = _("things agreed")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | Q(state__in=["done", "dropped"], settled_at__isnull=False),
                name="meetings_agreedthing_settled_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AgreedOwner(models.Model):
    """Somebody in charge of a thing agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreed_thing = models.ForeignKey(AgreedThing, models.CASCADE, related_name="owner_rows")
    member = models.ForeignKey(Member, models.CASCADE, related_name="owned_rows")

    class Meta:
        verbose_name = _("person in charge")
        verbose_name_plural = _("people in charge")
        constraints = [
            models.UniqueConstraint(
                fields=["agreed_thing", "member"], name="meetings_agreedowner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreed_thing} {self.member}"
