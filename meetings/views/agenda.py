"""The editor of a meeting's agenda, for its host pair and facilitators.

It is one form. A button beside a row posts the whole list and gives it back changed; "save" writes, and so does the page
by itself while one types (``do=auto``), as soon as the rows are whole.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from clubs.http import Request
from meetings.access import edited_meeting_for, member_of
from meetings.agenda import lines_of, minutes_of
from meetings.forms.agenda import (
    checked,
    fresh_place,
    posted_rows,
    row_of,
    typed_content,
    typed_items,
)
from meetings.forms.program import AgendaRowForm, forms_of
from meetings.methods import methods_for
from meetings.models import AgendaItem, Meeting
from meetings.rows import Row, button_after, without_blank
from meetings.services import save_agenda
from meetings.services.revisions import Part, Stale, content_of, mark_of
from meetings.versions import lines_of as versions_of
from meetings.views.versions import base_in, note_saved, own_before, posted_own, show_stale
from ui.http import redirect_done, with_query


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def agenda(request: Request, meeting: UUID) -> HttpResponse:
    """The agenda's editor: rows whose minutes are summed against the length while the start times roll."""
    found = edited_meeting_for(request.visitor, meeting)
    if request.method != "POST":
        content = content_of(found, Part.AGENDA)
        return _page(request, found, [row_of(row) for row in content], base=mark_of(content))
    do = request.POST.get("do", "")
    rows = posted_rows(request.POST, len(_people(found)) if do.startswith("method:") else 0)
    if do == "auto":
        return _save_by_itself(request, found, rows)
    if do == "save":
        return _save(request, found, rows)
    if do == "merge":
        theirs = versions_of(Part.AGENDA, content_of(found, Part.AGENDA), {})
        return _page(request, found, rows, theirs=theirs)
    forms = forms_of(AgendaRowForm, rows, is_checked=False)
    if (fresh := fresh_place(request.POST, rows)) >= 0:
        forms[fresh].fields["title"].widget.attrs["autofocus"] = True
    return _page(request, found, rows, forms, focused=button_after(do, len(rows)))


def _save(request: Request, found: Meeting, rows: Sequence[Row]) -> HttpResponse:
    forms = checked(rows)
    if not all(form.is_valid() for form in forms):
        return _page(request, found, without_blank(rows, AgendaRowForm.typed), forms)
    try:
        _write(request, found, forms)
    except Stale as stale:
        return show_stale(request, found, part=Part.AGENDA, stale=stale, mine=typed_content(rows))
    except ValidationError as error:
        return _page(request, found, rows, problem=" ".join(error.messages))
    to = with_query(reverse("meetings:meeting", args=[found.pk]), undo=Part.AGENDA)
    return redirect_done(request, to, "meetings-saved")


def _write(request: Request, found: Meeting, forms: Sequence[AgendaRowForm]) -> int:
    member = member_of(request.visitor)
    values = [form.value for form in forms]
    save_agenda(meeting=found, rows=values, by=member, **base_in(request))
    return note_saved(request, found, Part.AGENDA, "meetings.agenda", f"{len(forms)} rows")


def _save_by_itself(request: Request, found: Meeting, rows: Sequence[Row]) -> HttpResponse:
    """What of the page changes when it saves by itself: the time, the sum, the strip and the start times."""
    forms = checked(rows)
    state, own, base = "waits", posted_own(request), request.POST.get("base", "")
    if all(form.is_valid() for form in forms):
        try:
            own, state = _write(request, found, forms), "saved"
        except Stale:
            state = "stale"
        else:
            base = mark_of(content_of(found, Part.AGENDA))
    context = {
        **_sums(found, rows),
        **{"meeting": found, "state": state, "own": own, "base": base, "saved_at": timezone.now()},
        "undo_to": own_before(found, Part.AGENDA, own),
    }
    status = 409 if state == "stale" else 200
    return render(request, "meetings/_agenda_live.html", context, status=status)


def _sums(found: Meeting, rows: Sequence[Row]) -> dict[str, Any]:
    lines = lines_of(typed_items(rows), found.starts_at)
    total = minutes_of(line.item for line in lines)
    return {
        "lines": lines,
        "total": total,
        "missing": found.length - total,
        "excess": total - found.length,
    }


def _people(found: Meeting) -> list[bool]:
    """Whether each of those who are expected is new in the role."""
    seats = found.invitees.seated().filter(member__left_at__isnull=True)
    return list(seats.values_list("member__is_new_in_role", flat=True))


def _page(
    request: Request,
    found: Meeting,
    rows: Sequence[Row],
    forms: Sequence[AgendaRowForm] | None = None,
    **more: Any,
) -> HttpResponse:
    is_refused = any(form.errors for form in forms or []) or "problem" in more
    forms = forms_of(AgendaRowForm, rows, is_checked=False) if forms is None else forms
    people = _people(found)
    sums = _sums(found, rows)
    is_forming = any(row["kind"] == AgendaItem.Kind.GROUP_FORMING for row in rows)
    context = {
        **{"meeting": found, "tab": "", "is_facilitator": request.visitor.is_facilitator},
        **{"forms": forms, "pairs": list(zip(forms, sums["lines"], strict=True))},
        **{"is_refused": is_refused, "base": request.POST.get("base", ""), "state": ""},
        "own": posted_own(request),
        "methods": [(method, method.advice(len(people))) for method in methods_for(len(people))],
        "people": len(people),
        "needs_forming": any(people) and not is_forming,
        **sums,
        **more,
    }
    template = "meetings/_agenda_editor.html" if request.htmx else "meetings/agenda.html"
    return render(request, template, context, status=400 if is_refused else 200)
