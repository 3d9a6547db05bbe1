"""Notes that become things agreed, and what a meeting says of those agreed earlier.

A thing agreed belongs to its meeting; these verbs call the services of ``meetings`` for it.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from boards.models import Board, Note, Review, Section
from boards.services.board import lock, put_on_top
from clubs.models import Member
from meetings.models import AgreedThing, Meeting
from meetings.services.agreed import agree, edit_agreed, settle_agreed, withdraw_agreed


def make_thing(note: Note, meeting: Meeting, **terms: Any) -> AgreedThing:
    """Let the note's text become a thing agreed; the note itself is changed, not saved.

    Raises ``ValidationError`` for ``text`` when it is longer than a thing agreed may be.
    """
    thing = agree(meeting=meeting, text=note.text, **terms)
    note.agreed_thing, note.state, note.text, note.kept = thing, Note.State.AGREED, "", {}
    return thing


def make_thing_again(note: Note, meeting: Meeting) -> AgreedThing:
    """As ``make_thing``, with the owners and the date that it had when it was taken back."""
    due_on = note.kept.get("due_on")
    return make_thing(
        note,
        meeting,
        owners=_members(meeting, note.kept.get("owners", [])),
        is_for_everybody=note.kept.get("is_for_everybody", False),
        due_on=dt.date.fromisoformat(due_on) if due_on else None,
    )


def _members(meeting: Meeting, ids: Collection[str]) -> list[Member]:
    pks = [UUID(pk) for pk in ids]
    return list(Member.objects.active().filter(club=meeting.season.club_id, pk__in=pks))


def take_back(note: Note) -> None:
    """Give the note its text back and remove the thing agreed, keeping its owners and date aside."""
    thing = note.agreed_thing
    if thing is None:
        return
    note.kept = {
        "owners": [str(row.member_id) for row in thing.owner_rows.all()],
        "is_for_everybody": thing.is_for_everybody,
        "due_on": thing.due_on.isoformat() if thing.due_on else None,
    }
    note.text, note.agreed_thing, note.state = thing.text, None, Note.State.OPEN
    note.save(update_fields=["kept", "text", "agreed_thing", "state"])
    withdraw_agreed(agreed_thing=thing)


def edit_text(thing: AgreedThing, text: str) -> None:
    """Change the words of a thing agreed and nothing else."""
    edit_agreed(
        agreed_thing=thing,
        text=text,
        owners=list(thing.owners.all()),
        is_for_everybody=thing.is_for_everybody,
        due_on=thing.due_on,
    )


@transaction.atomic
def agree_note(
    *,
    note: Note,
    owners: Sequence[Member] = (),
    is_for_everybody: bool = False,
    due_on: dt.date | None = None,
    text: str | None = None,
) -> AgreedThing:
    """Make a note a thing agreed, or change who answers for it and until when.

    The note moves on top of the section of things agreed. ``text`` may shorten it on the way. On a
    closed board only what is agreed already can be changed: raises ``BoardFrozen`` for the rest,
    and ``ValidationError`` by field.
    """
    board = note.section.board
    if not (board.is_frozen and note.is_agreed):
        lock(board)
    note = Note.objects.select_related("agreed_thing", "section").get(pk=note.pk)
    words = note.shown_text if text is None else text.strip()
    if note.agreed_thing:
        edit_agreed(
            agreed_thing=note.agreed_thing,
            text=words,
            owners=owners,
            is_for_everybody=is_for_everybody,
            due_on=due_on,
        )
        return note.agreed_thing
    note.text = words
    thing = make_thing(
        note, board.meeting, owners=owners, is_for_everybody=is_for_everybody, due_on=due_on
    )
    note.section = board.sections.get(kind=Section.Kind.AGREED)
    note.version += 1
    note.full_clean()
    note.position = put_on_top(note.section)
    note.save()
    return thing


SETTLED = {
    Review.Outcome.DONE: AgreedThing.State.DONE,
    Review.Outcome.CONTINUES: AgreedThing.State.OPEN,
    Review.Outcome.DROPPED: AgreedThing.State.DROPPED,
}


@transaction.atomic
def review_agreed(*, board: Board, agreed_thing: AgreedThing, outcome: str) -> Review:
    """Say in this meeting what became of a thing agreed earlier. The last word holds.

    Raises ``BoardFrozen``, and ``ValidationError`` for another word or a thing of another club or of
    this very meeting.
    """
    lock(board)
    if outcome not in SETTLED:
        raise ValidationError({"outcome": _("Choose done, continues or dropped.")})
    source, here = agreed_thing.meeting, board.meeting
    if source.pk == here.pk or source.season.club_id != here.season.club_id:
        raise ValidationError({"agreed_thing": _("This was not agreed in an earlier meeting.")})
    settle_agreed(agreed_thing=agreed_thing, state=SETTLED[Review.Outcome(outcome)])
    review, _is_new = Review.objects.update_or_create(
        board=board, agreed_thing=agreed_thing, defaults={"outcome": outcome}
    )
    return review
