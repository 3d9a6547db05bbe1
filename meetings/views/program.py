"""The editors of a meeting's agenda and pre-reading, for its host pair and facilitators.

Each is one form. A button beside a row posts the whole list and gives it back with the row moved; only "save" writes.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from clubs.http import Request
from meetings.access import edited_meeting_for
from meetings.agenda import Line, lines_of, minutes_of
from meetings.agenda_template import Item
from meetings.forms.program import AgendaRowForm, F, MaterialRowForm, RowForm, forms_of
from meetings.models import Meeting
from meetings.rows import Row, apply, read_rows, without_blank
from meetings.services import save_agenda, save_materials
from meetings.views.deeds import note_deed
from ui.http import redirect_done


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def agenda(request: Request, meeting: UUID) -> HttpResponse:
    """The agenda's editor: rows whose minutes are summed against the length while the start times roll."""
    found = edited_meeting_for(request.visitor, meeting)
    if request.method != "POST":
        rows = [AgendaRowForm.row_of(item) for item in found.agenda_items.all()]
        return _agenda_page(request, found, forms_of(AgendaRowForm, rows, is_checked=False), rows)
    rows, forms = _posted(request, AgendaRowForm)
    if request.POST.get("do") == "save" and all(form.is_valid() for form in forms):
        save_agenda(meeting=found, rows=[form.value for form in forms])
        note_deed(request, found, "meetings.agenda", f"{len(forms)} rows")
        return redirect_done(request, "meetings:meeting", "meetings-saved", found.pk)
    return _agenda_page(request, found, forms, rows)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def materials(request: Request, meeting: UUID) -> HttpResponse:
    """The pre-reading's editor."""
    found = edited_meeting_for(request.visitor, meeting)
    if request.method != "POST":
        rows = [MaterialRowForm.row_of(one) for one in found.materials.all()]
        rows = rows or [dict(MaterialRowForm.blank)]
        return _page(request, found, "materials", forms_of(MaterialRowForm, rows, is_checked=False))
    rows, forms = _posted(request, MaterialRowForm)
    if request.POST.get("do") == "save" and all(form.is_valid() for form in forms):
        try:
            save_materials(meeting=found, rows=[form.value for form in forms])
        except ValidationError as error:
            return _page(request, found, "materials", forms, problem=" ".join(error.messages))
        note_deed(request, found, "meetings.materials", f"{len(forms)} rows")
        return redirect_done(request, "meetings:meeting", "meetings-saved", found.pk)
    return _page(request, found, "materials", forms)


def _posted(request: Request, kind: type[F]) -> tuple[list[Row], list[F]]:
    """The posted rows after the pressed button, and their forms."""
    command = request.POST.get("do", "")
    rows = apply(command, read_rows(request.POST, kind.names), kind.blank)
    is_saving = command == "save"
    if is_saving:
        rows = without_blank(rows, kind.typed)
    return rows, forms_of(kind, rows, is_checked=is_saving)


def _agenda_page(
    request: Request, found: Meeting, forms: Sequence[RowForm], rows: Sequence[Row]
) -> HttpResponse:
    lines = _typed_lines(rows, found.starts_at)
    total = minutes_of(line.item for line in lines)
    return _page(
        request,
        found,
        "agenda",
        forms,
        lines=lines,
        pairs=list(zip(forms, lines, strict=True)),
        total=total,
        missing=found.length - total,
        excess=total - found.length,
    )


def _typed_lines(rows: Sequence[Row], starts_at: dt.datetime) -> list[Line]:
    """The times that follow from the minutes as they are typed; what is no number counts as none."""
    items = []
    for row in rows:
        text = row["minutes"].strip()
        minutes = int(text) if text.isdecimal() and len(text) < 4 else 0
        items.append(Item(row["kind"], row["title"], minutes, row["note"]))
    return lines_of(items, starts_at)


def _page(
    request: Request,
    found: Meeting,
    name: str,
    forms: Sequence[RowForm],
    **more: Any,
) -> HttpResponse:
    is_refused = any(form.is_bound and form.errors for form in forms) or "problem" in more
    context = {
        "meeting": found,
        "tab": "",
        "member": request.visitor.member,
        "is_facilitator": request.visitor.is_facilitator,
        "forms": forms,
        "is_refused": is_refused,
        **more,
    }
    template = f"meetings/_{name}_editor.html" if request.htmx else f"meetings/{name}.html"
    return render(request, template, context, status=400 if is_refused else 200)
