"""Editing a note."""

import pytest
from django.urls import reverse

from audit.models import Entry
from boards.models import Note
from boards.services import add_note
from tests.boards.cases import HTMX, act, board_url


def data(note: Note, text: str, version: int = 1, link: str = "") -> dict[str, object]:
    prefix = f"edit-{note.pk}"
    return {f"{prefix}-text": text, f"{prefix}-version": version, f"{prefix}-link": link}


def test_author_edits(client_of, board, note, aino):
    client = client_of(aino)
    page = client.get(reverse("boards:note-edit", args=[note.pk])).content.decode()
    assert "<html" in page
    assert "Luotsin vartti" in page
    answer = act(client, "note-edit", note, data(note, "Uusi sana", link="https://example.org/a"))
    assert (answer.status_code, answer["Location"]) == (303, f"{board_url(board)}#note-{note.pk}")
    note.refresh_from_db()
    assert (note.text, note.version, note.link) == ("Uusi sana", 2, "https://example.org/a")
    assert Entry.objects.filter(action="note.edit").count() == 0


def test_htmx_edits_in_place(client_of, note, aino):
    client = client_of(aino)
    form = client.get(reverse("boards:note-edit", args=[note.pk]), headers=HTMX).content.decode()
    assert ("<html" in form, f'id="note-{note.pk}"' in form) == (False, True)
    page = act(client, "note-edit", note, data(note, "Uusi sana"), **HTMX).content.decode()
    assert ("<html" in page, "Uusi sana" in page, "Tallennettu" in page) == (False, True, True)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_stale_version_shows_both_texts(client_of, note, aino, outi, headers):
    act(client_of(outi), "note-edit", note, data(note, "Outin sanat"))
    answer = act(client_of(aino), "note-edit", note, data(note, "Ainon sanat"), **headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Outin sanat" in page, "Ainon sanat" in page) == (True, True)
    assert 'value="2"' in page
    note.refresh_from_db()
    assert note.text == "Outin sanat"
    act(client_of(aino), "note-edit", note, data(note, "Ainon sanat", version=2))
    note.refresh_from_db()
    assert note.text == "Ainon sanat"


@pytest.mark.parametrize(
    ("text", "link", "words"),
    [
        ("", "", "Kirjoita lappuun jotain"),
        ("x" * 2001, "", "2000"),
        ("Hyvä", "javascript:alert(1)", "https://"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_input(client_of, note, aino, text, link, words, headers):
    answer = act(client_of(aino), "note-edit", note, data(note, text, link=link), **headers)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    note.refresh_from_db()
    assert note.version == 1


def test_facilitator_edits_anothers_note_and_it_is_logged(client_of, note, outi):
    assert act(client_of(outi), "note-edit", note, data(note, "Siistitty")).status_code == 303
    entry = Entry.objects.get(action="note.edit")
    assert (entry.action, entry.actor, entry.object) == (
        "note.edit",
        str(outi.user_id),
        str(note.pk),
    )


def test_agreed_note_edits_the_thing(client_of, board, aino):
    section = board.sections.get(kind="agreed")
    note = add_note(board=board, section=section, text="Sovitaan", author=aino)
    act(client_of(aino), "note-edit", note, data(note, "Sovitaan näin"))
    note.refresh_from_db()
    assert (note.text, note.agreed_thing.text) == ("", "Sovitaan näin")
    answer = act(client_of(aino), "note-edit", note, data(note, "x" * 501, version=2))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("role", "status"), [("petri", 403), ("leena", 403), ("ulla", 404), ("eero", 404)]
)
def test_others_may_not(client_of, cast, note, role, status):
    client = client_of(getattr(cast, role))
    assert client.get(reverse("boards:note-edit", args=[note.pk])).status_code == status
    assert act(client, "note-edit", note, data(note, "Ei")).status_code == status


def test_nobody_but_a_facilitator_edits_an_anonymous_note(client_of, nameless, aino, outi):
    assert act(client_of(aino), "note-edit", nameless, data(nameless, "Ei")).status_code == 403
    assert act(client_of(outi), "note-edit", nameless, data(nameless, "Joo")).status_code == 303


def test_frozen(client_of, frozen, note, aino):
    answer = act(client_of(aino), "note-edit", note, data(note, "Myöhässä"))
    assert answer.status_code == 403
    assert "Myöhässä" in answer.content.decode()
