"""A board with a note, for the tests of its pages."""

import pytest
from django.utils import timezone

from boards.models import Board, Note
from clubs.models import Member
from meetings.models import Meeting
from tests import factories


@pytest.fixture
def board(invited: Meeting) -> Board:
    """The board of the invited meeting."""
    return factories.make_board(invited)


@pytest.fixture
def note(board: Board, aino: Member) -> Note:
    """Aino's idea."""
    return factories.make_note(board, "Luotsin vartti", author=aino)


@pytest.fixture
def nameless(board: Board) -> Note:
    """An idea that nobody signed."""
    return factories.make_note(board, "Ilman nimeä")


@pytest.fixture
def frozen(board: Board) -> Board:
    """The board once it has been closed."""
    board.frozen_at = timezone.now()
    board.save()
    return board
