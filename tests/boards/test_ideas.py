"""The idea bank."""

import pytest
from django.urls import reverse

from boards.services import agree_note
from tests import factories


def url(club, query: str = "") -> str:
    return reverse("boards:ideas", args=[club.pk]) + query


@pytest.fixture
def bank(board, note, nameless, season, aino, petri):
    """Two ideas here, one on an earlier board, a question, and one that was deleted."""
    earlier = factories.make_board(factories.make_meeting(season, days=-30, title="Aiempi kerta"))
    factories.make_note(earlier, "Muutospäiväkirja yhteiseen kansioon", author=petri)
    factories.make_note(board, "Kysymys luotseista", "question", author=aino)
    factories.make_note(board, "Poistettu idea", author=aino, deleted_at=board.created_at)
    note.supports.create(member=petri)


def test_ideas_of_all_boards_tell_where_they_were_raised(client_of, bank, club, aino):
    page = client_of(aino).get(url(club)).content.decode()
    for words in ("3 ideaa", "Luotsin vartti", "Aiempi kerta", "Nimettömänä", "1 kannattaja"):
        assert words in page
    assert ("Kysymys luotseista" in page, "Poistettu idea" in page) == (False, False)
    assert page.index("Luotsin vartti") < page.index("Muutospäiväkirja")


def test_an_agreed_idea_says_so(client_of, bank, note, club, aino, petri):
    agree_note(note=note, owners=[petri])
    page = client_of(aino).get(url(club)).content.decode()
    assert ("3 ideaa" in page, "pill--yes" in page) == (True, True)
    assert client_of(aino).get(url(club, "?q=luots")).content.decode().count("<li id=") == 1


@pytest.mark.parametrize(
    ("word", "found"),
    [("luots", 1), ("LUOTSIN", 1), ("vartti luot", 1), ("artti", 0), ("yhteis", 1), ("", 3)],
)
def test_search_by_the_beginning_of_words(client_of, bank, club, aino, word, found):
    page = client_of(aino).get(url(club, f"?q={word}")).content.decode()
    assert page.count('<li id="note-') == found


def test_search_that_finds_nothing_and_strange_words(client_of, bank, club, aino):
    assert "Missään ideassa" in client_of(aino).get(url(club, "?q=%22%3E%3Cb")).content.decode()
    for query in ("?q=%00", "?q=" + "x" * 101, "?page=x", "?page=99", "?q=%25"):
        assert client_of(aino).get(url(club, query)).status_code == 200


def test_empty(client_of, club, aino):
    assert "kertyvät ideat" in client_of(aino).get(url(club)).content.decode()


def test_pages_of_thirty(client_of, board, club, aino):
    for number in range(31):
        factories.make_note(board, f"Idea {number:02}", author=aino)
    client = client_of(aino)
    assert client.get(url(club)).content.decode().count('<li id="note-') == 30
    assert client.get(url(club, "?page=2")).content.decode().count('<li id="note-') == 1


@pytest.mark.parametrize(
    ("role", "status"), [("outi", 200), ("ulla", 404), ("eero", 404), ("zaida", 404)]
)
def test_who_may(client_of, cast, role, status):
    assert client_of(getattr(cast, role)).get(url(cast.club)).status_code == status


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow(client_of, django_assert_num_queries, board, club, aino, number):
    for member in factories.make_members(club, number):
        factories.make_note(board, f"Idea {member}", author=member)
    client = client_of(aino)
    client.get(url(club))
    with django_assert_num_queries(6):
        client.get(url(club))
