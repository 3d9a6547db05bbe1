"""Bringing a deleted note back."""

import pytest

from boards.services import delete_note
from tests.boards.cases import HTMX, act, board_url, texts


@pytest.fixture
def gone(note):
    return delete_note(note=note)


def test_restore(client_of, board, gone, aino):
    answer = act(client_of(aino), "note-restore", gone)
    assert answer["Location"] == f"{board_url(board)}#note-{gone.pk}"
    assert texts(board, "idea") == ["Luotsin vartti"]
    assert act(client_of(aino), "note-restore", gone).status_code == 404


def test_htmx(client_of, gone, aino):
    page = act(client_of(aino), "note-restore", gone, **HTMX).content.decode()
    assert ("<html" in page, "Luotsin vartti" in page) == (False, True)


@pytest.mark.parametrize(("role", "status"), [("petri", 403), ("outi", 303), ("ulla", 404)])
def test_who_may(client_of, cast, gone, role, status):
    assert act(client_of(getattr(cast, role)), "note-restore", gone).status_code == status


def test_frozen(client_of, gone, frozen, aino):
    assert act(client_of(aino), "note-restore", gone).status_code == 403
    assert texts(frozen, "idea") == []
