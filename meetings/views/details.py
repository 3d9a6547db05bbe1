"""Editing a meeting's own details, and a copy of a meeting."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from clubs.http import Request
from meetings.access import edited_meeting_for, facilitated_meeting_for, member_of
from meetings.forms.details import MeetingForm, WordsForm, content_in, details_in, details_of
from meetings.models import Meeting, Revision
from meetings.services import edit_meeting, edit_words
from meetings.services.overlaps import next_day
from meetings.services.revisions import Part, Stale, base_of, content_of, mark_of
from meetings.services.telling import letter_seats, people_of
from meetings.services.undoing import duplicate_meeting
from meetings.versions import lines_of
from meetings.views.deeds import note_deed
from meetings.views.versions import (
    base_in,
    note_saved,
    own_before,
    posted_own,
    revision_of,
    show_stale,
    theme_names,
)
from ui.forms import add_service_error
from ui.http import redirect_done, with_query


@require_http_methods(["GET", "POST"])
def meeting_edit(request: Request, meeting: UUID) -> HttpResponse:
    """The form of a meeting's title, time, place, link, note and themes, for facilitators and its host pair.

    With ``revision`` it opens with what stood once. ``do=auto`` saves the words only, for which no letter leaves.
    """
    found = edited_meeting_for(request.visitor, meeting)
    if found.cancelled_at is not None:
        return redirect("meetings:meeting", found.pk)
    content = content_of(found, Part.DETAILS)
    if request.method != "POST":
        earlier = _earlier(request, found)
        initial = details_in(earlier.content) if earlier else details_of(found)
        form = MeetingForm(initial=initial, meeting=found)
        return _page(request, found, form, base=mark_of(content), earlier=earlier)
    if request.POST.get("do") == "auto":
        return _save_by_itself(request, found)
    form = MeetingForm(request.POST, initial=details_of(found), meeting=found)
    if request.POST.get("do") == "merge":
        return _page(request, found, form, theirs=_theirs(found, content))
    return _save(request, found, form)


def _earlier(request: Request, found: Meeting) -> Revision | None:
    try:
        earlier = revision_of(found, UUID(request.GET.get("revision", "")))
    except ValueError:
        return None
    return earlier if earlier and earlier.part == Part.DETAILS else None


def _theirs(found: Meeting, content: dict[str, Any]) -> list[Any]:
    return lines_of(Part.DETAILS, content, theme_names(found))


def _save(request: Request, found: Meeting, form: MeetingForm) -> HttpResponse:
    before = found.sequence
    if not form.is_valid():
        return _page(request, found, form, status=400)
    details = form.details
    try:
        edit_meeting(meeting=found, editor=request.visitor.member, **details, **base_in(request))
    except Stale as stale:
        more = _who_hears(found)
        mine = content_in(details)
        return show_stale(request, found, part=Part.DETAILS, stale=stale, mine=mine, **more)
    except ValidationError as error:
        _add_error(form, error)
        # The page names the meeting as it is, not as it was typed.
        found.refresh_from_db()
        return _page(request, found, form, status=400)
    note_saved(request, found, Part.DETAILS, "meetings.edit", f"sequence {found.sequence}")
    is_told = found.sequence > before and found.ends_at > timezone.now()
    to = with_query(reverse("meetings:meeting", args=[found.pk]), undo=Part.DETAILS)
    return redirect_done(request, to, "meetings-saved-told" if is_told else "meetings-saved")


def _add_error(form: MeetingForm, error: ValidationError) -> None:
    """What is wrong with the time belongs to the day, as one types it."""
    if hasattr(error, "error_dict") and "starts_at" in error.error_dict:
        form.add_error("day", error.error_dict.pop("starts_at"))
    add_service_error(form, error, named="day")


def _save_by_itself(request: Request, found: Meeting) -> HttpResponse:
    """The words, saved while one types them; what would send letters waits for the button."""
    form = WordsForm(request.POST)
    state, own, base = "waits", posted_own(request), request.POST.get("base", "")
    if form.is_valid():
        member = member_of(request.visitor)
        try:
            edit_words(meeting=found, by=member, **form.cleaned_data, **base_in(request))
        except Stale:
            state = "stale"
        else:
            own = note_saved(request, found, Part.DETAILS, "meetings.edit", "words")
            state, base = "saved", base_of(Meeting.objects.get(pk=found.pk), Part.DETAILS)
    context = {
        **{"meeting": found, "state": state, "own": own, "base": base, "saved_at": timezone.now()},
        "undo_to": own_before(found, Part.DETAILS, own),
        "only_words": True,
    }
    status = 409 if state == "stale" else 200
    return render(request, "meetings/_saved_by_itself.html", context, status=status)


def _who_hears(found: Meeting) -> dict[str, Any]:
    return {
        "is_announced": bool(found.invited_at) and found.starts_at > timezone.now(),
        "people": people_of(seat for seat in letter_seats(found) if seat.invited_at),
    }


def _page(
    request: Request, found: Meeting, form: MeetingForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "meeting": found,
        "form": form,
        "tab": "",
        "is_facilitator": request.visitor.is_facilitator,
        "is_over": found.ends_at <= timezone.now(),
        "base": request.POST.get("base", ""),
        "own": posted_own(request),
        "state": "",
        "copy_on": next_day(found.season) if request.visitor.is_facilitator else None,
        **_who_hears(found),
        **more,
    }
    return render(request, "meetings/meeting_edit.html", context, status=status)


@require_POST
def meeting_duplicate(request: Request, meeting: UUID) -> HttpResponse:
    """Make a copy of a meeting on the next free day of its season; nobody is invited to it."""
    found = facilitated_meeting_for(request.visitor, meeting)
    try:
        copy = duplicate_meeting(meeting=found)
    except ValidationError as error:
        form = MeetingForm(initial=details_of(found), meeting=found)
        base = base_of(found, Part.DETAILS)
        problem = " ".join(error.messages)
        return _page(request, found, form, status=400, base=base, problem=problem)
    note_deed(request, copy, "meetings.duplicate", f"of {found.pk}")
    return redirect_done(request, "meetings:meeting-edit", "meetings-duplicated", copy.pk)
