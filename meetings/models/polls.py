"""A date poll: slots for a meeting, and who can make which."""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member, Season
from meetings.models.meeting import Meeting


class DatePoll(models.Model):
    """Slots offered for one meeting. ``meeting`` is the one to be moved, or, once a slot is chosen, the one that came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="date_polls")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="date_polls"
    )
    title = models.CharField(_("Title"), max_length=120, blank=True)
    length = models.PositiveSmallIntegerField(
        _("Length in minutes"),
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(600)],
    )
    answer_by = models.DateField(_("Answer by"))
    created_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=30) & Q(length__lte=600),
                name="meetings_datepoll_length_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.meeting or self.season)


class DateSlot(models.Model):
    """One moment that a poll offers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("Starts"))
    chosen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("time offered")
        verbose_name_plural = _("times offered")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "starts_at"],
                name="meetings_dateslot_once",
                violation_error_message=_("The same time is in the list twice."),
            ),
            models.UniqueConstraint(
                fields=["poll"],
                condition=Q(chosen_at__isnull=False),
                name="meetings_dateslot_one_chosen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> dt.datetime:
        """When a meeting of the poll's length would end."""
        return self.starts_at + dt.timedelta(minutes=self.poll.length)


class PollInvitee(models.Model):
    """A person who is asked in a poll. Raising ``generation`` revokes the links mailed so far."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="invitees")
    member = models.ForeignKey(Member, models.CASCADE, related_name="date_polls")
    generation = models.PositiveIntegerField(default=0, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["member__last_name", "member__first_name"]
        verbose_name = _("person asked in a date poll")
        verbose_name_plural = _("people asked in date polls")
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="meetings_pollinvitee_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.poll}"


class SlotAnswer(models.Model):
    """What a person said of a slot, as it was said. Append-only: the newest row of a person and slot stands."""

    class Value(models.TextChoices):
        WORKS = "works", _("works")
        NOT = "not", _("does not work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey(DateSlot, models.CASCADE, related_name="answers")
    invitee = models.ForeignKey(PollInvitee, models.CASCADE, related_name="answers")
    value = models.CharField(max_length=5, choices=Value.choices)
    # The save that it belongs to: all slots answered in one press have the same number.
    round = models.PositiveIntegerField()
    # The facilitator who recorded it for the person.
    given_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-round"]
        verbose_name = _("answer to a date poll")
        verbose_name_plural = _("answers to date polls")
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "invitee", "round"], name="meetings_slotanswer_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(value__in=["works", "not"]), name="meetings_slotanswer_value_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitee} {self.slot} {self.value}"
