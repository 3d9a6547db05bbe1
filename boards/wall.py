"""What a board shows to one visitor, gathered in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db.models import Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boards.access import may_edit, may_settle
from boards.models import Board, Comment, Note, NoteQuerySet, Review, Section
from boards.services.board import FIXED
from clubs.access import Visitor
from meetings.models import AgreedThing, Meeting

NEWEST, SUPPORTED = "newest", "supported"
ORDERS = (NEWEST, SUPPORTED)

# How a section looks, and what the composer calls one note of it.
LOOKS = {
    Section.Kind.GOAL: "goal",
    Section.Kind.IDEA: "idea",
    Section.Kind.AGREED: "agree",
    Section.Kind.QUESTION: "ask",
    Section.Kind.FREE: "ask",
}
ONE_OF: dict[str, str | Promise] = {
    Section.Kind.GOAL: _("Goal"),
    Section.Kind.IDEA: _("Idea"),
    Section.Kind.AGREED: _("Thing agreed"),
    Section.Kind.QUESTION: _("Question"),
}
EMPTY: dict[str, str | Promise] = {
    Section.Kind.GOAL: _("What do you want to reach together? Write the first goal."),
    Section.Kind.IDEA: _("Write the first idea. A rough one will do."),
    Section.Kind.AGREED: _("Move a note here when you agree on it, with a person and a date."),
    Section.Kind.QUESTION: _("Leave here what you could not settle today."),
    Section.Kind.FREE: _("No notes yet."),
}


@dataclass(frozen=True)
class Card:
    """A note as this visitor sees it; each comment with whether they may take it off."""

    note: Note
    may_edit: bool
    may_agree: bool
    comments: Sequence[tuple[Comment, bool]] = ()
    comment_id: UUID = field(default_factory=uuid4)

    @property
    def is_supported(self) -> bool:
        """Whether the visitor supports it."""
        return bool(getattr(self.note, "is_supported", False))


@dataclass(frozen=True)
class Column:
    """A section with its notes."""

    section: Section
    cards: Sequence[Card]

    @property
    def look(self) -> str:
        """The end of its style class."""
        return LOOKS[Section.Kind(self.section.kind)]

    @property
    def one(self) -> str | Promise:
        """What one note of it is called."""
        return self.section.title or ONE_OF.get(self.section.kind, str(self.section))

    @property
    def empty(self) -> str | Promise:
        """What stands there until the first note."""
        return EMPTY[self.section.kind]


@dataclass(frozen=True)
class Open:
    """A thing agreed earlier that waits for a word, or has got one on this board."""

    thing: AgreedThing
    review: Review | None
    may_settle: bool


def sections_of(board: Board) -> list[Section]:
    """The board's sections; those that it will have, where nothing has been written yet."""
    if board.is_unmade:
        return [Section(board=board, kind=kind, position=n) for n, kind in enumerate(FIXED)]
    sections = list(board.sections.all())
    for section in sections:
        section.board = board
    return sections


def notes_of(board: Board, visitor: Visitor) -> list[Note]:
    """The board's notes in their order, with all that a card shows. Three queries."""
    if board.is_unmade:
        return []
    notes = Note.objects.filter(section__board=board).present()
    return list(_whole(notes, visitor).order_by("section__position", "position", "-created_at"))


def _whole(notes: NoteQuerySet, visitor: Visitor) -> NoteQuerySet:
    comments = Comment.objects.filter(deleted_at__isnull=True).select_related("author")
    return (
        notes.with_counts()
        .with_support_of(visitor.member)
        .select_related("author", "agreed_thing")
        .prefetch_related(Prefetch("comments", comments), "agreed_thing__owners")
    )


def columns_of(board: Board, visitor: Visitor, order: str = NEWEST) -> list[Column]:
    """The board as columns, in the board's own order or the most supported first."""
    sections = sections_of(board)
    by_section: dict[UUID, list[Card]] = {section.pk: [] for section in sections}
    notes = notes_of(board, visitor)
    if order == SUPPORTED:
        notes.sort(key=lambda note: -note.support_count)
    for note in notes:
        by_section[note.section_id].append(card_of(note, visitor))
    return [Column(section=section, cards=by_section[section.pk]) for section in sections]


def card_of(note: Note, visitor: Visitor) -> Card:
    """A note with what the visitor may do to it; owners must be at hand."""
    edits = may_edit(visitor, note)
    return Card(
        note=note,
        may_edit=edits,
        may_agree=edits or may_settle(visitor, note.agreed_thing),
        comments=[(comment, may_edit(visitor, comment)) for comment in note.comments.all()],
    )


def column_of(section: Section, note: Note, visitor: Visitor) -> tuple[Column, Card]:
    """One note anew, in its column, for a fragment."""
    whole = _whole(Note.objects.filter(pk=note.pk), visitor).get()
    card = card_of(whole, visitor)
    return Column(section=section, cards=[card]), card


def open_things(board: Board, visitor: Visitor) -> list[Open]:
    """Things agreed in earlier meetings of the club that are open, and those settled on this board.

    Three queries.
    """
    meeting = board.meeting
    reviews = {} if board.is_unmade else {row.agreed_thing_id: row for row in board.reviews.all()}
    things = (
        AgreedThing.objects.before(meeting)
        .filter(Q(state=AgreedThing.State.OPEN) | Q(pk__in=list(reviews)))
        .select_related("meeting")
        .prefetch_related("owners")
        .order_by("meeting__starts_at", "created_at")
    )
    return [
        Open(
            thing=thing,
            review=reviews.get(thing.pk),
            may_settle=not board.is_frozen and may_settle(visitor, thing),
        )
        for thing in things
    ]


def last_goals(meeting: Meeting) -> list[Note]:
    """The goals of the club's board before this one, the most supported first. One query."""
    earlier = Board.objects.filter(
        meeting__season__club=meeting.season.club_id, meeting__starts_at__lt=meeting.starts_at
    ).order_by("-meeting__starts_at")
    goals = Note.objects.filter(
        section__kind=Section.Kind.GOAL, section__board=earlier.values("pk")[:1]
    )
    return list(goals.present().with_counts().most_supported())
