"""Writing a note."""

import uuid

import pytest
from django.urls import reverse

from boards.models import Board, Note
from meetings.models import AgreedThing
from tests.boards.cases import HTMX, board_url, texts


def url(meeting) -> str:
    return reverse("boards:note-add", args=[meeting.pk])


def test_first_note_opens_the_board_and_leads_back_to_itself(client_of, invited, aino):
    answer = client_of(aino).post(url(invited), {"section": "idea", "text": " Luotsin vartti "})
    note = Note.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303, f"{reverse('boards:board', args=[invited.pk])}#note-{note.pk}",
    )  # fmt: skip
    assert (note.text, note.author, note.section.kind) == ("Luotsin vartti", aino, "idea")
    assert Board.objects.get().seq == 1


def test_htmx_gets_the_wall_with_a_fresh_id(client_of, board, aino):
    mark = str(uuid.uuid4())
    answer = client_of(aino).post(
        url(board.meeting), {"section": "goal", "text": "Tavoite", "client_id": mark}, headers=HTMX
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "HX-Request" in answer["Vary"]
    assert "<html" not in page
    assert "Tavoite" in page
    assert 'id="composer-client-id"' in page
    assert mark not in page


def test_same_client_id_again_is_the_same_note(client_of, board, aino):
    data = {"section": "idea", "text": "Kerran", "client_id": str(uuid.uuid4())}
    for _again in range(2):
        assert client_of(aino).post(url(board.meeting), data).status_code == 303
    assert Note.objects.count() == 1


def test_anonymous(client_of, board, aino):
    client_of(aino).post(
        url(board.meeting), {"section": "idea", "text": "Nimettä", "is_anonymous": "on"}
    )
    note = Note.objects.get()
    assert (note.author, note.is_anonymous) == (None, True)
    page = client_of(aino).get(board_url(board)).content.decode()
    assert ("Nimettömänä" in page, 'name="note-menu"' in page) == (True, False)


def test_into_things_agreed_asks_who_and_when(client_of, board, aino):
    client = client_of(aino)
    answer = client.post(url(board.meeting), {"section": "agreed", "text": "Sovitaan"})
    note = Note.objects.get()
    assert answer["Location"] == f"{board_url(board)}?ask={note.pk}#note-{note.pk}"
    assert f'name="agree-{note.pk}-due_on"' in client.get(answer["Location"]).content.decode()
    assert AgreedThing.objects.get().text == "Sovitaan"
    page = client.post(
        url(board.meeting), {"section": "agreed", "text": "Toinen"}, headers=HTMX
    ).content.decode()
    newest = Note.objects.get(agreed_thing__text="Toinen")
    assert f'name="agree-{newest.pk}-due_on"' in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"section": "idea", "text": "  "}, "Kirjoita ensin lappu."),
        ({"section": "idea", "text": "x" * 2001}, "2000"),
        ({"section": "agreed", "text": "x" * 501}, "Lyhennä sovittu asia"),
        ({"section": "attic", "text": "Teksti jää"}, "attic"),
        ({"section": "idea", "text": "Nolla\x00"}, "merkkejä"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_input_says_so_and_keeps_the_text(client_of, board, aino, data, words, headers):
    answer = client_of(aino).post(url(board.meeting), data, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert data["text"].strip("\x00 ") in page
    assert Note.objects.count() == 0
    assert answer.headers.get("HX-Retarget") == ("#composer" if headers else None)


def test_frozen_board_refuses_and_shows_what_was_written(client_of, frozen, aino):
    client = client_of(aino)
    answer = client.post(url(frozen.meeting), {"section": "idea", "text": "Myöhässä"})
    assert answer.status_code == 403
    assert "Taulu on lukittu" in answer.content.decode()
    assert "Myöhässä" in answer.content.decode()
    answer = client.post(url(frozen.meeting), {"section": "idea", "text": "x"}, headers=HTMX)
    assert (answer.status_code, answer["HX-Refresh"]) == (403, "true")
    assert texts(frozen, "idea") == []


@pytest.mark.parametrize("role", ["ulla", "eero", "zaida"])
def test_outsiders_find_nothing(client_of, cast, role):
    answer = client_of(getattr(cast, role)).post(
        url(cast.meeting), {"section": "idea", "text": "x"}
    )
    assert (answer.status_code, Note.objects.count()) == (404, 0)


def test_light_session_writes_under_its_name(link_client, board, invited, petri):
    client = link_client(invited.invitees.get(member=petri))
    assert client.post(url(invited), {"section": "idea", "text": "Kännykästä"}).status_code == 303
    assert Note.objects.get().author == petri


def test_get_is_refused(client_of, board, aino):
    assert client_of(aino).get(url(board.meeting)).status_code == 405
