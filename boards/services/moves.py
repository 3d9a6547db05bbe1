"""Moving notes between and within sections, deleting them and bringing them back.

Order is an intent ("this note after that one"); positions are dealt here, under the board's lock.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from boards.models import Note, Section
from boards.services.agreed import make_thing_again, take_back
from boards.services.board import lock


def _locked(note: Note) -> Note:
    """The note as it stands now, once the board's lock is held."""
    lock(note.section.board)
    rows = Note.objects.select_related("agreed_thing", "section__board__meeting__season")
    return rows.get(pk=note.pk)


def _deal(notes: Sequence[Note]) -> None:
    for position, note in enumerate(notes):
        note.position = position
    Note.objects.bulk_update(notes, ["position"])


@transaction.atomic
def move_note(*, note: Note, section: Section, after: Note | None = None) -> Note:
    """Move a note into a section of its board, below ``after`` or on top.

    Into the section of things agreed it becomes one; out of it, the note gets its text back. Raises
    ``BoardFrozen``, and ``ValidationError`` for ``text`` when that is too long for a thing agreed.
    """
    fresh = _locked(note)
    if section.is_agreed and not fresh.is_agreed:
        make_thing_again(fresh, fresh.section.board.meeting)
        fresh.version += 1
    elif fresh.is_agreed and not section.is_agreed:
        take_back(fresh)
        fresh.version += 1
    fresh.section = section
    fresh.full_clean()
    fresh.save()
    others = list(section.notes.present().exclude(pk=fresh.pk))
    places = [other.pk for other in others]
    index = places.index(after.pk) + 1 if after and after.pk in places else 0
    _deal([*others[:index], fresh, *others[index:]])
    return fresh


@transaction.atomic
def shift_note(*, note: Note, step: int) -> Note:
    """Move a note up (``step`` -1) or down (+1) by one; at the end it stays. Raises ``BoardFrozen``."""
    fresh = _locked(note)
    notes = list(fresh.section.notes.present())
    places = [other.pk for other in notes]
    if fresh.pk not in places:
        return fresh
    index = places.index(fresh.pk)
    target = min(max(index + step, 0), len(notes) - 1)
    notes.insert(target, notes.pop(index))
    _deal(notes)
    return fresh


@transaction.atomic
def delete_note(*, note: Note) -> Note:
    """Take a note off the board; what it said stays until it is restored or the board goes.

    A thing agreed goes with it. Raises ``BoardFrozen``.
    """
    fresh = _locked(note)
    take_back(fresh)
    fresh.deleted_at = timezone.now()
    fresh.save(update_fields=["deleted_at"])
    return fresh


@transaction.atomic
def restore_note(*, note: Note) -> Note:
    """Bring a deleted note back to where it was. Doing it twice changes nothing. Raises ``BoardFrozen``."""
    fresh = _locked(note)
    if fresh.deleted_at is None:
        return fresh
    fresh.deleted_at = None
    if fresh.section.is_agreed:
        make_thing_again(fresh, fresh.section.board.meeting)
    fresh.full_clean()
    fresh.save()
    return fresh
