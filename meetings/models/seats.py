"""Who is asked to a meeting or a season, what they answered, and which letters were moved or skipped."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member, Season
from meetings.models.meeting import Meeting


class AnswerValue(models.TextChoices):
    """What one can answer to an invitation."""

    YES = "yes", _("I'm coming")
    REMOTE = "remote", _("I'll join remotely")
    MAYBE = "maybe", _("Not sure yet")
    NO = "no", _("I can't come")

    @classmethod
    def offered(cls, *, is_hybrid: bool) -> "list[AnswerValue]":
        """What a meeting offers, in order; joining remotely only where it is possible."""
        return [value for value in cls if is_hybrid or value != cls.REMOTE]


# The answers of somebody who is coming.
COMING = (AnswerValue.YES, AnswerValue.REMOTE)


class InviteeQuerySet(models.QuerySet["Invitee"]):
    """Questions about the seats of meetings."""

    def seated(self) -> "InviteeQuerySet":
        """Seats whose person is still expected; those of the uninvited keep only their history."""
        return self.filter(uninvited_at__isnull=True)


class Invitee(models.Model):
    """A person's seat at one meeting.

    ``answer`` repeats the newest row of the answers' log, so that lists need one query; raising ``generation`` revokes
    the links mailed so far. ``sequence_sent`` and ``told_at`` are the SEQUENCE and DTSTAMP of the newest calendar entry
    written for this person; a letter sent again repeats both. ``told_starts_at``, ``told_length``, ``told_place`` and
    ``told_title`` are what the person knew before that letter: what a letter that left had said; no start means nothing.
    ``uninvited_at`` empties the seat (``seated``) and keeps its history. ``comment`` is what came with the person's calendar answer: another time proposed, or a line of text.
    """

    class Attendance(models.TextChoices):
        PRESENT = "present", _("present")
        REMOTE = "remote", _("remotely")
        ABSENT = "absent", _("absent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees")
    member = models.ForeignKey(Member, models.CASCADE, related_name="invitations")
    generation = models.PositiveIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence_sent = models.IntegerField(default=-1, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_length = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    told_place = models.CharField(max_length=120, blank=True, editable=False)
    told_title = models.CharField(max_length=120, blank=True, editable=False)
    uninvited_at = models.DateTimeField(null=True, blank=True, editable=False)
    comment = models.CharField(max_length=500, blank=True)
    commented_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.CharField(max_length=6, choices=AnswerValue.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    attendance = models.CharField(max_length=8, choices=Attendance.choices, blank=True)

    objects = InviteeQuerySet.as_manager()

    class Meta:
        ordering = ["member__last_name", "member__first_name"]
        verbose_name = _("invited person")
        verbose_name_plural = _("invited people")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_invitee_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=["yes", "remote", "maybe", "no"], answered_at__isnull=False),
                name="meetings_invitee_answer_dated",
            ),
            models.CheckConstraint(
                condition=Q(attendance__in=["", "present", "remote", "absent"]),
                name="meetings_invitee_attendance_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.meeting}"


# How the attendance of somebody who was there is noted.
CAME = (Invitee.Attendance.PRESENT, Invitee.Attendance.REMOTE)


class Answer(models.Model):
    """One answer as it was given. Append-only.

    ``sequence`` and ``stamp`` are the SEQUENCE and DTSTAMP of a calendar's reply (RFC 5546, 3.2.3): of two replies the
    one with the newer pair stands.
    """

    class Source(models.TextChoices):
        MAIL = "mail", _("from the mail")
        PAGE = "page", _("on the page")
        CALENDAR = "calendar", _("from the calendar")
        FACILITATOR = "facilitator", _("recorded by the facilitator")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="answers")
    value = models.CharField(max_length=6, choices=AnswerValue.choices)
    source = models.CharField(max_length=12, choices=Source.choices)
    greeting = models.CharField(_("A line to the hosts"), max_length=300, blank=True)
    time_revision = models.PositiveIntegerField(default=0)
    given_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)
    stamp = models.DateTimeField(null=True, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("answer to an invitation")
        verbose_name_plural = _("answers to invitations")

    def __str__(self) -> str:
        return f"{self.invitee} {self.value}"


class SeasonInvitation(models.Model):
    """A person's letter with all dates of a season; its link answers them on one page.

    Raising ``generation`` revokes the links mailed so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, models.CASCADE, related_name="season_invitations")
    generation = models.PositiveIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["member__last_name", "member__first_name"]
        verbose_name = _("season invitation")
        verbose_name_plural = _("season invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "member"], name="meetings_seasoninvitation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.season}"


class LetterPlan(models.Model):
    """What is to be remembered of a planned letter; the rest is computed. ``step`` is the name of a line of the cadence.

    A facilitator changed its moment or does not want it, or it could not leave in time (``expired_at``, so many people)
    because nothing ran.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="letter_plans")
    step = models.CharField(max_length=20)
    send_at = models.DateTimeField(null=True, blank=True)
    is_skipped = models.BooleanField(default=False)
    expired_at = models.DateTimeField(null=True, blank=True, editable=False)
    expired_count = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("change of a planned letter")
        verbose_name_plural = _("changes of planned letters")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "step"], name="meetings_letterplan_once"),
            models.CheckConstraint(
                condition=Q(is_skipped=True)
                | Q(send_at__isnull=False)
                | Q(expired_at__isnull=False),
                name="meetings_letterplan_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.step}"
