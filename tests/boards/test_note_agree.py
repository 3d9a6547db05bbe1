"""Agreeing on a note: who answers for it, and until when."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.models import Note
from boards.services import add_note
from meetings.models import AgreedThing
from tests.boards.cases import HTMX, act, board_url, texts


def data(note: Note, **values: object) -> dict[str, object]:
    values.setdefault("text", "Luotsin vartti")
    return {f"agree-{note.pk}-{name}": value for name, value in values.items()}


@pytest.fixture
def agreed(board, aino) -> Note:
    section = board.sections.get(kind="agreed")
    return add_note(board=board, section=section, text="Luotsin vartti", author=aino)


def due(note: Note) -> dt.date:
    return timezone.localdate(note.section.board.meeting.starts_at) + dt.timedelta(days=20)


def test_agree_with_owner_and_typed_day(client_of, board, note, aino, petri):
    day = due(note)
    page = client_of(aino).get(reverse("boards:note-agree", args=[note.pk])).content.decode()
    assert "Petri Pelto" in page
    answer = act(
        client_of(aino), "note-agree", note,
        data(note, owners=[petri.pk], due_on=f"{day.day}.{day.month}."),
    )  # fmt: skip
    assert answer["Location"] == f"{board_url(board)}#note-{note.pk}"
    thing = AgreedThing.objects.get()
    assert (thing.text, list(thing.owners.all()), thing.due_on) == ("Luotsin vartti", [petri], day)
    assert texts(board, "agreed") == ["Luotsin vartti"]


def test_htmx(client_of, note, aino):
    client = client_of(aino)
    form = client.get(reverse("boards:note-agree", args=[note.pk]), headers=HTMX).content.decode()
    assert ("<html" in form, f'id="note-{note.pk}"' in form) == (False, True)
    page = act(client, "note-agree", note, data(note, is_for_everybody="on"), **HTMX)
    assert 'id="wall"' in page.content.decode()
    assert AgreedThing.objects.get().is_for_everybody is True


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "Kirjoita, mitä sovittiin."),
        ({"text": "x" * 501}, "Lyhennä"),
        ({"due_on": "pian"}, "Kirjoita päivä muodossa 13.9.2022."),
        ({"due_on": "1.1.2001"}, "ennen tapaamista"),
        ({"owners": ["x"]}, "UUID"),
    ],
)
def test_bad_input(client_of, board, note, aino, values, words, headers):
    answer = act(client_of(aino), "note-agree", note, data(note, **values), **headers)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert (AgreedThing.objects.count(), texts(board, "agreed")) == (0, [])


def test_people_and_everybody_exclude_each_other(client_of, note, aino):
    values = data(note, owners=[aino.pk], is_for_everybody="on")
    assert act(client_of(aino), "note-agree", note, values).status_code == 400


def test_people_of_other_clubs_cannot_be_chosen(client_of, note, aino, ulla):
    answer = act(client_of(aino), "note-agree", note, data(note, owners=[ulla.pk]))
    assert (answer.status_code, AgreedThing.objects.count()) == (400, 0)


def test_owner_may_change_the_terms(client_of, agreed, aino, petri):
    act(client_of(aino), "note-agree", agreed, data(agreed, owners=[petri.pk]))
    answer = act(client_of(petri), "note-agree", agreed, data(agreed, owners=[petri.pk, aino.pk]))
    assert answer.status_code == 303
    assert AgreedThing.objects.get().owners.count() == 2


@pytest.mark.parametrize(
    ("role", "status"), [("petri", 403), ("outi", 303), ("ulla", 404), ("eero", 404)]
)
def test_who_may(client_of, cast, note, role, status):
    answer = act(client_of(getattr(cast, role)), "note-agree", note, data(note))
    assert answer.status_code == status


def test_on_a_closed_board_the_facilitator_still_sets_terms(client_of, agreed, frozen, aino, outi):
    assert act(client_of(aino), "note-agree", agreed, data(agreed)).status_code == 403
    answer = act(client_of(outi), "note-agree", agreed, data(agreed, is_for_everybody="on"))
    assert answer["Location"].startswith(reverse("boards:memo-edit", args=[frozen.meeting_id]))
    assert AgreedThing.objects.get().is_for_everybody is True


def test_on_a_closed_board_nothing_new_is_agreed(client_of, note, frozen, outi):
    assert act(client_of(outi), "note-agree", note, data(note)).status_code == 403
    assert AgreedThing.objects.count() == 0
