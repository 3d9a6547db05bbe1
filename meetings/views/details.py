"""Editing a meeting's own details."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from clubs.http import Request
from meetings.access import edited_meeting_for
from meetings.forms.details import MeetingForm, details_of
from meetings.models import Meeting
from meetings.services import edit_meeting
from meetings.services.telling import letter_seats, people_of
from meetings.views.deeds import note_deed
from ui.forms import add_service_error
from ui.http import redirect_done


@require_http_methods(["GET", "POST"])
def meeting_edit(request: Request, meeting: UUID) -> HttpResponse:
    """The form of a meeting's title, time, place, link, note and themes, for facilitators and its host pair."""
    found = edited_meeting_for(request.visitor, meeting)
    if found.cancelled_at is not None:
        return redirect("meetings:meeting", found.pk)
    if request.method != "POST":
        form = MeetingForm(initial=details_of(found), meeting=found)
        return render(request, "meetings/meeting_edit.html", _context(request, found, form))
    form = MeetingForm(request.POST, initial=details_of(found), meeting=found)
    before = found.sequence
    if form.is_valid() and _save(request, found, form):
        is_told = found.sequence > before and found.ends_at > timezone.now()
        notice = "meetings-saved-told" if is_told else "meetings-saved"
        return redirect_done(request, "meetings:meeting", notice, found.pk)
    # The page names the meeting as it is, not as it was typed.
    found.refresh_from_db()
    return render(request, "meetings/meeting_edit.html", _context(request, found, form), status=400)


def _save(request: Request, found: Meeting, form: MeetingForm) -> bool:
    try:
        edit_meeting(meeting=found, editor=request.visitor.member, **form.details)
    except ValidationError as error:
        add_service_error(form, error, named="day")
        return False
    note_deed(request, found, "meetings.edit", f"sequence {found.sequence}")
    return True


def _context(request: Request, found: Meeting, form: MeetingForm) -> dict[str, Any]:
    return {
        "meeting": found,
        "form": form,
        "tab": "",
        "is_facilitator": request.visitor.is_facilitator,
        "is_announced": bool(found.invited_at) and found.starts_at > timezone.now(),
        "is_over": found.ends_at <= timezone.now(),
        "people": people_of(seat for seat in letter_seats(found) if seat.invited_at),
    }
