"""The editor of a meeting's pre-reading, for its host pair and facilitators.

It is one form. A button beside a row posts the whole list and gives it back with the row moved; only "save" writes.
"""

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
from meetings.forms.program import F, MaterialRowForm, RowForm, forms_of
from meetings.models import Meeting
from meetings.rows import Row, apply, read_rows, without_blank
from meetings.services import save_materials
from meetings.views.deeds import note_deed
from ui.http import redirect_done


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
