"""Opening a closed board again."""

from django.urls import reverse
from django.utils import timezone

from boards.services import add_note, freeze_board, make_memo
from tests import factories
from tests.boards.cases import board_url, section


def url(meeting) -> str:
    return reverse("boards:unfreeze", args=[meeting.pk])


def test_open_again_and_the_memo_keeps_what_was_edited(client_of, board, note, aino, outi):
    freeze_board(board=board)
    memo = make_memo(meeting=board.meeting)
    memo.sections.filter(kind="idea").update(text="Luotsin vartti joka tiimiin")
    client = client_of(outi)
    for _again in range(2):
        answer = client.post(url(board.meeting))
        assert answer["Location"] == f"{board_url(board)}?done=board-open"
    add_note(board=board, section=section(board, "idea"), text="Vielä yksi", author=aino)
    add_note(board=board, section=section(board, "goal"), text="Tavoite", author=aino)
    freeze_board(board=board)
    make_memo(meeting=board.meeting)
    assert memo.sections.get(kind="idea").items == ["Luotsin vartti joka tiimiin", "Vielä yksi"]
    assert memo.sections.get(kind="goal").items == ["Tavoite"]


def test_after_the_memo_was_sent_it_stays_closed(client_of, frozen, outi):
    factories.make_memo(frozen.meeting, sent_at=timezone.now())
    answer = client_of(outi).post(url(frozen.meeting))
    assert answer["Location"] == f"{board_url(frozen)}?done=board-stays-frozen"
    frozen.refresh_from_db()
    assert frozen.is_frozen is True


def test_get_is_refused(client_of, frozen, outi):
    assert client_of(outi).get(url(frozen.meeting)).status_code == 405
