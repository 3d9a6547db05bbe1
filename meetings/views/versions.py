"""What the editors of a meeting's parts share: both versions side by side, the way back, and saving while one types."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clubs.http import Request
from meetings.access import member_of
from meetings.models import Meeting, Revision, Theme
from meetings.services.revisions import Content, Part, Stale, content_of, mark_of, newest
from meetings.services.undoing import before
from meetings.versions import Pair, lines_of, side_by_side
from meetings.views.deeds import note_deed

PAGES = {
    Part.DETAILS: "meetings:meeting-edit",
    Part.AGENDA: "meetings:agenda",
    Part.MATERIALS: "meetings:materials",
}
# A save that changed nothing offers no way back to before an old one.
BAR_FOR = dt.timedelta(hours=1)
UNKEPT = {"csrfmiddlewaretoken", "base", "own", "do"}


def theme_names(meeting: Meeting) -> dict[str, str]:
    """The names of the club's themes by their keys, as a content holds them."""
    themes = Theme.objects.filter(club=meeting.season.club_id)
    return {str(pk): name for pk, name in themes.values_list("pk", "name")}


def pairs_of(meeting: Meeting, part: str, left: Content, right: Content) -> list[Pair]:
    """Two contents of a part in words, side by side."""
    themes = theme_names(meeting) if part == Part.DETAILS else {}
    return side_by_side(part, lines_of(part, left, themes), lines_of(part, right, themes))


def show_stale(
    request: Request, found: Meeting, *, part: str, stale: Stale, mine: Content, **more: Any
) -> HttpResponse:
    """409: what was typed beside what somebody else has saved. Every button carries on from both; nothing is lost."""
    context = {
        "meeting": found,
        "tab": "",
        "is_facilitator": request.visitor.is_facilitator,
        "part": Part(part),
        "pairs": pairs_of(found, part, mine, stale.theirs),
        "revision": stale.revision,
        "base": stale.mark,
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in UNKEPT
            for value in values
        ],
        "editor": reverse(PAGES[Part(part)], args=[found.pk]),
        **more,
    }
    template = "meetings/_stale.html" if request.htmx else "meetings/stale.html"
    return render(request, template, context, status=409)


def posted_own(request: Request) -> int:
    """The number of the revision that the page has saved itself; 0 before it has."""
    text = request.POST.get("own", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def base_in(request: Request) -> dict[str, Any]:
    """The arguments of ``revised`` from a posted page."""
    return {
        "base": request.POST.get("base", ""),
        "own": posted_own(request),
    }


def note_saved(request: Request, found: Meeting, part: str, action: str, detail: str) -> int:
    """The number of the revision that now stands; a line in the log unless the page only added to its own."""
    last = newest(found, part)
    number = last.number if last else 0
    if number != posted_own(request):
        note_deed(request, found, action, detail)
    return number


def undo_of(request: Request, found: Meeting, part: str) -> dict[str, Any] | None:
    """The bar with the way back, after the visitor has saved a part: what to bring back, and from what."""
    if part not in Part.values:
        return None
    last = newest(found, part)
    if last is None or last.saved_by_id != member_of(request.visitor).pk:
        return None
    if timezone.now() - last.saved_at > BAR_FOR:
        return None
    stands = mark_of(content_of(found, part))
    earlier = before(last)
    if earlier is None or mark_of(last.content) != stands:
        return None
    return {"part": Part(part), "revision": earlier, "base": stands}


def own_before(found: Meeting, part: str, own: int) -> Revision | None:
    """What stood before the page began to save by itself; None while it has not."""
    mine = Revision.objects.filter(meeting=found, part=part, number=own).first() if own else None
    return before(mine) if mine else None


def revision_of(found: Meeting, pk: UUID) -> Revision | None:
    """A revision of this meeting."""
    return Revision.objects.filter(meeting=found, pk=pk).first()
