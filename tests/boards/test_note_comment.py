"""Commenting on a note."""

import uuid

import pytest

from boards.models import Comment, Note
from tests.boards.cases import HTMX, act, board_url


def data(note: Note, text: str, **more: str) -> dict[str, str]:
    values = {"text": text, **more}
    return {f"comment-{note.pk}-{name}": value for name, value in values.items()}


def test_comment(client_of, board, note, petri):
    answer = act(client_of(petri), "note-comment", note, data(note, "Hyvä"))
    assert answer["Location"] == f"{board_url(board)}?talk={note.pk}#note-{note.pk}"
    assert (Comment.objects.get().text, Comment.objects.get().author) == ("Hyvä", petri)
    page = client_of(petri).get(answer["Location"]).content.decode()
    assert ('<details class="talkbox" open' in page, "Petri Pelto" in page) == (True, True)


def test_htmx(client_of, note, petri):
    page = act(client_of(petri), "note-comment", note, data(note, "Hyvä"), **HTMX).content.decode()
    assert ("<html" in page, "Hyvä" in page, 'talkbox" open' in page) == (False, True, True)


def test_twice_with_the_same_id_is_once(client_of, note, petri):
    mark = str(uuid.uuid4())
    for _again in range(2):
        act(client_of(petri), "note-comment", note, data(note, "Hyvä", client_id=mark))
    assert Comment.objects.count() == 1


def test_anonymous(client_of, note, petri):
    act(client_of(petri), "note-comment", note, data(note, "Hyvä", is_anonymous="on"))
    comment = Comment.objects.get()
    assert (comment.author, comment.is_anonymous) == (None, True)


@pytest.mark.parametrize(
    ("text", "words"), [(" ", "Kirjoita ensin kommentti."), ("x" * 1001, "1000")]
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_input(client_of, note, petri, text, words, headers):
    answer = act(client_of(petri), "note-comment", note, data(note, text), **headers)
    page = answer.content.decode()
    assert (answer.status_code, words in page, text.strip() in page) == (400, True, True)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(("role", "status"), [("outi", 303), ("ulla", 404), ("zaida", 404)])
def test_who_may(client_of, cast, note, role, status):
    answer = act(client_of(getattr(cast, role)), "note-comment", note, data(note, "Hei"))
    assert answer.status_code == status


def test_frozen(client_of, frozen, note, petri):
    answer = act(client_of(petri), "note-comment", note, data(note, "Myöhässä"))
    assert (answer.status_code, "Myöhässä" in answer.content.decode()) == (403, True)
