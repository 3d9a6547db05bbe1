"""An agenda on the clock, its rows in the editor, and the small words of letters."""

import datetime as dt

import pytest
from django.utils import translation

from meetings.agenda import in_brief, lines_of, minutes_of
from meetings.agenda_template import Item
from meetings.rows import MOST_ROWS, apply, button_after, read_rows, without_blank
from meetings.wording import join_names, short_title

START = dt.datetime(2022, 10, 11, 6, tzinfo=dt.UTC)
ITEMS = [
    Item("opening", "Tervetuloa", 10),
    Item("break", "Tauko", 15),
    Item("agreed", "Viimeksi sovittu", 5),
    Item("talk", "Alustus", 25),
    Item("discussion", "Ryhmät", 60),
    Item("break", "Kahvi", 10),
    Item("discussion", "Purku", 30),
    Item("decisions", "Sovitaan", 20),
    Item("closing", "Loppu", 5),
]


def minutes_in(minutes: int) -> dt.datetime:
    return START + dt.timedelta(minutes=minutes)


def test_each_begins_where_the_one_before_ends() -> None:
    lines = lines_of(ITEMS, START)
    assert [line.starts_at for line in lines[:4]] == [START, *map(minutes_in, (10, 25, 30))]
    assert lines[-1].ends_at == minutes_in(minutes_of(ITEMS)) == minutes_in(180)


@pytest.mark.parametrize(
    ("minutes", "states"),
    [
        (-1, ["", "brk"]),
        (0, ["now", "brk"]),
        (10, ["done", "now"]),
        (300, ["done", "done"]),
    ],
)
def test_knows_what_is_on(minutes: int, states: list[str]) -> None:
    lines = lines_of(ITEMS, START, now=minutes_in(minutes))
    assert [line.state for line in lines[:2]] == states


def test_in_brief_there_are_about_four_lines() -> None:
    assert in_brief(lines_of(ITEMS, START)) == [
        (START, "Tervetuloa · Viimeksi sovittu"),
        (minutes_in(30), "Alustus"),
        (minutes_in(55), "Ryhmät · Purku"),
        (minutes_in(155), "Sovitaan · Loppu"),
    ]
    assert in_brief([]) == []


def test_in_brief_the_steps_of_a_method_name_it_once() -> None:
    titles = ["Kahvila: alku", "Kahvila: kierros", "Purku", "Kahvila: nostot", "Case: A", "Case: B"]
    items = [Item("discussion", title, 5) for title in titles]
    words = "Kahvila: alku · kierros · Purku · Kahvila: nostot · Case: A · B"
    assert in_brief(lines_of(items, START)) == [(START, words)]


ROWS = [{"title": "a"}, {"title": "b"}, {"title": "c"}]


@pytest.mark.parametrize(
    ("command", "titles"),
    [
        ("add", "abc-"),
        ("up:1", "bac"),
        ("down:1", "acb"),
        ("remove:2", "ab"),
        ("up:0", "abc"),
        ("down:2", "abc"),
        ("remove:3", "abc"),
        ("remove:-1", "abc"),
        ("remove:", "abc"),
        ("erase:1", "abc"),
    ],
)
def test_a_button_moves_rows(command: str, titles: str) -> None:
    rows = apply(command, ROWS, {"title": "-"})
    assert "".join(row["title"] for row in rows) == titles
    assert [row["title"] for row in ROWS] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("command", "button"),
    [
        ("down:0", "down-1"),
        ("down:1", "up-2"),
        ("up:2", "up-1"),
        ("up:1", "down-0"),
        ("remove:1", "remove-1"),
        ("remove:3", "remove-2"),
        ("add", ""),
        ("save", ""),
        ("move:0:2", ""),
        ("down:-1", ""),
    ],
)
def test_the_focus_goes_with_the_row(command: str, button: str) -> None:
    assert button_after(command, 3) == button
    assert button_after(command, 0) == ("add" if "remove" in command else "")


def test_there_is_an_end_to_adding() -> None:
    full = [{"title": "x"}] * MOST_ROWS
    assert apply("add", full, {"title": ""}) == full
    posted = {f"row-{place}-title": "x" for place in range(1000)}
    assert len(read_rows(posted, ["title"])) == MOST_ROWS


def test_rows_end_at_the_first_gap_and_blank_ones_are_dropped() -> None:
    posted = {"row-0-title": "a", "row-0-kind": "x", "row-1-title": " ", "row-3-title": "d"}
    rows = read_rows(posted, ["title", "kind"])
    assert rows == [{"title": "a", "kind": "x"}, {"title": " ", "kind": ""}]
    assert without_blank(rows, ["title"]) == [{"title": "a", "kind": "x"}]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Leena Harju"], "Leena Harju"),
        (["Leena Harju", "Timo Virta"], "Leena Harju ja Timo Virta"),
        (["Aino", "Petri", "Sari"], "Aino, Petri ja Sari"),
    ],
)
def test_names_are_joined_and_never_inflected(names: list[str], text: str) -> None:
    with translation.override("fi"):
        assert join_names(names) == text


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Luotsimalli: muutos kuuluu kaikille", "Luotsimalli"),
        ("Luotsimalli", "Luotsimalli"),
        (": outo", ": outo"),
    ],
)
def test_a_subject_takes_what_stands_before_the_colon(title: str, short: str) -> None:
    assert short_title(title) == short
