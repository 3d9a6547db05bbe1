"""Themes, meetings, and what is planned for one: agenda and pre-reading."""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member, Season, WorkGroup

WEB_LINK = URLValidator(
    schemes=["http", "https"], message=_("Write a link that begins with https://.")
)


class Theme(models.Model):
    """A theme of a club: a main theme, or one below it. A cross-cutting one shows on every meeting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    club = models.ForeignKey(Club, models.CASCADE, related_name="themes")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("Theme"), max_length=120)
    is_cross_cutting = models.BooleanField(_("Cross-cutting theme"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["club", "name"],
                name="meetings_theme_name_once",
                violation_error_message=_("The club already has a theme with this name."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="meetings_theme_not_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting.

    ``revision`` grows with every published change, ``time_revision`` when the time changed (answers then
    start anew), ``sequence`` is the calendar entry's (RFC 5545, 3.8.7.4). ``time_sequence`` is the SEQUENCE from which the
    present time holds: a calendar's reply to an earlier one answers another time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=120, blank=True)
    introduction = models.TextField(_("About the theme"), max_length=2000, blank=True)
    starts_at = models.DateTimeField(_("Starts"))
    length = models.PositiveSmallIntegerField(
        _("Length in minutes"),
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(600)],
    )
    place = models.CharField(_("Place"), max_length=120, blank=True)
    video_url = models.URLField(_("Video link"), max_length=500, blank=True, validators=[WEB_LINK])
    is_hybrid = models.BooleanField(_("One can join remotely"), default=False)
    personal_note = models.TextField(_("Personal note"), max_length=1000, blank=True)
    host_group = models.ForeignKey(
        WorkGroup, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    themes = models.ManyToManyField(Theme, through="MeetingTheme", related_name="meetings")
    revision = models.PositiveIntegerField(default=0, editable=False)
    time_revision = models.PositiveIntegerField(default=0, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    time_sequence = models.PositiveIntegerField(default=0, editable=False)
    # Why the newest change was made, or why the meeting was called off: the letters say it.
    change_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    # What comes instead of a meeting that was called off.
    instead = models.CharField(_("What comes instead"), max_length=300, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "number"], name="meetings_meeting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(length__gte=30) & Q(length__lte=600),
                name="meetings_meeting_length_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        """The title, or the number in words until there is one."""
        return self.title or _("Meeting %(number)s") % {"number": self.number}

    @property
    def ends_at(self) -> dt.datetime:
        """The planned end."""
        return self.starts_at + dt.timedelta(minutes=self.length)

    def is_ahead(self, now: dt.datetime) -> bool:
        """Whether it can still be answered at ``now``: it has not begun and was not called off."""
        return self.starts_at > now and self.cancelled_at is None

    def days_until(self, now: dt.datetime) -> int:
        """Local days from the day of ``now`` to the meeting's; negative once its day is over."""
        return (timezone.localdate(self.starts_at) - timezone.localdate(now)).days


class MeetingTheme(models.Model):
    """A theme of one meeting. Cross-cutting themes need no row: they are every meeting's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="theme_rows")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="meeting_rows")

    class Meta:
        verbose_name = _("theme of a meeting")
        verbose_name_plural = _("themes of meetings")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "theme"], name="meetings_meetingtheme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.theme}"


class AgendaItem(models.Model):
    """One part of a meeting. Its starting time follows from the minutes of those before it."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening")
        GROUP_FORMING = "group_forming", _("Group-forming")
        AGREED = "agreed", _("Things agreed last time")
        TALK = "talk", _("Opening talk")
        DISCUSSION = "discussion", _("Discussion")
        BREAK = "break", _("Break")
        DECISIONS = "decisions", _("From ideas to things agreed")
        CLOSING = "closing", _("Closing round")
        FEEDBACK = "feedback", _("Feedback")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.DISCUSSION)
    title = models.CharField(_("Agenda item"), max_length=120)
    minutes = models.PositiveSmallIntegerField(
        _("Minutes"), validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    note = models.CharField(_("Description"), max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=600),
                name="meetings_agendaitem_minutes_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.title


def file_path(_material: "Material", _name: str) -> str:
    """Where a file is kept: a random name that says nothing of it, outside of what is served."""
    return f"materials/{uuid.uuid4().hex}"


class Material(models.Model):
    """Something to read before a meeting: a link, or a file with the name that it came with."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        BLOG = "blog", _("blog post")
        PROJECT = "project", _("project output")
        GUIDE = "guide", _("guide")
        OTHER = "other", _("other material")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices, default=Kind.ARTICLE)
    title = models.CharField(_("Title"), max_length=200)
    url = models.URLField(_("Link"), max_length=500, blank=True, validators=[WEB_LINK])
    file = models.FileField(upload_to=file_path, blank=True)
    file_name = models.CharField(max_length=150, blank=True, editable=False)
    file_size = models.PositiveIntegerField(default=0, editable=False)
    minutes = models.PositiveSmallIntegerField(
        _("Reading time in minutes"), validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    note = models.CharField(_("Why to read it"), max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("pre-reading")
        verbose_name_plural = _("pre-readings")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=600),
                name="meetings_material_minutes_sane",
            ),
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="meetings_material_link_or_file",
                violation_error_message=_("Give a link or a file, one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReadMark(models.Model):
    """A person's own tick that something was read. Nobody else sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    material = models.ForeignKey(Material, models.CASCADE, related_name="read_marks")
    member = models.ForeignKey(Member, models.CASCADE, related_name="read_marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["material", "member"], name="meetings_readmark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.member}"
