"""The verbs of boards, gathered from the modules that hold them."""

from boards.services.agreed import agree_note, review_agreed
from boards.services.board import BoardFrozen, freeze_board, open_board, unfreeze_board
from boards.services.memo import (
    BoardOpen,
    MemoSent,
    StaleMemo,
    edit_memo,
    make_memo,
    send_memo,
)
from boards.services.moves import delete_note, move_note, restore_note, shift_note
from boards.services.notes import (
    StaleNote,
    add_comment,
    add_note,
    delete_comment,
    edit_note,
    support_note,
)

__all__ = [
    "BoardFrozen",
    "BoardOpen",
    "MemoSent",
    "StaleMemo",
    "StaleNote",
    "add_comment",
    "add_note",
    "agree_note",
    "delete_comment",
    "delete_note",
    "edit_memo",
    "edit_note",
    "freeze_board",
    "make_memo",
    "move_note",
    "open_board",
    "restore_note",
    "review_agreed",
    "send_memo",
    "shift_note",
    "support_note",
    "unfreeze_board",
]
