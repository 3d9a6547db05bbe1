"""Editing a list as one form without scripts: the whole list is posted, and a button says what to do with it. Pure.

A row is what was typed, as text. The button's value is ``add``, ``save``, or ``up:2``, ``down:2``, ``remove:2`` with
the place of a row.
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
    place = int(text) if text.isdecimal() else -1
    if not 0 <= place < len(rows):
        return rows
    if verb == "remove":
        del rows[place]
    elif verb == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif verb == "down" and place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    return rows


def without_blank(rows: Sequence[Row], typed: Sequence[str]) -> list[Row]:
    """The rows in which something of ``typed`` was written."""
    return [row for row in rows if any(row[name].strip() for name in typed)]
