"""The verbs of boards."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import Entry
from boards import services
from boards.models import Board, Comment, Note, Section
from clubs.models import Member
from meetings.models import AgreedThing, Meeting
from tests import factories


@pytest.fixture
def board(invited: Meeting) -> Board:
    return services.open_board(meeting=invited)


def section(board: Board, kind: str) -> Section:
    return board.sections.get(kind=kind)


def write(board: Board, text: str, kind: str = "idea", **fields: Any) -> Note:
    fields.setdefault("author", None)
    return services.add_note(board=board, section=section(board, kind), text=text, **fields)


def texts(board: Board, kind: str) -> list[str]:
    return [note.shown_text for note in section(board, kind).notes.present()]


def test_board_opens_once_with_four_sections(invited: Meeting) -> None:
    first = services.open_board(meeting=invited)
    assert services.open_board(meeting=invited) == first
    assert [row.kind for row in first.sections.all()] == ["goal", "idea", "agreed", "question"]


def test_each_write_raises_the_number(board: Board, aino: Member) -> None:
    note = write(board, "Luotsin vartti", author=aino)
    services.support_note(note=note, member=aino, is_supported=True)
    services.add_comment(note=note, text="Hyvä", author=aino)
    board.refresh_from_db()
    assert board.seq == 3


def test_newest_note_is_on_top(board: Board, aino: Member) -> None:
    write(board, "Ensin", author=aino)
    write(board, "Sitten", author=aino)
    assert texts(board, "idea") == ["Sitten", "Ensin"]


def test_a_retry_does_not_double_a_note_or_a_comment(board: Board, aino: Member) -> None:
    mark = uuid.uuid4()
    note = write(board, "Kerran", author=aino, client_id=mark)
    assert write(board, "Kerran", author=aino, client_id=mark) == note
    for _again in range(2):
        services.add_comment(note=note, text="Sama", author=aino, client_id=mark)
    assert (Note.objects.count(), Comment.objects.count()) == (1, 1)


def test_anonymous_leaves_no_trace_of_the_person_in_any_table(board: Board, aino: Member) -> None:
    aino_keys = (aino.pk, aino.user_id)
    before = rows_with(aino_keys)
    note = write(board, "Ei nimeä", author=aino, is_anonymous=True)
    services.add_comment(note=note, text="Eikä tässä", author=aino, is_anonymous=True)
    assert note.author is None
    assert rows_with(aino_keys) == before


def rows_with(keys: tuple[object, ...]) -> dict[str, int]:
    """By table: how many rows hold one of the keys in any column, as text or as a key."""
    needles = [form for key in keys for form in (str(key), uuid.UUID(str(key)).hex)]
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [" ".join(map(str, row)) for row in cursor.fetchall()]
            found[table] = sum(any(needle in row for needle in needles) for row in rows)
    return found


def test_stale_edit_is_refused_with_what_stands_there(board: Board, aino: Member) -> None:
    note = write(board, "Alku", author=aino)
    services.edit_note(note=note, text="Toinen", link="", version=1)
    with pytest.raises(services.StaleNote) as stale:
        services.edit_note(note=note, text="Kolmas", link="", version=1)
    assert stale.value.note.text == "Toinen"
    assert services.edit_note(note=note, text="Toinen", link="", version=1).version == 2


def test_moving_into_agreed_makes_a_thing_and_out_of_it_takes_it_back(
    board: Board, aino: Member, petri: Member
) -> None:
    note = write(board, "Luotsin vartti", author=aino)
    services.support_note(note=note, member=petri, is_supported=True)
    note = services.move_note(note=note, section=section(board, "agreed"))
    services.agree_note(note=note, owners=[petri], due_on=dt.date(2030, 1, 15))
    thing = AgreedThing.objects.get()
    note.refresh_from_db()
    assert (note.text, note.state, thing.text) == ("", "agreed", "Luotsin vartti")
    assert list(thing.owners.all()) == [petri]

    note = services.move_note(note=note, section=section(board, "idea"))
    assert AgreedThing.objects.count() == 0
    assert (note.text, note.state, note.supports.count()) == ("Luotsin vartti", "open", 1)

    note = services.move_note(note=note, section=section(board, "agreed"))
    again = AgreedThing.objects.get()
    assert (list(again.owners.all()), again.due_on) == ([petri], dt.date(2030, 1, 15))


def test_note_written_into_agreed_is_agreed_at_once(board: Board, aino: Member) -> None:
    note = write(board, "Sovitaan", "agreed", author=aino)
    assert (note.state, note.agreed_thing.text, note.text) == ("agreed", "Sovitaan", "")


def test_too_long_a_note_cannot_be_agreed(board: Board, aino: Member) -> None:
    note = write(board, "a" * 501, author=aino)
    with pytest.raises(ValidationError) as error:
        services.move_note(note=note, section=section(board, "agreed"))
    assert list(error.value.message_dict) == ["text"]
    services.agree_note(note=note, text="Lyhyempi")
    note.refresh_from_db()
    assert (note.shown_text, note.section.kind) == ("Lyhyempi", "agreed")


def test_order_within_and_between_sections(board: Board, aino: Member) -> None:
    a, _b, c = (write(board, text, author=aino) for text in "abc")
    assert texts(board, "idea") == ["c", "b", "a"]
    services.shift_note(note=a, step=-1)
    assert texts(board, "idea") == ["c", "a", "b"]
    services.shift_note(note=c, step=-1)
    assert texts(board, "idea") == ["c", "a", "b"]
    services.shift_note(note=c, step=1)
    assert texts(board, "idea") == ["a", "c", "b"]
    q = write(board, "q", "question", author=aino)
    services.move_note(note=a, section=section(board, "question"), after=q)
    assert (texts(board, "idea"), texts(board, "question")) == (["c", "b"], ["q", "a"])


def test_deleting_can_be_undone_with_owner_and_date(board: Board, aino: Member) -> None:
    note = write(board, "Sovitaan", "agreed", author=aino)
    services.agree_note(note=note, owners=[aino], due_on=dt.date(2030, 1, 15))
    gone = services.delete_note(note=note)
    assert (texts(board, "agreed"), AgreedThing.objects.count()) == ([], 0)
    services.restore_note(note=gone)
    services.restore_note(note=gone)
    assert texts(board, "agreed") == ["Sovitaan"]
    assert AgreedThing.objects.get().due_on == dt.date(2030, 1, 15)


def test_frozen_board_refuses_every_write(board: Board, aino: Member, outi: Member) -> None:
    note = write(board, "Ennen", author=aino)
    services.freeze_board(board=board, by=outi)
    services.freeze_board(board=board, by=outi)
    assert Entry.objects.filter(action="board.freeze").count() == 1
    writes = [
        lambda: write(board, "Jälkeen"),
        lambda: services.edit_note(note=note, text="Uusi", link="", version=1),
        lambda: services.move_note(note=note, section=section(board, "goal")),
        lambda: services.shift_note(note=note, step=1),
        lambda: services.support_note(note=note, member=aino, is_supported=True),
        lambda: services.add_comment(note=note, text="Ei", author=aino),
        lambda: services.delete_note(note=note),
        lambda: services.agree_note(note=note),
    ]
    for attempt in writes:
        with pytest.raises(services.BoardFrozen):
            attempt()
    assert texts(board, "idea") == ["Ennen"]
    assert services.unfreeze_board(board=board) is True
    assert write(board, "Taas").text == "Taas"


def test_review_settles_and_keeps_the_word(club: object, board: Board, invited: Meeting) -> None:
    earlier = factories.make_meeting(invited.season, days=-30, title="Aiempi")
    thing = factories.make_agreed(earlier, "Kokeillaan")
    services.review_agreed(board=board, agreed_thing=thing, outcome="done")
    thing.refresh_from_db()
    assert thing.state == "done"
    review = services.review_agreed(board=board, agreed_thing=thing, outcome="continues")
    thing.refresh_from_db()
    assert (thing.state, review.outcome, board.reviews.count()) == ("open", "continues", 1)
    with pytest.raises(ValidationError):
        services.review_agreed(board=board, agreed_thing=thing, outcome="perhaps")
    with pytest.raises(ValidationError):
        services.review_agreed(
            board=board, agreed_thing=factories.make_agreed(invited), outcome="done"
        )
