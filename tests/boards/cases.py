"""What the tests of boards share."""

from typing import Any

from django.test import Client
from django.urls import reverse

from boards.models import Board, Note, Section

HTMX = {"HX-Request": "true"}


def act(client: Client, name: str, note: Note, data: dict[str, Any] | None = None, **headers: Any):
    """POST to a note's address."""
    return client.post(reverse(f"boards:{name}", args=[note.pk]), data or {}, headers=headers)


def section(board: Board, kind: str) -> Section:
    """A section of a board."""
    return board.sections.get(kind=kind)


def texts(board: Board, kind: str) -> list[str]:
    """The texts of a section from top to bottom."""
    return [note.shown_text for note in section(board, kind).notes.present()]


def board_url(board: Board) -> str:
    """The board's address."""
    return reverse("boards:board", args=[board.meeting_id])
