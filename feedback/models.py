"""Surveys after a meeting and after a season, anonymous by construction.

Answer rows know their question, nothing else: no person, session, time or order. That somebody has
answered stands on the invitee's row, without a time.
"""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clubs.models import Club, Member, Season
from feedback.summary import LEAST, is_published
from meetings.models import CAME, COMING, Invitee, Meeting


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Which surveys are at which point of their life."""

    def open_at(self, now: dt.datetime) -> "SurveyQuerySet":
        """Surveys that take answers at ``now``."""
        return self.standing().filter(opens_at__lte=now, closes_at__gt=now, closed_at__isnull=True)

    def standing(self) -> "SurveyQuerySet":
        """All but those of a meeting that was called off."""
        return self.exclude(meeting__cancelled_at__isnull=False)

    def due_to_close(self, now: dt.datetime) -> "SurveyQuerySet":
        """Surveys whose time is over and whose results are not settled yet."""
        return self.filter(closes_at__lte=now, closed_at__isnull=True)

    def published(self) -> "SurveyQuerySet":
        """Surveys whose results may be shown: closed, with enough answers."""
        return self.filter(closed_at__isnull=False, answered_count__gte=LEAST)


class Survey(models.Model):
    """The feedback of one meeting, or of one season.

    Open from ``opens_at`` until ``closes_at``; ``closed_at`` is when its answers were shuffled. The counts are taken
    then and never again, so that what is shown does not change when somebody leaves.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("feedback", "coming")
        OPEN = "open", pgettext_lazy("feedback", "open")
        OVER = "over", pgettext_lazy("feedback", "closing")
        PUBLISHED = "published", pgettext_lazy("feedback", "closed")
        TOO_FEW = "too_few", pgettext_lazy("feedback", "closed, too few answers")

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
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_count = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    answered_count = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    is_shared = models.BooleanField(_("Show the results to members"), default=True)
    what_we_changed = models.TextField(_("What we changed"), max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["opens_at"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, season__isnull=True)
                | Q(meeting__isnull=True, season__isnull=False),
                name="feedback_survey_meeting_or_season",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="feedback_survey_closes_after_opening",
                violation_error_message=_("The closing day must be later than today."),
            ),
            models.CheckConstraint(
                condition=Q(answered_count__isnull=True) | Q(closed_at__isnull=False),
                name="feedback_survey_counted_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.meeting.display_title if self.meeting else str(self.season)

    def get_absolute_url(self) -> str:
        """The page where the survey stands, and later its results."""
        if self.meeting_id:
            return reverse("feedback:results", args=[self.meeting_id])
        return reverse("feedback:season-results", args=[self.season_id])

    @property
    def is_published(self) -> bool:
        """Whether its results may be shown to anybody."""
        return is_published(is_closed=self.closed_at is not None, answered=self.answered_count)

    def state_at(self, now: dt.datetime) -> "Survey.State":
        """Where its life stands at ``now``."""
        if self.closed_at is not None:
            return self.State.PUBLISHED if self.is_published else self.State.TOO_FEW
        if now < self.opens_at:
            return self.State.PLANNED
        return self.State.OPEN if now < self.closes_at else self.State.OVER


class Question(models.Model):
    """One question.

    A ``code`` names a question of the product, read in the reader's language; the club's own questions and aims carry
    their own ``text``.
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
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") | ~Q(text=""), name="feedback_question_says_something"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["scale", "text", "choice"]),
                name="feedback_question_kind_known",
            ),
            models.UniqueConstraint(
                fields=["survey", "position"], name="feedback_question_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.code


class SurveyInviteeQuerySet(models.QuerySet["SurveyInvitee"]):
    """Who of those who may answer is asked and counted."""

    def present(self) -> "SurveyInviteeQuerySet":
        """Those who were there; of a season's survey, everybody.

        There was who is ticked present or remote, or, where nothing is ticked, said that they come.
        """
        return self.filter(Q(survey__meeting__isnull=True) | Exists(_seats_of_those_present()))

    def counted(self) -> "SurveyInviteeQuerySet":
        """The whole against which answers are counted: those present, and whoever answered."""
        return self.filter(
            Q(has_answered=True)
            | Q(survey__meeting__isnull=True)
            | Exists(_seats_of_those_present())
        )


def _seats_of_those_present() -> models.QuerySet[Invitee]:
    return Invitee.objects.seated().filter(
        Q(attendance__in=CAME) | Q(attendance="", answer__in=COMING),
        meeting=OuterRef("survey__meeting"),
        member=OuterRef("member"),
    )


class SurveyInvitee(models.Model):
    """Who may answer once. No time stands here, so that no answer can be told by its moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitees")
    member = models.ForeignKey(Member, models.CASCADE, related_name="surveys")
    generation = models.PositiveIntegerField(default=0, editable=False)
    is_mailed = models.BooleanField(default=False, editable=False)
    has_answered = models.BooleanField(default=False)

    objects = SurveyInviteeQuerySet.as_manager()

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
        verbose_name = _("answer on a scale")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=1) & Q(value__lte=5), name="feedback_scaleanswer_in_scale"
            ),
        ]

    def __str__(self) -> str:
        # Lists of what a deletion takes along show this: the answer itself must not stand there.
        return str(self._meta.verbose_name)


class TextAnswer(models.Model):
    """One text given to one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="text_answers")
    text = models.TextField(max_length=2000)

    class Meta:
        verbose_name = _("answer in words")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_textanswer_says_something")
        ]

    def __str__(self) -> str:
        # As above.
        return str(self._meta.verbose_name)
