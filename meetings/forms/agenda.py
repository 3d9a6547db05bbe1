"""The agenda's editor as it was posted: its rows after the pressed button."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from meetings.agenda_template import Item
from meetings.forms.program import AgendaRowForm, forms_of
from meetings.methods import method_named
from meetings.rows import MOST_ROWS, Row, apply, inserted, read_rows, without_blank


def row_of(row: Mapping[str, Any]) -> Row:
    """A stored row of an agenda as it is typed."""
    return {name: str(row[name]) for name in AgendaRowForm.names}


def posted_rows(data: QueryDict, people: int) -> list[Row]:
    """The rows after the pressed button: moved, removed, added, or with the steps of a method among them."""
    command = data.get("do", "")
    rows = read_rows(data, AgendaRowForm.names)
    verb, _colon, key = command.partition(":")
    method = method_named(key, people) if verb == "method" else None
    if method is None:
        return apply(command, rows, AgendaRowForm.blank)
    steps = [
        {"title": one.title, "kind": one.kind, "minutes": str(one.minutes), "note": one.note}
        for one in method.items
    ]
    return inserted(rows, steps, data.get("at", ""))[:MOST_ROWS]


def fresh_place(data: QueryDict, rows: Sequence[Row]) -> int:
    """The place of the row that a button has added, where one goes on writing; -1 where it added none."""
    verb, at = data.get("do", "").partition(":")[0], data.get("at", "")
    before = len(read_rows(data, AgendaRowForm.names))
    if verb not in ("add", "method") or len(rows) <= before:
        return -1
    is_among = verb == "method" and at.isdecimal() and len(at) < 4
    return min(int(at), before) if is_among else before


def checked(rows: Sequence[Row]) -> list[AgendaRowForm]:
    """The forms of the rows in which something was written, judged."""
    return forms_of(AgendaRowForm, without_blank(rows, AgendaRowForm.typed), is_checked=True)


def typed_items(rows: Sequence[Row]) -> list[Item]:
    """The rows as parts of an agenda; minutes that are no number count as none."""
    items = []
    for row in rows:
        text = row["minutes"].strip()
        minutes = int(text) if text.isdecimal() and len(text) < 4 else 0
        items.append(Item(row["kind"], row["title"], minutes, row["note"]))
    return items


def typed_content(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as ``content_of`` would show them, for a look beside what stands."""
    return [
        {"kind": item.kind, "title": item.title, "minutes": item.minutes, "note": item.note}
        for item in typed_items(without_blank(rows, AgendaRowForm.typed))
    ]
