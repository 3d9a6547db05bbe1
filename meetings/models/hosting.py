"""Hosting a meeting: who cannot on its date, what the pair has done, and turns that pairs swap."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models.meeting import Meeting


class HostAway(models.Model):
    """Somebody who cannot host on a meeting's date; the lot takes it into account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="hosts_away")
    member = models.ForeignKey(Member, models.CASCADE, related_name="away_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_hostaway_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.meeting}"


class HostTick(models.Model):
    """A task of the host pair that was ticked as done. A task without a row is still to do."""

    class Task(models.TextChoices):
        QUESTION = "question", _("Agree on the question")
        READING = "reading", _("Choose one or two readings")
        AGENDA = "agenda", _("Shape the agenda")
        ROOM = "room", _("See to the room and coffee")
        GROUP_FORMING = "group_forming", _("Plan the group-forming")
        INTRODUCTION = "introduction", _("Prepare the introduction")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="host_ticks")
    task = models.CharField(max_length=16, choices=Task.choices)
    ticked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    ticked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("host pair's task")
        verbose_name_plural = _("host pairs' tasks")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "task"], name="meetings_hosttick_once"),
            models.CheckConstraint(
                condition=Q(
                    task__in=[
                        *("question", "reading", "agenda", "room", "group_forming"),
                        "introduction",
                    ]
                ),
                name="meetings_hosttick_task_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.task}"


class TurnSwap(models.Model):
    """One pair asks another to swap host turns: ``offered`` is the asking pair's meeting, ``wanted`` the other's."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offered = models.ForeignKey(Meeting, models.CASCADE, related_name="swaps_offered")
    wanted = models.ForeignKey(Meeting, models.CASCADE, related_name="swaps_wanted")
    message = models.CharField(_("A line to the other pair"), max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("swap of host turns")
        verbose_name_plural = _("swaps of host turns")
        constraints = [
            models.CheckConstraint(
                condition=~Q(offered=F("wanted")),
                name="meetings_turnswap_two_meetings",
                violation_error_message=_("Choose another pair's meeting."),
            ),
            models.UniqueConstraint(
                fields=["offered"],
                condition=Q(state="open"),
                name="meetings_turnswap_one_open",
                violation_error_message=_("Your pair has already asked for a swap."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | Q(state__in=["accepted", "declined", "withdrawn"], answered_at__isnull=False),
                name="meetings_turnswap_answer_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offered} ↔ {self.wanted}"
