"""The board's page."""

import datetime as dt

import pytest
from django.urls import reverse

from boards.models import Board, Note
from clubs.models import Member
from meetings.models import Meeting
from tests import factories
from tests.boards.cases import board_url


def test_shows_sections_notes_and_composer(client_of, board, note, nameless, petri):
    page = client_of(petri).get(board_url(board)).content.decode()
    for word in (
        "Tavoitteet",
        "Ideat",
        "Sovitut asiat",
        "Kysymykset",
        "Luotsin vartti",
        "Aino Aalto",
    ):
        assert word in page
    assert page.count('id="composer"') == 1
    assert page.count("<h1") == 1


def test_menu_only_for_author_and_facilitator(client_of, board, note, nameless, aino, petri, outi):
    counts = {
        who: client_of(who).get(board_url(board)).content.decode().count('name="note-menu"')
        for who in (aino, petri, outi)
    }
    assert counts == {aino: 1, petri: 0, outi: 2}


@pytest.mark.parametrize(
    ("role", "status"),
    [("aino", 200), ("leena", 200), ("outi", 200), ("ulla", 404), ("eero", 404), ("zaida", 404)],
)
def test_who_may_read(client_of, cast, role, status):
    factories.make_board(cast.meeting)
    page = client_of(getattr(cast, role)).get(reverse("boards:board", args=[cast.meeting.pk]))
    assert page.status_code == status


def test_light_session_reads_this_board_only(link_client, board, invited, petri, season):
    other = factories.make_board(factories.make_meeting(season, days=50))
    client = link_client(invited.invitees.get(member=petri))
    assert client.get(board_url(board)).status_code == 200
    assert client.get(board_url(other)).status_code == 404


def test_stranger_is_not_told(client, board):
    answer = client.get(board_url(board))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_meeting_without_a_board_shows_it_empty_and_writes_nothing(client_of, invited, aino):
    page = client_of(aino).get(reverse("boards:board", args=[invited.pk])).content.decode()
    assert page.count('class="empty"') == 4
    assert Board.objects.count() == 0


def test_order_by_supports(client_of, board, note, nameless, aino, petri):
    nameless.supports.create(member=petri)
    page = client_of(aino).get(board_url(board) + "?order=supported").content.decode()
    assert page.index("Ilman nimeä") < page.index("Luotsin vartti")
    page = client_of(aino).get(board_url(board) + "?order=nonsense").content.decode()
    assert page.index("Luotsin vartti") < page.index("Ilman nimeä")


def test_agreed_earlier_and_last_goals_stand_on_top(client_of, board, season, aino, petri):
    earlier = factories.make_meeting(season, days=-30, title="Aiempi")
    factories.make_note(factories.make_board(earlier), "Viime tavoite", "goal", author=aino)
    factories.make_agreed(earlier, "Kokeillaan yhdessä", aino)
    factories.make_agreed(earlier, "Jo tehty", state="done", settled_at=earlier.starts_at)
    page = client_of(aino).get(board_url(board)).content.decode()
    assert ("Viime tavoite" in page, "Kokeillaan yhdessä" in page, "Jo tehty" in page) == (
        True, True, False,
    )  # fmt: skip
    assert page.count('name="outcome"') == 3
    assert client_of(petri).get(board_url(board)).content.decode().count('name="outcome"') == 0


def test_frozen_board_is_read_only(client_of, frozen, note, aino):
    page = client_of(aino).get(board_url(frozen)).content.decode()
    assert "Taulu lukittiin" in page
    for control in ('id="composer"', 'name="is_supported"', "note-menu", "<textarea"):
        assert control not in page
    assert "Tähän ei jäänyt lappuja." in page
    assert "Jätä tähän se" not in page


def test_bad_parameters_are_ignored(client_of, board, note, aino):
    for query in ("?ask=x", "?undo=x", "?talk=x", f"?undo={note.pk}", f"?ask={board.pk}"):
        assert client_of(aino).get(board_url(board) + query).status_code == 200


def test_post_is_refused(client_of, board, aino):
    assert client_of(aino).post(board_url(board)).status_code == 405


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow(
    client_of, django_assert_num_queries, board, season, club, aino, number
):
    members: list[Member] = factories.make_members(club, number)
    earlier: Meeting = factories.make_meeting(season, days=-30)
    for member in members:
        written: Note = factories.make_note(board, f"Lappu {member}", author=member)
        written.supports.create(member=aino)
        factories.make_comment(written, author=member)
        thing = factories.make_agreed(board.meeting, f"Sovittu {member}", member)
        factories.make_note(board, "", "agreed", author=member, state="agreed", agreed_thing=thing)
        factories.make_agreed(earlier, f"Aiempi {member}", member)
    client = client_of(aino)
    client.get(board_url(board))
    with django_assert_num_queries(14):
        client.get(board_url(board))


def test_during_the_meeting_the_agenda_presets_the_section(client_of, board, aino, travel):
    factories.make_agenda_item(board.meeting, "Keskustelu ryhmissä", 60, kind="discussion")
    factories.make_agenda_item(board.meeting, "Ideoista sovittuihin", 30, kind="decisions")
    for minutes, title, value in ((10, "Keskustelu ryhmissä", "idea"), (70, "Ideoista", "agreed")):
        travel(board.meeting.starts_at + dt.timedelta(minutes=minutes))
        page = client_of(aino).get(board_url(board)).content.decode()
        assert f"Nyt: {title}" in page
        assert f'value="{value}" checked' in page
