"""The club's wall: a board a meeting, its notes, and the memo that the frozen board becomes."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member
from meetings.models import WEB_LINK, AgreedThing, Meeting


class Board(models.Model):
    """The board of one meeting.

    ``seq`` grows with every change: the first statement of each write updates this row, which is
    the lock on SQLite and PostgreSQL alike.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="board")
    seq = models.PositiveBigIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_frozen(self) -> bool:
        """Whether the board has been closed, or its meeting called off: it is then read, not written."""
        return self.frozen_at is not None or self.meeting.cancelled_at is not None

    @property
    def is_unmade(self) -> bool:
        """Whether nothing has been written yet, so that no row exists."""
        return self._state.adding


class Section(models.Model):
    """A column of a board with a fixed meaning; its title may be renamed."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("Goals")
        IDEA = "idea", _("Ideas")
        AGREED = "agreed", _("Things agreed")
        QUESTION = "question", _("Questions")
        FREE = "free", _("Free section")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("section of a board")
        verbose_name_plural = _("sections of boards")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "kind"],
                condition=~Q(kind="free"),
                name="boards_section_kind_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def key(self) -> str:
        """What forms call the section: its meaning, or the id of a free one."""
        return str(self.pk) if self.kind == self.Kind.FREE else str(self.kind)

    @property
    def is_agreed(self) -> bool:
        """Whether notes in it are things agreed."""
        return self.kind == self.Kind.AGREED


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes as the pages want them."""

    def present(self) -> "NoteQuerySet":
        """Notes that have not been deleted."""
        return self.filter(deleted_at__isnull=True)

    def ideas_of(self, club: Club) -> "NoteQuerySet":
        """The club's ideas: what was written as one or stands among them. One that was agreed on stays one."""
        is_idea = Q(raised_as=Section.Kind.IDEA) | Q(section__kind=Section.Kind.IDEA)
        return self.filter(is_idea, section__board__meeting__season__club=club).present()

    def with_counts(self) -> "NoteQuerySet":
        """Each with ``support_count`` and ``comment_count``."""
        return self.annotate(
            support_count=_count(Support, "note"),
            comment_count=_count(Comment, "note", deleted_at__isnull=True),
        )

    def with_support_of(self, member: Member | None) -> "NoteQuerySet":
        """Each with ``is_supported``: whether this person supports it."""
        own = Support.objects.filter(note=OuterRef("pk"), member=member)
        return self.annotate(is_supported=Exists(own) if member else Value(False))

    def most_supported(self) -> "NoteQuerySet":
        """The most supported first, then as on the board. Needs ``with_counts``."""
        return self.order_by("-support_count", "position", "-created_at")

    def newest_meeting_first(self) -> "NoteQuerySet":
        """By meeting, and there the most supported first. Needs ``with_counts``."""
        return self.order_by("-section__board__meeting__starts_at", "-support_count", "-created_at")


def _count(model: type[models.Model], field: str, **conditions: Any) -> Any:
    rows: Any = model._default_manager.filter(**{field: OuterRef("pk")}, **conditions).order_by()
    counted = rows.values(field).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class Note(models.Model):
    """One note. An anonymous one has no author anywhere.

    When it is agreed, the text lives in the agreed thing alone. ``kept`` holds the owners and the
    date of a thing that was agreed and taken back, so that taking it back can be undone.
    ``raised_as`` is the section in which it was written, which the idea bank tells.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        AGREED = "agreed", _("agreed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="notes")
    raised_as = models.CharField(
        max_length=8, choices=Section.Kind.choices, default=Section.Kind.IDEA, editable=False
    )
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(_("Note"), max_length=2000, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True, validators=[WEB_LINK])
    author = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="notes")
    is_anonymous = models.BooleanField(_("Anonymously"), default=False)
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    agreed_thing = models.OneToOneField(
        AgreedThing, models.RESTRICT, null=True, blank=True, related_name="note"
    )
    kept = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NoteQuerySet.as_manager()

    # What ``with_counts`` and ``with_support_of`` add.
    support_count: int
    comment_count: int
    is_supported: bool

    class Meta:
        ordering = ["position", "-created_at"]
        verbose_name = _("note")
        verbose_name_plural = _("notes of boards")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(author__isnull=True),
                name="boards_note_anonymous_without_author",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", agreed_thing__isnull=False, text="")
                | (Q(state="open", agreed_thing__isnull=True) & ~Q(text="")),
                name="boards_note_text_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_text[:60]

    @property
    def shown_text(self) -> str:
        """What stands on the note: its own text, or that of the thing agreed."""
        return self.agreed_thing.text if self.agreed_thing else self.text

    @property
    def is_agreed(self) -> bool:
        """Whether the note has become a thing agreed."""
        return self.state == self.State.AGREED


class Support(models.Model):
    """Somebody supports a note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="supports")
    member = models.ForeignKey(Member, models.CASCADE, related_name="supports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "member"], name="boards_support_once"),
        ]

    def __str__(self) -> str:
        return f"{self.note} {self.member}"


class Comment(models.Model):
    """A comment on a note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    is_anonymous = models.BooleanField(_("Anonymously"), default=False)
    text = models.TextField(_("Comment"), max_length=1000)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments on notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(author__isnull=True),
                name="boards_comment_anonymous_without_author",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Review(models.Model):
    """What a meeting said of a thing agreed earlier: done, it continues, or dropped."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        CONTINUES = "continues", _("continues")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="reviews")
    agreed_thing = models.ForeignKey(AgreedThing, models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)

    class Meta:
        verbose_name = _("review of a thing agreed")
        verbose_name_plural = _("reviews of things agreed")
        constraints = [
            models.UniqueConstraint(fields=["board", "agreed_thing"], name="boards_review_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "continues", "dropped"]),
                name="boards_review_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreed_thing} {self.outcome}"


class Memo(models.Model):
    """The memo of a meeting, made from its frozen board and then edited by the facilitator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="memo")
    opening = models.TextField(_("To the readers"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("memo")
        verbose_name_plural = _("memos")

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_sent(self) -> bool:
        """Whether the memo has been mailed; members read it from then on."""
        return self.sent_at is not None


class MemoSection(models.Model):
    """A part of a memo: one item on each line of ``text``. Things agreed are not repeated here.

    ``made_text`` is what the board gave, so that freezing again brings only what is new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    memo = models.ForeignKey(Memo, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=8, choices=Section.Kind.choices)
    title = models.CharField(_("Title"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("Items"), max_length=20000, blank=True)
    made_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("part of a memo")
        verbose_name_plural = _("parts of memos")

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def items(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]
