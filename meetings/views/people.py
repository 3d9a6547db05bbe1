"""Who comes, and who came."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.access import facilitated_club_for
from clubs.http import Request
from meetings.access import (
    edited_meeting_for,
    facilitated_meeting_for,
    is_host,
    managed_invitee_for,
    meeting_for,
    member_of,
)
from meetings.attendance_year import academic_year, grid_of
from meetings.forms.attendance import AttendanceForm
from meetings.models import Answer, Invitee, Meeting
from meetings.seats import hosts_of, seats_of
from meetings.services import record_answer, record_attendance, remind_silent
from meetings.services.attendance import people_without_seat
from meetings.shown import rows_of
from meetings.views.deeds import note_deed
from ui.http import redirect_done

# Room on the printed list for those who walk in.
EXTRA_LINES = 4


@require_safe
def participants(request: Request, meeting: UUID) -> HttpResponse:
    """Who comes: the ring and the list; to facilitators also how each answered, and their letters."""
    return show_participants(request, meeting_for(request.visitor, meeting))


def show_participants(request: Request, found: Meeting, problem: str = "") -> HttpResponse:
    """The page itself; with ``problem``, why what was just asked for could not be done (status 400)."""
    visitor, now = request.visitor, timezone.now()
    table = seats_of(found, visitor.member)
    context = {
        "meeting": found,
        "tab": "participants",
        "member": visitor.member,
        "is_facilitator": visitor.is_facilitator,
        "is_host": visitor.member in table.hosts,
        "problem": problem,
        "table": table,
        "rows": rows_of(found, table),
        "silent": [seat.invitee for seat in table.none if seat.invitee.invited_at],
        "is_open": found.is_ahead(now),
        "has_begun": found.starts_at <= now,
        "uninvited": _uninvited(found) if visitor.is_facilitator else [],
    }
    status = 400 if problem else 200
    return render(request, "meetings/participants.html", context, status=status)


def _uninvited(found: Meeting) -> list[Invitee]:
    """Whose invitation was withdrawn, of the people who are still in the club."""
    seats = found.invitees.filter(uninvited_at__isnull=False, member__left_at__isnull=True)
    return list(seats.select_related("member"))


@require_POST
def remind(request: Request, meeting: UUID) -> HttpResponse:
    """Remind those who have not answered, now."""
    found = facilitated_meeting_for(request.visitor, meeting)
    try:
        count = remind_silent(meeting=found, sender=member_of(request.visitor))
    except ValidationError as error:
        return show_participants(request, found, " ".join(error.messages))
    note_deed(request, found, "meetings.remind", f"{count} letters")
    notice = "meetings-reminded" if count else "meetings-nobody-silent"
    return redirect_done(request, "meetings:participants", notice, found.pk)


@require_POST
def answer_for(request: Request, meeting: UUID, invitee: UUID) -> HttpResponse:
    """Record an answer that somebody gave by word of mouth."""
    seat = managed_invitee_for(request.visitor, meeting, invitee)
    try:
        record_answer(
            invitee=seat,
            value=request.POST.get("answer", ""),
            source=Answer.Source.FACILITATOR,
            given_by=request.visitor.member,
        )
    except ValidationError as error:
        return show_participants(request, seat.meeting, " ".join(error.messages))
    note_deed(request, seat.meeting, "meetings.answer_for", str(seat.pk))
    return redirect_done(
        request, "meetings:participants", "meetings-answer-recorded", seat.meeting_id
    )


@require_http_methods(["GET", "POST"])
def attendance(request: Request, meeting: UUID) -> HttpResponse:
    """Tick who was there; whoever said yes is marked present until the form is saved."""
    found = facilitated_meeting_for(request.visitor, meeting)
    seats = list(
        found.invitees.seated().filter(member__left_at__isnull=True).select_related("member")
    )
    has_begun = found.starts_at <= timezone.now()
    others = people_without_seat(found) if has_begun else []
    form = AttendanceForm(request.POST or None, seats=seats, others=others)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            count = record_attendance(
                meeting=found, attendance=form.attendance, walked_in=form.walked_in
            )
            note_deed(request, found, "meetings.attendance", f"{count} changed")
            return redirect_done(request, "meetings:participants", "meetings-attendance", found.pk)
        status = 400
    context = {
        "meeting": found,
        "tab": "participants",
        "member": request.visitor.member,
        "is_facilitator": True,
        "is_host": is_host(request.visitor.member, found),
        "form": form,
        "rows": form.rows,
        "other_rows": form.other_rows,
        "is_saved": any(seat.attendance for seat in seats),
        "has_begun": has_begun,
    }
    return render(request, "meetings/attendance.html", context, status=status)


@require_safe
def attendance_list(request: Request, meeting: UUID) -> HttpResponse:
    """A list to print and to sign, for those who prepare the meeting."""
    found = edited_meeting_for(request.visitor, meeting)
    seats = found.invitees.seated().filter(member__left_at__isnull=True).select_related("member")
    context = {
        "meeting": found,
        "is_facilitator": request.visitor.is_facilitator,
        "hosts": hosts_of(found),
        "people": sorted((seat.member for seat in seats), key=lambda one: one.name_key),
        "extra": range(EXTRA_LINES),
    }
    return render(request, "meetings/attendance_list.html", context)


@require_safe
def attendance_year(request: Request, club: UUID) -> HttpResponse:
    """Who was at which meeting of an academic year."""
    found, now = facilitated_club_for(request.visitor, club), timezone.now()
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else None
    grid = grid_of(found, year=year, now=now)
    context = {"club": found, "grid": grid, "this_year": academic_year(now)}
    return render(request, "meetings/attendance_year.html", context)
