"""Clubs, their people, seasons and the pairs that the lot made."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.names import sort_key

LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 numbers them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Club(models.Model):
    """A group of supervisors who meet, with the defaults of their meetings."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=75)
    organisation = models.CharField(_("Education provider"), max_length=120, blank=True)
    place = models.CharField(_("Place"), max_length=120)
    purpose = models.TextField(_("What the club is for"), max_length=1000, blank=True)
    starts_at = models.TimeField(_("Usual starting time"), default=dt.time(9, 0))
    length = models.PositiveSmallIntegerField(
        _("Length in minutes"),
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(600)],
    )
    holiday_weeks = models.JSONField(default=list, blank=True)
    # By the name of a line of the cadence, only what differs from the defaults: {"remind7": {"days": 5, "is_on": false}}.
    letter_timings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("club")
        verbose_name_plural = _("clubs")
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=30) & Q(length__lte=600), name="clubs_club_length_sane"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Aim(models.Model):
    """One aim of a club; the season survey asks how it was met."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    club = models.ForeignKey(Club, models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("Aim"), max_length=200)

    class Meta:
        ordering = ["position"]
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        constraints = [
            models.UniqueConstraint(fields=["club", "text"], name="clubs_aim_text_once"),
        ]

    def __str__(self) -> str:
        return self.text


class MemberQuerySet(models.QuerySet["Member"]):
    """The people of clubs, as other rows ask for them."""

    def active(self) -> "MemberQuerySet":
        """People who have not left."""
        return self.filter(left_at__isnull=True)

    def invited(self) -> "MemberQuerySet":
        """People whom a meeting invites: members who have not left. Facilitators host, they are not invited."""
        return self.active().filter(role=Member.Role.MEMBER)

    def facilitators(self) -> "MemberQuerySet":
        """Facilitators who have not left."""
        return self.active().filter(role=Member.Role.FACILITATOR)


class Member(models.Model):
    """A person in a club. The address belongs to the membership, never to the sign-in."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FACILITATOR = "facilitator", _("Facilitator")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    club = models.ForeignKey(Club, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
    )
    first_name = models.CharField(_("First name"), max_length=75)
    last_name = models.CharField(_("Last name"), max_length=75, blank=True)
    email = models.EmailField(_("E-mail address"))
    role = models.CharField(_("Role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    job_title = models.CharField(_("Job title"), max_length=120, blank=True)
    unit = models.CharField(_("Unit"), max_length=120, blank=True)
    language = models.CharField(
        _("Language of letters"), max_length=2, choices=settings.LANGUAGES, default="fi"
    )
    is_new_in_role = models.BooleanField(_("New in the role"), default=False)
    # The optional kinds of letters that this person does not want.
    muted_letters = models.JSONField(default=list, blank=True)
    generation = models.PositiveIntegerField(default=0, editable=False)
    joining_mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                "club",
                Lower("email"),
                name="clubs_member_email_once",
                violation_error_message=_("This address is already in the club."),
            ),
            models.UniqueConstraint(
                fields=["club", "user"],
                condition=Q(user__isnull=False),
                name="clubs_member_user_once",
            ),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGE_CODES), name="clubs_member_language_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["member", "facilitator"]), name="clubs_member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name as they are read."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def name_key(self) -> tuple[str, str]:
        """What lists of people are in the order of: last name, then first, by the Finnish alphabet."""
        return sort_key(self.last_name, self.first_name)

    @property
    def is_facilitator(self) -> bool:
        return self.role == self.Role.FACILITATOR

    @property
    def is_active(self) -> bool:
        return self.left_at is None

    @property
    def mail_language(self) -> str:
        """The language of this person's letters: their own choice once they have an account."""
        return self.user.language if self.user else self.language


class Season(models.Model):
    """A run of meetings: one season, or an academic year of two halves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    club = models.ForeignKey(Club, models.CASCADE, related_name="seasons")
    name = models.CharField(_("Name"), max_length=75)
    starts_on = models.DateField(_("First meeting"))
    weekday = models.PositiveSmallIntegerField(_("Weekday"), choices=Weekday.choices)
    starts_at = models.TimeField(_("Starting time"))
    every_weeks = models.PositiveSmallIntegerField(
        _("Weeks between meetings"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    # When the season's invitation left; from then on letters about its meetings may leave by themselves.
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When its planner was saved last; empty until then.
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_on"]
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        constraints = [
            models.UniqueConstraint(
                fields=["club", "name"],
                name="clubs_season_name_once",
                violation_error_message=_("The club already has a season with this name."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1) & Q(weekday__lte=7), name="clubs_season_weekday_iso"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Draw(models.Model):
    """One drawing of lots: its inputs, seed and outcome, so that anyone can have it repeated.

    ``inputs`` and ``outcome`` hold member ids (strings), never names:
    inputs ``{"members": [{"id", "is_new", "unit", "unavailable": [meeting id]}], "meetings": [{"id", "on"}],
    "past_pairs": [[id, id]], "locked": [[id, id]], "is_even": bool}``; outcome ``{"groups": [{"members": [id],
    "meetings": [id]}], "gave_way": [rule]}`` (method 1 kept ``"meeting": id | null``). One that waits to be confirmed has no
    ``published_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="draws")
    method = models.CharField(max_length=20)
    seed = models.CharField(max_length=64)
    inputs = models.JSONField()
    outcome = models.JSONField()
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    drawn_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-drawn_at"]
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [
            models.UniqueConstraint(
                fields=["season"],
                condition=Q(published_at__isnull=False, superseded_at__isnull=True),
                name="clubs_draw_one_published",
                violation_error_message=_("The season already has a confirmed draw."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(published_at__isnull=False),
                name="clubs_draw_superseded_after_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season} {self.seed[:8]}"


class WorkGroup(models.Model):
    """A work pair (or a group of three or more) that hosts one meeting of a season together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="groups")
    draw = models.ForeignKey(Draw, models.CASCADE, null=True, blank=True, related_name="groups")
    position = models.PositiveSmallIntegerField(default=0)
    is_locked = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("work pair")
        verbose_name_plural = _("work pairs")

    def __str__(self) -> str:
        return f"{self.season} {self.position}"


class WorkGroupMember(models.Model):
    """One person's place in a work group; a person is in one group of a season."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="places")
    season = models.ForeignKey(Season, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("place in a work pair")
        verbose_name_plural = _("places in work pairs")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "member"],
                name="clubs_workgroupmember_once_a_season",
                violation_error_message=_("Everybody is in one pair of a season."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)
