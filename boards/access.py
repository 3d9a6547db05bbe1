"""Which boards and notes a visitor may reach, and by which right.

Read and write: people of the club, and those who came to this meeting by a letter's link. A note is
changed by its author and by facilitators; an anonymous one has no author, so only by facilitators.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from boards.models import Board, Comment, Memo, Note
from clubs.access import Visitor, require_facilitator
from meetings import access
from meetings.access import facilitated_meeting_for, meeting_for
from meetings.models import AgreedThing, Meeting


def board_for(visitor: Visitor, pk: UUID) -> Board:
    """The board of the meeting ``pk``; an unsaved one (``is_unmade``) where nothing was written yet."""
    return _board_of(meeting_for(visitor, pk))


def facilitated_board_for(visitor: Visitor, pk: UUID) -> Board:
    """The board of the meeting ``pk``, for the facilitators of its club only."""
    return _board_of(facilitated_meeting_for(visitor, pk))


def _board_of(meeting: Meeting) -> Board:
    board = Board.objects.filter(meeting=meeting).first() or Board(meeting=meeting)
    board.meeting = meeting
    return board


def note_for(visitor: Visitor, pk: UUID, *, is_deleted: bool = False) -> Note:
    """A note on a board that the visitor may write on; ``is_deleted`` asks for one that was taken off."""
    note = (
        Note.objects.select_related("section__board", "author", "agreed_thing")
        .filter(pk=pk, deleted_at__isnull=not is_deleted)
        .first()
    )
    if note is None:
        raise Http404
    board = note.section.board
    board.meeting = meeting_for(visitor, board.meeting_id)
    return note


def edited_note_for(visitor: Visitor, pk: UUID, *, is_deleted: bool = False) -> Note:
    """A note that the visitor may change: its author, and facilitators."""
    note = note_for(visitor, pk, is_deleted=is_deleted)
    if not may_edit(visitor, note):
        raise PermissionDenied
    return note


def agreed_note_for(visitor: Visitor, pk: UUID) -> Note:
    """A note whose terms of agreement the visitor may set: also those who answer for it."""
    note = note_for(visitor, pk)
    if not (may_edit(visitor, note) or may_settle(visitor, note.agreed_thing)):
        raise PermissionDenied
    return note


def edited_comment_for(visitor: Visitor, pk: UUID) -> Comment:
    """A comment that the visitor may take off and bring back: its author, and facilitators."""
    comment = Comment.objects.filter(pk=pk).first()
    if comment is None:
        raise Http404
    comment.note = note_for(visitor, comment.note_id)
    if not may_edit(visitor, comment):
        raise PermissionDenied
    return comment


def may_edit(visitor: Visitor, note: Note | Comment) -> bool:
    """Whether the visitor wrote the note or comment under their name, or facilitates the club."""
    is_own = visitor.member is not None and note.author_id == visitor.member.pk
    return visitor.is_facilitator or is_own


def may_settle(visitor: Visitor, thing: AgreedThing | None) -> bool:
    """Whether the visitor, signed in, may say what became of a thing agreed (see ``meetings.access``)."""
    return thing is not None and visitor.user is not None and access.may_settle(visitor, thing)


def memo_for(visitor: Visitor, pk: UUID) -> tuple[Meeting, Memo | None]:
    """The meeting ``pk`` and its memo: members read it once it is sent, facilitators also the draft.

    For signed-in people of the club; a letter's link opens the board, not the memo.
    """
    meeting = meeting_for(visitor, pk)
    member = visitor.member
    if visitor.user is None or member is None or member.user_id != visitor.user.pk:
        raise Http404
    memo = Memo.objects.filter(meeting=meeting).first()
    if memo is None or not (memo.is_sent or visitor.is_facilitator):
        return meeting, None
    memo.meeting = meeting
    return meeting, memo


def edited_memo_for(visitor: Visitor, pk: UUID) -> Memo:
    """The memo of the meeting ``pk``, for the facilitators of its club only."""
    meeting, memo = memo_for(visitor, pk)
    require_facilitator(visitor)
    if memo is None:
        raise Http404
    memo.meeting = meeting
    return memo
