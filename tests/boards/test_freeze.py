"""Closing a board."""

import pytest
from django.urls import reverse

from audit.models import Entry
from boards.models import Board, Memo
from boards.services.board import BoardFrozen, lock
from meetings.services import call_off
from tests import factories


def url(meeting, name: str = "freeze") -> str:
    return reverse(f"boards:{name}", args=[meeting.pk])


def test_page_says_what_is_still_open(client_of, board, note, season, outi):
    factories.make_agreed(factories.make_meeting(season, days=-30), "Vanha lupaus")
    factories.make_agreed(board.meeting, "Ilman päivää")
    page = client_of(outi).get(url(board.meeting)).content.decode()
    for words in ("1 lappu", "Vanha lupaus", "Ilman päivää", "Lukitse silti"):
        assert words in page
    board.refresh_from_db()
    assert board.is_frozen is False


def test_close_makes_the_memo(client_of, board, note, outi):
    client = client_of(outi)
    for _again in range(2):
        answer = client.post(url(board.meeting))
        assert answer["Location"].split("?")[0] == url(board.meeting, "memo-edit")
    board.refresh_from_db()
    memo = Memo.objects.get()
    assert board.is_frozen is True
    assert memo.sections.get(kind="idea").text == "Luotsin vartti"
    assert Entry.objects.filter(action="board.freeze").count() == 1
    assert "Taulu on lukittu" in client.get(answer["Location"]).content.decode()


def test_meeting_without_a_board_gets_an_empty_memo(client_of, invited, outi):
    client_of(outi).post(url(invited))
    assert Board.objects.get().is_frozen is True
    assert Memo.objects.get().meeting == invited


@pytest.mark.parametrize(
    ("role", "status"), [("aino", 403), ("leena", 403), ("ulla", 404), ("zaida", 404)]
)
@pytest.mark.parametrize("name", ["freeze", "unfreeze"])
def test_who_may(client_of, cast, role, status, name):
    factories.make_board(cast.meeting)
    assert client_of(getattr(cast, role)).post(url(cast.meeting, name)).status_code == status


def test_light_session_of_a_facilitator_may_not(link_client, board, invited, outi):
    client = link_client(factories.make_invitee(invited, outi))
    assert client.post(url(invited)).status_code == 302
    board.refresh_from_db()
    assert board.is_frozen is False


def test_the_board_of_a_meeting_called_off_is_read_and_not_written(client_of, board, outi, aino):
    call_off(meeting=board.meeting, reason="Kouluttaja sairastui.", instead="", by=outi)
    client = client_of(aino)
    page = client.get(url(board.meeting, "board")).content.decode()
    assert "Tämä tapaaminen on peruttu." in page
    answer = client.post(url(board.meeting, "note-add"), {"text": "Vielä tämä"})
    assert answer.status_code == 403
    assert "joten sen taululle ei enää kirjoiteta" in answer.content.decode()
    assert "Vielä tämä" in answer.content.decode()
    board.refresh_from_db()
    with pytest.raises(BoardFrozen):
        lock(board)
