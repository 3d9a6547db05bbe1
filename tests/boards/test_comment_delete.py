"""Taking a comment off, and bringing it back."""

import pytest
from django.urls import reverse

from audit.models import Entry
from tests import factories
from tests.boards.cases import HTMX, board_url


@pytest.fixture
def comment(note, petri):
    return factories.make_comment(note, "Harkitsematon sana", author=petri)


def url(comment) -> str:
    return reverse("boards:comment-delete", args=[comment.pk])


def test_author_deletes_and_undoes(client_of, board, note, comment, petri):
    client = client_of(petri)
    for _again in range(2):
        answer = client.post(url(comment), {"is_deleted": "1"})
        assert answer["Location"] == (
            f"{board_url(board)}?talk={note.pk}&uncomment={comment.pk}#note-{note.pk}"
        )
    page = client.get(answer["Location"]).content.decode()
    assert ("Harkitsematon" in page, "Kommentti poistettiin." in page) == (False, True)
    client.post(url(comment), {"is_deleted": "0"})
    assert "Harkitsematon" in client.get(board_url(board)).content.decode()
    assert Entry.objects.filter(action="comment.delete").count() == 0


def test_htmx(client_of, comment, petri):
    page = client_of(petri).post(url(comment), {"is_deleted": "1"}, headers=HTMX).content.decode()
    assert ("<html" in page, "Harkitsematon" in page, "Kumoa" in page) == (False, False, True)
    page = client_of(petri).post(url(comment), {"is_deleted": "0"}, headers=HTMX).content.decode()
    assert "Harkitsematon" in page


def test_facilitators_deed_is_logged(client_of, comment, outi):
    assert client_of(outi).post(url(comment)).status_code == 303
    entry = Entry.objects.get(action="comment.delete")
    assert (entry.actor, entry.object) == (str(outi.user_id), str(comment.pk))


@pytest.mark.parametrize(
    ("role", "status"), [("aino", 403), ("outi", 303), ("ulla", 404), ("eero", 404)]
)
def test_who_may(client_of, cast, comment, role, status):
    assert client_of(getattr(cast, role)).post(url(comment)).status_code == status


def test_nobody_but_a_facilitator_takes_off_an_anonymous_one(client_of, note, petri, outi):
    nameless = factories.make_comment(note, "Ilman nimeä")
    assert client_of(petri).post(url(nameless)).status_code == 403
    assert client_of(outi).post(url(nameless)).status_code == 303


def test_others_see_no_undo(client_of, board, comment, petri, aino):
    client_of(petri).post(url(comment))
    page = client_of(aino).get(f"{board_url(board)}?uncomment={comment.pk}").content.decode()
    assert "Kommentti poistettiin." not in page


def test_frozen(client_of, comment, frozen, petri):
    assert client_of(petri).post(url(comment)).status_code == 403
    comment.refresh_from_db()
    assert comment.deleted_at is None
