"""Calling a meeting off, and letting one person off it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from clubs.http import Request
from meetings import services
from meetings.access import facilitated_meeting_for, managed_invitee_for, member_of
from meetings.forms.ending import CallOffForm
from meetings.models import Meeting
from meetings.services.telling import people_of, reached_seats
from meetings.views.deeds import note_deed
from meetings.views.people import show_participants
from ui.forms import add_service_error
from ui.http import redirect_done


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: Request, meeting: UUID) -> HttpResponse:
    """Who gets a letter when the meeting is called off, the reason, and the button that does it."""
    found = facilitated_meeting_for(request.visitor, meeting)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "meetings/call_off.html", _context(found, form))
    if form.is_valid():
        try:
            count = services.call_off(
                meeting=found, by=member_of(request.visitor), **form.cleaned_data
            )
        except ValidationError as error:
            add_service_error(form, error)
        else:
            note_deed(request, found, "meetings.call_off", f"{count} letters")
            notice = "meetings-called-off-told" if count else "meetings-called-off"
            return redirect_done(request, "meetings:meeting", notice, found.pk)
    return render(request, "meetings/call_off.html", _context(found, form), status=400)


def _context(found: Meeting, form: CallOffForm) -> dict[str, Any]:
    return {
        "meeting": found,
        "form": form,
        "tab": "",
        "is_facilitator": True,
        "is_open": found.cancelled_at is None and found.ends_at > timezone.now(),
        "people": people_of(reached_seats(found)),
    }


@require_POST
def uninvite(request: Request, meeting: UUID, invitee: UUID) -> HttpResponse:
    """Withdraw one person's invitation."""
    seat = managed_invitee_for(request.visitor, meeting, invitee)
    try:
        count = services.uninvite(invitee=seat, by=member_of(request.visitor))
    except ValidationError as error:
        return show_participants(request, seat.meeting, " ".join(error.messages))
    note_deed(request, seat.meeting, "meetings.uninvite", str(seat.pk))
    notice = "meetings-uninvited-told" if count else "meetings-uninvited"
    return redirect_done(request, "meetings:participants", notice, seat.meeting_id)


@require_POST
def invite_again(request: Request, meeting: UUID, invitee: UUID) -> HttpResponse:
    """Give somebody whose invitation was withdrawn the seat back."""
    seat = managed_invitee_for(request.visitor, meeting, invitee)
    try:
        count = services.invite_again(invitee=seat, by=member_of(request.visitor))
    except ValidationError as error:
        return show_participants(request, seat.meeting, " ".join(error.messages))
    note_deed(request, seat.meeting, "meetings.invite_again", str(seat.pk))
    notice = "meetings-invited" if count else "meetings-invited-again"
    return redirect_done(request, "meetings:participants", notice, seat.meeting_id)
