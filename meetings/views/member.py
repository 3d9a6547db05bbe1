"""A meeting as its people see it: overview, own answer, own ticks, calendar entry."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from clubs.http import Request
from meetings import ics
from meetings.access import material_for, meeting_for, member_of
from meetings.agenda import lines_of, minutes_of
from meetings.feed import own_entry
from meetings.forms.answer import seen_time
from meetings.gate import open_to_links
from meetings.matter import gather
from meetings.models import AgreedThing, Answer, Invitee, Meeting
from meetings.polls_shown import PollLine, open_polls
from meetings.seats import hosts_of, seats_of
from meetings.services import mark_read, record_answer
from meetings.shown import next_duty, reading_of
from meetings.themes_shown import themes_of
from meetings.views.versions import undo_of
from ui.http import posted_next, redirect_done


@open_to_links
@require_safe
def meeting(request: Request, meeting: UUID) -> HttpResponse:
    """The overview: when and where, own answer, agenda, reading, who comes, what is still open."""
    found = meeting_for(request.visitor, meeting)
    return render(request, "meetings/meeting.html", _overview(request, found))


def _overview(request: Request, found: Meeting) -> dict[str, Any]:
    visitor, now = request.visitor, timezone.now()
    member = visitor.member
    # Who answered what is for the club's own pages; a letter's link shows the meeting.
    table = seats_of(found, member) if visitor.user else None
    seat = _own_seat(request, found)
    items = list(found.agenda_items.all())
    hosts = table.hosts if table else hosts_of(found)
    is_editor = visitor.is_facilitator or bool(visitor.user and member in hosts)
    return {
        "meeting": found,
        "tab": "overview",
        "member": member,
        "is_facilitator": visitor.is_facilitator,
        "is_editor": is_editor,
        "undo": undo_of(request, found, request.GET.get("undo", "")) if is_editor else None,
        "seat": seat,
        "is_over": found.ends_at <= now,
        "has_begun": found.starts_at <= now,
        "days_left": found.days_until(now),
        "themes": themes_of([found])[found.pk].every,
        "hosts": hosts,
        "facilitators": list(found.season.club.members.facilitators()),
        "lines": lines_of(items, found.starts_at, now=now),
        "minutes": minutes_of(items),
        "reading": reading_of(found, member),
        "table": table,
        "duty": next_duty(member, after=found.starts_at) if visitor.user and member else None,
        "agreed_things": list(AgreedThing.objects.open_before(found)),
        "polls": _polls(request, found),
    }


def _polls(request: Request, found: Meeting) -> list[PollLine]:
    """The poll that looks for another time of this meeting, for the club's own pages."""
    member = request.visitor.member if request.visitor.user else None
    lines = open_polls(member, timezone.now()) if member else []
    return [line for line in lines if line.poll.meeting_id == found.pk]


def _own_seat(request: Request, found: Meeting) -> Invitee | None:
    return found.invitees.seated().filter(member=request.visitor.member).first()


@open_to_links
@require_POST
@vary_on_headers("HX-Request")
def answer_own(request: Request, meeting: UUID) -> HttpResponse:
    """Save the visitor's own answer and go back where it was given."""
    found = meeting_for(request.visitor, meeting)
    seat = _own_seat(request, found)
    if seat is None:
        raise Http404
    seat.meeting = found
    context: dict[str, Any] = {"invitee": seat, "meeting": found, "next": _next(request, found)}
    try:
        record_answer(
            invitee=seat,
            value=request.POST.get("answer", ""),
            source=Answer.Source.PAGE,
            given_by=request.visitor.member,
            seen=seen_time(request.POST),
        )
    except ValidationError as error:
        context["problem"] = " ".join(error.messages)
        template = "_answer_form.html" if request.htmx else "answer_refused.html"
        return render(request, f"meetings/{template}", context, status=400)
    if request.htmx:
        return render(request, "meetings/_answer_form.html", context)
    return redirect_done(request, context["next"], "meetings-answered")


def _next(request: Request, found: Meeting) -> str:
    """Where the form said it stood; else the meeting's own page."""
    return posted_next(request, reverse("meetings:meeting", args=[found.pk]))


@open_to_links
@require_POST
@vary_on_headers("HX-Request")
def material_read(request: Request, material: UUID) -> HttpResponse:
    """Set the visitor's own tick beside a piece of reading, or take it away (``is_read`` empty)."""
    found = material_for(request.visitor, material)
    is_read = bool(request.POST.get("is_read"))
    mark_read(material=found, member=member_of(request.visitor), is_read=is_read)
    if request.htmx:
        context: dict[str, Any] = {"material": found, "is_read": is_read}
        if request.POST.get("whole"):
            context["reading"] = reading_of(found.meeting, request.visitor.member)
        return render(request, "meetings/_reading_saved.html", context)
    return redirect_done(request, _next(request, found.meeting))


@open_to_links
@require_safe
def calendar(request: Request, meeting: UUID) -> HttpResponse:
    """The meeting as a calendar entry to download; the same entry as the one in the letter."""
    found = meeting_for(request.visitor, meeting)
    body = ics.publish([own_entry(gather(found), _own_seat(request, found))])
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": 'attachment; filename="tapaaminen.ics"'},
    )
