"""Surveys after a meeting and after a season, anonymous by construction.

Answer rows know the survey and the question, nothing else: no person, session, time or order. That
somebody has answered stands on the invitee's row, without a time.
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member, Season
from meetings.models import Meeting


class Survey(models.Model):
    """The feedback of one meeting, or of one season. Open from ``opens_at`` until ``closes_at``;
    ``closed_at`` is when its answers were shuffled and its results published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    club = models.ForeignKey(Club, models.CASCADE, related_name="surveys")
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, null=True, blank=True, related_name="survey"
    )
    season = models.OneToOneField(
        Season, models.CASCADE, null=True, blank=True, related_name="survey"
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_shared = models.BooleanField(_("Show the results to members"), default=True)
    what_we_changed = models.TextField(_("What we changed"), max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, season__isnull=True)
                | Q(meeting__isnull=True, season__isnull=False),
                name="feedback_survey_meeting_or_season",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="feedback_survey_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting or self.season)


class Question(models.Model):
    """One question. A ``code`` names a question of the product, read in the reader's language; the
    club's own questions and aims carry their own ``text``.
    """

    class Kind(models.TextChoices):
        SCALE = "scale", _("Scale from 1 to 5")
        TEXT = "text", _("Open question")
        CHOICE = "choice", _("Yes, yes with changes, no")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=20, blank=True)
    text = models.CharField(_("Question"), max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") | ~Q(text=""), name="feedback_question_says_something"
            ),
            models.UniqueConstraint(
                fields=["survey", "position"], name="feedback_question_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.code


class SurveyInvitee(models.Model):
    """Who may answer once. No time stands here, so that no answer can be told by its moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitees")
    member = models.ForeignKey(Member, models.CASCADE, related_name="surveys")
    generation = models.PositiveIntegerField(default=0, editable=False)
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "member"], name="feedback_surveyinvitee_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.member}"


class ScaleAnswer(models.Model):
    """One number given to one question (1–5; for a choice 1 no, 2 yes with changes, 3 yes)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="scale_answers")
    value = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=1) & Q(value__lte=5), name="feedback_scaleanswer_in_scale"
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)


class TextAnswer(models.Model):
    """One text given to one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="text_answers")
    text = models.TextField(max_length=2000)

    def __str__(self) -> str:
        return self.text[:60]
