"""Opening a board, taking its lock, closing it and opening it again."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.services import record
from boards.models import Board, Section
from clubs.models import Member
from meetings.models import Meeting

FIXED = [Section.Kind.GOAL, Section.Kind.IDEA, Section.Kind.AGREED, Section.Kind.QUESTION]


class BoardFrozen(Exception):
    """The board has been closed: nothing is written on it any more."""

    def __init__(self, board: Board) -> None:
        super().__init__(str(board.pk))
        self.board = board


@transaction.atomic
def open_board(*, meeting: Meeting) -> Board:
    """The meeting's board with its four sections, made now unless it exists."""
    board, is_new = Board.objects.get_or_create(meeting=meeting)
    if is_new:
        Section.objects.bulk_create(
            [
                Section(board=board, kind=kind, position=position)
                for position, kind in enumerate(FIXED)
            ]
        )
    return board


def lock(board: Board) -> None:
    """Begin a write: count the change and hold the board's row until the transaction ends.

    It must be the first statement of each write. Raises ``BoardFrozen``.
    """
    open_rows = Board.objects.filter(frozen_at__isnull=True, meeting__cancelled_at__isnull=True)
    if not open_rows.filter(pk=board.pk).update(seq=F("seq") + 1):
        raise BoardFrozen(board)


def put_on_top(section: Section) -> int:
    """Make room for a note on top of a section; its position."""
    section.notes.update(position=F("position") + 1)
    return 0


@transaction.atomic
def freeze_board(*, board: Board, by: Member | None = None, waiting: int = 0) -> None:
    """Close the board for writing. Doing it twice changes nothing.

    ``by`` and ``waiting``, the number of earlier things agreed that nobody settled, go to the log.
    """
    rows = Board.objects.filter(pk=board.pk, frozen_at__isnull=True)
    if rows.update(seq=F("seq") + 1, frozen_at=timezone.now()) and by:
        record(
            actor=str(by.user_id or ""),
            action="board.freeze",
            club=str(board.meeting.season.club_id),
            object=str(board.meeting_id),
            detail=f"unsettled: {waiting}" if waiting else "",
        )
    board.refresh_from_db(fields=["seq", "frozen_at"])


@transaction.atomic
def unfreeze_board(*, board: Board) -> bool:
    """Open the board again; false when its memo has been sent, for then it stays closed."""
    unsent = Q(meeting__memo__isnull=True) | Q(meeting__memo__sent_at__isnull=True)
    rows = Board.objects.filter(unsent, pk=board.pk)
    is_open = bool(rows.update(seq=F("seq") + 1, frozen_at=None))
    board.refresh_from_db(fields=["seq", "frozen_at"])
    return is_open
