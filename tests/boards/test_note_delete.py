"""Deleting a note."""

import pytest

from audit.models import Entry
from boards.services import add_note
from meetings.models import AgreedThing
from tests.boards.cases import HTMX, act, board_url, texts


def test_delete_offers_to_undo(client_of, board, note, aino):
    client = client_of(aino)
    answer = act(client, "note-delete", note)
    assert answer["Location"] == f"{board_url(board)}?undo={note.pk}#wall"
    page = client.get(answer["Location"]).content.decode()
    assert ("Poistettu: Luotsin vartti" in page, page.count("Luotsin vartti")) == (True, 1)
    assert texts(board, "idea") == []


def test_htmx(client_of, note, aino):
    page = act(client_of(aino), "note-delete", note, **HTMX).content.decode()
    assert ("<html" in page, "Poistettu: Luotsin vartti" in page) == (False, True)


def test_twice_is_not_found(client_of, note, aino):
    act(client_of(aino), "note-delete", note)
    assert act(client_of(aino), "note-delete", note).status_code == 404


def test_thing_agreed_goes_with_it(client_of, board, aino):
    section = board.sections.get(kind="agreed")
    note = add_note(board=board, section=section, text="Sovitaan", author=aino)
    act(client_of(aino), "note-delete", note)
    assert AgreedThing.objects.count() == 0


def test_another_member_sees_no_undo(client_of, board, note, aino, petri):
    act(client_of(aino), "note-delete", note)
    page = client_of(petri).get(f"{board_url(board)}?undo={note.pk}").content.decode()
    assert "Luotsin vartti" not in page


@pytest.mark.parametrize(
    ("role", "status"), [("petri", 403), ("outi", 303), ("ulla", 404), ("eero", 404)]
)
def test_who_may(client_of, cast, note, role, status):
    assert act(client_of(getattr(cast, role)), "note-delete", note).status_code == status
    assert Entry.objects.filter(action="note.delete").count() == (1 if role == "outi" else 0)


def test_frozen(client_of, frozen, note, aino):
    assert act(client_of(aino), "note-delete", note).status_code == 403
    assert texts(frozen, "idea") == ["Luotsin vartti"]
