"""Moving a note."""

import pytest

from boards.models import Note
from meetings.models import AgreedThing
from tests import factories
from tests.boards.cases import HTMX, act, board_url, texts


def test_to_a_section(client_of, board, note, aino):
    answer = act(client_of(aino), "note-move", note, {"section": "question"})
    assert (answer.status_code, answer["Location"]) == (303, f"{board_url(board)}#note-{note.pk}")
    assert (texts(board, "idea"), texts(board, "question")) == ([], ["Luotsin vartti"])


def test_htmx_gets_the_wall_with_the_focus_on_the_note(client_of, board, note, aino):
    page = act(client_of(aino), "note-move", note, {"section": "goal"}, **HTMX).content.decode()
    assert ("<html" in page, 'id="wall"' in page, page.count("autofocus")) == (False, True, 1)
    assert texts(board, "goal") == ["Luotsin vartti"]


def test_up_and_down(client_of, board, note, nameless, aino):
    client = client_of(aino)
    act(client, "note-move", note, {"step": "down"})
    assert texts(board, "idea") == ["Ilman nimeä", "Luotsin vartti"]
    act(client, "note-move", note, {"step": "down"})
    assert texts(board, "idea") == ["Ilman nimeä", "Luotsin vartti"]
    act(client, "note-move", note, {"step": "up", "order": "supported"})
    assert texts(board, "idea") == ["Luotsin vartti", "Ilman nimeä"]


def test_below_another_note(client_of, board, note, aino):
    first = factories.make_note(board, "Ensin", "goal", author=aino)
    factories.make_note(board, "Toiseksi", "goal", author=aino)
    act(client_of(aino), "note-move", note, {"section": "goal", "after": str(first.pk)})
    assert texts(board, "goal") == ["Ensin", "Luotsin vartti", "Toiseksi"]


def test_into_agreed_and_out_again(client_of, board, note, aino):
    client = client_of(aino)
    answer = act(client, "note-move", note, {"section": "agreed"})
    assert answer["Location"] == f"{board_url(board)}?ask={note.pk}#note-{note.pk}"
    assert AgreedThing.objects.get().text == "Luotsin vartti"
    page = act(client, "note-move", note, {"section": "agreed"}, **HTMX).content.decode()
    assert "-due_on" not in page
    act(client, "note-move", note, {"section": "idea"})
    assert (AgreedThing.objects.count(), texts(board, "idea")) == (0, ["Luotsin vartti"])


def test_htmx_asks_who_and_when(client_of, note, aino):
    page = act(client_of(aino), "note-move", note, {"section": "agreed"}, **HTMX).content.decode()
    assert f'name="agree-{note.pk}-due_on"' in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_long_for_a_thing_agreed_asks_to_shorten(client_of, board, aino, headers):
    note: Note = factories.make_note(board, "x" * 600, author=aino)
    answer = act(client_of(aino), "note-move", note, {"section": "agreed"}, **headers)
    page = answer.content.decode()
    assert (answer.status_code, "Lyhennä" in page, "x" * 600 in page) == (400, True, True)
    assert (texts(board, "agreed"), AgreedThing.objects.count()) == ([], 0)


def test_nonsense_moves_nothing(client_of, board, note, aino):
    for data in ({}, {"section": "attic"}, {"step": "away"}, {"section": "goal", "after": "x"}):
        assert act(client_of(aino), "note-move", note, data).status_code == 303
    assert texts(board, "idea") == ["Luotsin vartti"]


@pytest.mark.parametrize(
    ("role", "status"), [("petri", 403), ("outi", 303), ("ulla", 404), ("zaida", 404)]
)
def test_who_may(client_of, cast, note, role, status):
    client = client_of(getattr(cast, role))
    assert act(client, "note-move", note, {"section": "goal"}).status_code == status


def test_frozen(client_of, frozen, note, aino):
    assert act(client_of(aino), "note-move", note, {"section": "goal"}).status_code == 403
    assert texts(frozen, "idea") == ["Luotsin vartti"]
