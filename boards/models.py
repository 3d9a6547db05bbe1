"""The club's wall: a board a meeting, its notes, and the memo that the frozen board becomes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models import WEB_LINK, AgreedThing, Meeting


class Board(models.Model):
    """The board of one meeting. ``seq`` grows with every change: the first statement of each write
    updates this row, which is the lock on SQLite and PostgreSQL alike.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="board")
    seq = models.PositiveBigIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


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
        constraints = [
            models.UniqueConstraint(
                fields=["board", "kind"],
                condition=~Q(kind="free"),
                name="boards_section_kind_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class Note(models.Model):
    """One note. An anonymous one has no author anywhere. When it is agreed, the text lives in the
    agreed thing alone.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        AGREED = "agreed", _("agreed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="notes")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(_("Note"), max_length=2000, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True, validators=[WEB_LINK])
    author = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    is_anonymous = models.BooleanField(_("Anonymously"), default=False)
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    agreed_thing = models.OneToOneField(
        AgreedThing, models.SET_NULL, null=True, blank=True, related_name="note"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(author__isnull=True),
                name="boards_note_anonymous_without_author",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_text[:60]

    @property
    def shown_text(self) -> str:
        """What stands on the note: its own text, or that of the thing agreed."""
        return self.agreed_thing.text if self.agreed_thing else self.text


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
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(author__isnull=True),
                name="boards_comment_anonymous_without_author",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Memo(models.Model):
    """The memo of a meeting, made from its frozen board and then edited by the facilitator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="memo")
    opening = models.TextField(_("To the readers"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return str(self.meeting)


class MemoSection(models.Model):
    """A part of a memo: one item on each line of ``text``. Things agreed are not repeated here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    memo = models.ForeignKey(Memo, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=8, choices=Section.Kind.choices)
    title = models.CharField(_("Title"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("Items"), max_length=20000, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def items(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]
