"""Supporting a note."""

import pytest

from boards.models import Support
from tests.boards.cases import HTMX, act, board_url


def test_support_and_no_longer(client_of, board, note, petri):
    client = client_of(petri)
    for _again in range(2):
        answer = act(client, "note-support", note, {"is_supported": "1"})
        assert answer["Location"] == f"{board_url(board)}#note-{note.pk}"
    assert Support.objects.get().member == petri
    for _again in range(2):
        act(client, "note-support", note, {"is_supported": "0"})
    assert Support.objects.count() == 0


def test_htmx_gets_the_note_with_its_state_pressed(client_of, note, petri):
    answer = act(client_of(petri), "note-support", note, {"is_supported": "1"}, **HTMX)
    page = answer.content.decode()
    assert 'aria-pressed="true"' in page
    assert page.count('<li class="note"') == 1
    assert "HX-Request" in answer["Vary"]


def test_order_is_kept(client_of, board, note, petri):
    answer = act(
        client_of(petri), "note-support", note, {"is_supported": "1", "order": "supported"}
    )
    assert answer["Location"] == f"{board_url(board)}?order=supported#note-{note.pk}"


@pytest.mark.parametrize(("role", "status"), [("outi", 303), ("ulla", 404), ("eero", 404)])
def test_who_may(client_of, cast, note, role, status):
    answer = act(client_of(getattr(cast, role)), "note-support", note, {"is_supported": "1"})
    assert answer.status_code == status


def test_frozen(client_of, frozen, note, petri):
    assert act(client_of(petri), "note-support", note, {"is_supported": "1"}).status_code == 403
    assert Support.objects.count() == 0
