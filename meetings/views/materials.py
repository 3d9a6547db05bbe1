"""The editor of a meeting's pre-reading, for its host pair and facilitators; and a stored file, for whoever may see it.

The editor is one form. A button beside a row posts the whole list and gives it back with the row moved; "save" writes the
rows. A chosen file is kept at once as a row, whichever button was pressed: a browser cannot fill in a file field again.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from clubs.http import Request
from meetings.access import edited_meeting_for, material_for, member_of
from meetings.filecheck import MOST_BYTES, Refusal, content_type_of
from meetings.files import MOST_FILES, SENTENCES
from meetings.forms.program import MaterialFileForm, MaterialRowForm, forms_of
from meetings.gate import open_to_links
from meetings.models import Material, Meeting
from meetings.rows import Row, apply, button_after, read_rows, without_blank
from meetings.services import add_file, save_materials
from meetings.services.files import remembered_files
from meetings.services.revisions import Part, Stale, base_of, content_of
from meetings.versions import lines_of
from meetings.views.deeds import note_deed
from meetings.views.versions import base_in, note_saved, posted_own, show_stale
from ui.downloads import download
from ui.http import redirect_done, with_query

KEPT = ("kind", "title", "url", "minutes", "note")


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def materials(request: Request, meeting: UUID) -> HttpResponse:
    """The pre-reading's editor."""
    found = edited_meeting_for(request.visitor, meeting)
    if request.method != "POST":
        base = base_of(found, Part.MATERIALS)
        rows = [MaterialRowForm.row_of(one) for one in found.materials.all()]
        return _page(request, found, rows or [dict(MaterialRowForm.blank)], base=base)
    do, base = request.POST.get("do", ""), request.POST.get("base", "")
    rows = apply(do, read_rows(request.POST, MaterialRowForm.names), MaterialRowForm.blank)
    added: Material | None = None
    if file := request.FILES.get("file"):
        try:
            added, base = add_file(
                meeting=found, file=file, by=member_of(request.visitor), base=base
            )
        except ValidationError as error:
            return _page(request, found, rows, base=base, refused=error.messages, tried=file.name)
        note_deed(request, found, "meetings.file", str(added.pk))
        rows = [*without_blank(rows, MaterialRowForm.typed), MaterialRowForm.row_of(added)]
    elif do == "upload":
        return _page(request, found, rows, base=base, refused=[_("Choose a file first.")])
    if do == "save":
        return _save(request, found, rows, base)
    if do == "merge":
        theirs = lines_of(Part.MATERIALS, content_of(found, Part.MATERIALS), {})
        return _page(request, found, rows, base=base, theirs=theirs)
    is_fresh = do == "add" or added is not None
    focused = button_after(do, len(rows))
    return _page(request, found, rows, base=base, added=added, is_fresh=is_fresh, focused=focused)


def _save(request: Request, found: Meeting, rows: Sequence[Row], base: str) -> HttpResponse:
    rows = without_blank(rows, MaterialRowForm.typed)
    forms = _forms(found, rows, is_checked=True)
    if not all(form.is_valid() for form in forms):
        return _page(request, found, rows, forms, base=base)
    try:
        save_materials(
            meeting=found,
            rows=[form.value for form in forms],
            by=member_of(request.visitor),
            **{**base_in(request), "base": base},
        )
    except Stale as stale:
        mine = [_content(form) for form in forms]
        return show_stale(request, found, part=Part.MATERIALS, stale=stale, mine=mine)
    except ValidationError as error:
        return _page(request, found, rows, base=base, problem=" ".join(error.messages))
    note_saved(request, found, Part.MATERIALS, "meetings.materials", f"{len(forms)} rows")
    to = with_query(reverse("meetings:meeting", args=[found.pk]), undo=Part.MATERIALS)
    return redirect_done(request, to, "meetings-saved")


def _content(form: MaterialRowForm) -> dict[str, Any]:
    """A typed row as ``content_of`` gives stored ones."""
    name = form.material.file_name if form.material else ""
    return {**{key: form.cleaned_data[key] for key in KEPT}, "file_name": name}


def _forms(found: Meeting, rows: Sequence[Row], *, is_checked: bool) -> list[MaterialRowForm]:
    """A form a row; the rows of stored files know theirs. One query, two where a row was taken out meanwhile."""
    stored = {str(one.pk): one for one in found.materials.all()}
    files = {pk: one for pk, one in stored.items() if one.file}
    if any(row["pk"] and row["pk"] not in stored for row in rows):
        files |= remembered_files(found)
    forms = forms_of(MaterialRowForm, rows, is_checked=is_checked)
    for form, row in zip(forms, rows, strict=True):
        if row["pk"] in files:
            form.let_be_file(files[row["pk"]])
    return forms


def _page(
    request: Request,
    found: Meeting,
    rows: Sequence[Row],
    forms: Sequence[MaterialRowForm] | None = None,
    *,
    base: str,
    refused: Sequence[str] = (),
    is_fresh: bool = False,
    **more: Any,
) -> HttpResponse:
    is_refused = forms is not None or bool(refused) or "problem" in more
    forms = _forms(found, rows, is_checked=False) if forms is None else forms
    if is_fresh:
        # One goes on writing in the row that was added.
        forms[-1].fields["title"].widget.attrs["autofocus"] = True
    file_form = MaterialFileForm()
    for sentence in refused:
        file_form.refuse(sentence)
    context = {
        "meeting": found,
        "tab": "",
        "member": request.visitor.member,
        "is_facilitator": request.visitor.is_facilitator,
        "forms": forms,
        "file_form": file_form,
        "most_bytes": str(MOST_BYTES),
        "too_large": SENTENCES[Refusal.LARGE],
        "is_full": sum(form.material is not None for form in forms) >= MOST_FILES,
        "is_refused": is_refused,
        "base": base,
        "own": posted_own(request),
        **more,
    }
    template = "meetings/_materials_editor.html" if request.htmx else "meetings/materials.html"
    return render(request, template, context, status=400 if is_refused else 200)


@open_to_links
@require_safe
@csp_replace({"default-src": [NONE], "sandbox": True, "frame-ancestors": [NONE]})
def material_file(request: Request, material: UUID) -> HttpResponseBase:
    """A stored file, to be saved on the reader's own device; never shown inside the site."""
    found = material_for(request.visitor, material)
    if not found.file:
        raise Http404
    return download(found.file, name=found.file_name, content_type=content_type_of(found.file_name))
