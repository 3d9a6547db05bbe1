"""Editing a list as one form without scripts: the whole list is posted, and a button says what to do with it. Pure.

A row is what was typed, as text. The button's value is ``add``, ``save``, or ``up:2``, ``down:2``, ``remove:2`` with
the place of a row; what is dragged says ``move:2:0``.
"""

from collections.abc import Mapping, Sequence

MOST_ROWS = 40
Row = dict[str, str]


def read_rows(data: Mapping[str, str], names: Sequence[str]) -> list[Row]:
    """The rows in posted data, ``row-0-title`` and so on, in their order."""
    rows = []
    for place in range(MOST_ROWS):
        if f"row-{place}-{names[0]}" not in data:
            break
        rows.append({name: data.get(f"row-{place}-{name}", "") for name in names})
    return rows


def apply(command: str, rows: Sequence[Row], blank: Row) -> list[Row]:
    """The rows after a button; a command that makes no sense changes nothing."""
    rows = list(rows)
    verb, _colon, text = command.partition(":")
    if verb == "add" and len(rows) < MOST_ROWS:
        return [*rows, dict(blank)]
    if verb == "move":
        return _moved(rows, *text.partition(":")[::2])
    place = _number(text)
    if not 0 <= place < len(rows):
        return rows
    if verb == "remove":
        del rows[place]
    elif verb == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif verb == "down" and place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    return rows


def button_after(command: str, count: int) -> str:
    """The button of ``count`` rows that takes the focus after a button, so that keys can go on with the same row.

    It goes with a row that was moved, and to the neighbour of one that was removed, to "add" where none is left; "" after
    any other button.
    """
    verb, _colon, text = command.partition(":")
    place, last = _number(text), count - 1
    if verb == "remove" and place >= 0:
        return f"remove-{min(place, last)}" if count else "add"
    if verb not in ("up", "down") or place < 0 or not count:
        return ""
    to = min(place + 1, last) if verb == "down" else min(max(place - 1, 0), last)
    if last and to == (last if verb == "down" else 0):
        # That button does nothing at the end of the list.
        verb = "up" if verb == "down" else "down"
    return f"{verb}-{to}"


def _number(text: str) -> int:
    """A typed place; -1 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 4 else -1


def _moved(rows: list[Row], taken: str, to: str) -> list[Row]:
    if 0 <= _number(taken) < len(rows) and 0 <= _number(to) < len(rows):
        rows.insert(int(to), rows.pop(int(taken)))
    return rows


def inserted(rows: Sequence[Row], new: Sequence[Row], place: str) -> list[Row]:
    """The rows with ``new`` ones before the row in ``place``; at the end where there is no such row."""
    at = _number(place) if _number(place) >= 0 else len(rows)
    return [*rows[:at], *new, *rows[at:]]


def without_blank(rows: Sequence[Row], typed: Sequence[str]) -> list[Row]:
    """The rows in which something of ``typed`` was written."""
    return [row for row in rows if any(row[name].strip() for name in typed)]
