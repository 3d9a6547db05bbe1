"""What was saved of a meeting's parts, by whom and when, and the way back to it."""

from itertools import pairwise
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clubs.http import Request
from meetings.access import edited_meeting_for, member_of
from meetings.models import Meeting, Revision
from meetings.services.details import tells
from meetings.services.revisions import Part, Stale
from meetings.services.undoing import restore_revision
from meetings.versions import Pair, lines_of, side_by_side
from meetings.views.deeds import note_deed
from meetings.views.versions import PAGES, revision_of, theme_names
from ui.http import HttpResponseSeeOther, posted_next, redirect_done, with_query

MOST_SHOWN = 40


@require_safe
def history(request: Request, meeting: UUID) -> HttpResponse:
    """All that was saved of a meeting, the newest first."""
    return _page(request, edited_meeting_for(request.visitor, meeting))


def _page(request: Request, found: Meeting, problem: str = "") -> HttpResponse:
    revisions = Revision.objects.filter(meeting=found).select_related("saved_by")
    shown = list(revisions.order_by("-saved_at", "-number")[:MOST_SHOWN])
    context = {
        "meeting": found,
        "tab": "",
        "is_facilitator": request.visitor.is_facilitator,
        "rows": _changes(found, shown),
        "problem": problem,
        "most": MOST_SHOWN if len(shown) == MOST_SHOWN else 0,
    }
    return render(request, "meetings/history.html", context, status=400 if problem else 200)


def _changes(
    found: Meeting, revisions: list[Revision]
) -> list[tuple[Revision, list[Pair], Revision]]:
    """Each save with what it changed, and what stood before it."""
    themes = theme_names(found)
    rows = []
    for part in Part.values:
        of_part = [one for one in revisions if one.part == part]
        of_part.sort(key=lambda one: -one.number)
        for new, old in pairwise(of_part):
            pairs = side_by_side(
                part, lines_of(part, old.content, themes), lines_of(part, new.content, themes)
            )
            rows.append((new, [pair for pair in pairs if not pair.is_same], old))
    return sorted(rows, key=lambda row: row[0].saved_at, reverse=True)


@require_POST
def revision_restore(request: Request, meeting: UUID, revision: UUID) -> HttpResponse:
    """Bring a part back to what it was. What would send letters is opened in the editor instead, with its warning."""
    found = edited_meeting_for(request.visitor, meeting)
    wanted = revision_of(found, revision)
    if wanted is None:
        raise Http404
    if wanted.part == Part.DETAILS and tells(found, wanted.content):
        editor = reverse(PAGES[Part.DETAILS], args=[found.pk])
        return HttpResponseSeeOther(with_query(editor, revision=str(wanted.pk)))
    try:
        base = request.POST.get("base", "")
        restore_revision(revision=wanted, by=member_of(request.visitor), base=base)
    except Stale:
        return redirect_done(request, "meetings:history", "meetings-saved-meanwhile", found.pk)
    except ValidationError as error:
        return _page(request, found, " ".join(error.messages))
    note_deed(request, found, "meetings.restore", f"{wanted.part} {wanted.number}")
    meeting_page = reverse("meetings:meeting", args=[found.pk])
    to = with_query(posted_next(request, meeting_page), undo=wanted.part)
    return redirect_done(request, to, "meetings-restored")
