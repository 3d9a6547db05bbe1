"""Writing on a board: notes, supports and comments.

Each verb takes the board's lock first and raises ``BoardFrozen`` where the board is closed.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from boards.models import Board, Comment, Note, Section, Support
from boards.services.agreed import edit_text, make_thing
from boards.services.board import lock, put_on_top
from clubs.models import Member


class StaleNote(Exception):
    """Somebody else changed the text meanwhile; ``note`` carries what stands there now."""

    def __init__(self, note: Note) -> None:
        super().__init__(str(note.pk))
        self.note = note


@transaction.atomic
def add_note(
    *,
    board: Board,
    section: Section,
    text: str,
    author: Member | None,
    is_anonymous: bool = False,
    link: str = "",
    client_id: UUID | None = None,
) -> Note:
    """Write a note on top of a section; in the section of things agreed it is agreed at once.

    The same ``client_id`` again gives the note that it made. An anonymous note keeps no author.
    Raises ``ValidationError`` by field.
    """
    lock(board)
    earlier = _made_before(board, client_id)
    if earlier is not None:
        return earlier
    note = Note(
        section=section,
        raised_as=section.kind,
        text=text.strip(),
        link=link,
        author=None if is_anonymous else author,
        is_anonymous=is_anonymous,
        client_id=_free(client_id),
    )
    if section.is_agreed:
        make_thing(note, board.meeting)
    note.full_clean()
    note.position = put_on_top(section)
    note.save()
    return note


def _made_before(board: Board, client_id: UUID | None) -> Note | None:
    if client_id is None:
        return None
    return Note.objects.filter(client_id=client_id, section__board=board).first()


def _free(client_id: UUID | None) -> UUID | None:
    """The id unless it is taken on another board, where it cannot have been made by chance."""
    is_taken = client_id and Note.objects.filter(client_id=client_id).exists()
    return None if is_taken else client_id


@transaction.atomic
def edit_note(*, note: Note, text: str, link: str, version: int) -> Note:
    """Change what a note says. ``version`` is the one the writer began from.

    Raises ``StaleNote`` when another text has been saved since, and ``ValidationError`` by field.
    Saving the same text twice is no conflict.
    """
    lock(note.section.board)
    fresh = Note.objects.select_related("agreed_thing", "section").get(pk=note.pk)
    if fresh.version != version:
        if (fresh.shown_text, fresh.link) == (text.strip(), link):
            return fresh
        raise StaleNote(fresh)
    fresh.link = link
    fresh.version += 1
    if fresh.agreed_thing:
        edit_text(fresh.agreed_thing, text.strip())
    else:
        fresh.text = text.strip()
    fresh.full_clean()
    fresh.save(update_fields=["text", "link", "version"])
    return fresh


@transaction.atomic
def support_note(*, note: Note, member: Member, is_supported: bool) -> None:
    """Support a note, or no longer. Doing it twice changes nothing."""
    lock(note.section.board)
    if is_supported:
        Support.objects.get_or_create(note=note, member=member)
    else:
        Support.objects.filter(note=note, member=member).delete()


@transaction.atomic
def delete_comment(*, comment: Comment, is_deleted: bool = True) -> None:
    """Take a comment off its note, or bring it back. Doing it twice changes nothing."""
    lock(comment.note.section.board)
    moment = timezone.now() if is_deleted else None
    Comment.objects.filter(pk=comment.pk, deleted_at__isnull=is_deleted).update(deleted_at=moment)


@transaction.atomic
def add_comment(
    *,
    note: Note,
    text: str,
    author: Member | None,
    is_anonymous: bool = False,
    client_id: UUID | None = None,
) -> Comment:
    """Comment on a note. The same ``client_id`` again gives the comment that it made.

    An anonymous comment keeps no author. Raises ``ValidationError`` by field.
    """
    lock(note.section.board)
    if client_id:
        earlier = Comment.objects.filter(client_id=client_id, note=note).first()
        if earlier is not None:
            return earlier
        if Comment.objects.filter(client_id=client_id).exists():
            client_id = None
    comment = Comment(
        note=note,
        text=text.strip(),
        author=None if is_anonymous else author,
        is_anonymous=is_anonymous,
        client_id=client_id,
    )
    comment.full_clean()
    comment.save()
    return comment
