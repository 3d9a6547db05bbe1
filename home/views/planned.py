"""Letters that leave by themselves: look at one, send it now, move it, skip it, take that back."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clubs.access import facilitated_club_for
from clubs.http import Request
from clubs.models import Club, Member
from home.outboxpage import move_form, move_name, planned_sendings, preview_of
from home.views.outbox import show_outbox
from meetings.gate import framed, letter_frame
from meetings.sendings import PlannedSending
from meetings.services import move_letter, restore_letter, send_planned_now, skip_letter
from meetings.wallclock import at_wall
from ui.forms import add_service_error
from ui.http import HttpResponseSeeOther, redirect_done, with_query


@require_safe
def planned(request: Request, club: UUID, meeting: UUID, step: str) -> HttpResponse:
    """The letter as its first recipient would get it if it left now, with links that lead nowhere."""
    found = facilitated_club_for(request.visitor, club)
    shown = _sending(found, meeting, step)
    letter = preview_of(shown, now=timezone.now())
    context = {"club": found, "sending": shown, "letter": letter}
    return render(request, "home/planned.html", context)


@require_safe
@letter_frame
def planned_html(request: Request, club: UUID, meeting: UUID, step: str) -> HttpResponse:
    """The letter itself for its frame; ``?part=text`` is its text part."""
    found = facilitated_club_for(request.visitor, club)
    written = preview_of(_sending(found, meeting, step), now=timezone.now())
    if written is None:
        raise Http404
    return framed(request, written)


@require_POST
def planned_change(request: Request, club: UUID, meeting: UUID, step: str) -> HttpResponse:
    """Do with the letters of one step about one meeting what the pressed button says."""
    found = facilitated_club_for(request.visitor, club)
    sending = _sending(found, meeting, step)
    if not sending.can_skip:
        raise Http404
    member = request.visitor.member
    assert member is not None
    try:
        match request.POST.get("action", ""):
            case "send":
                return _send(request, found, sending, member)
            case "move":
                return _move(request, found, sending, member)
            case "skip":
                skip_letter(meeting=sending.meeting, step=step, by=member, now=timezone.now())
                return _with_undo(found, sending)
            case "restore":
                restore_letter(meeting=sending.meeting, step=step, by=member, now=timezone.now())
                return redirect_done(request, "home:outbox", "planned-restored", found.pk)
    except ValidationError as error:
        return show_outbox(request, found, status=400, problem=" ".join(error.messages))
    raise BadRequest("no such action")


def _send(request: Request, club: Club, sending: PlannedSending, member: Member) -> HttpResponse:
    count = send_planned_now(
        meeting=sending.meeting, step=sending.step, by=member, now=timezone.now()
    )
    notice = "planned-sent" if count else "planned-nobody"
    return redirect_done(request, "home:outbox", notice, club.pk)


def _move(request: Request, club: Club, sending: PlannedSending, member: Member) -> HttpResponse:
    form = move_form(sending, request.POST)
    at = _moment(request.POST.get("at", ""))
    if at is None and form.is_valid():
        try:
            at = at_wall(form.cleaned_data["day"], form.cleaned_data["clock"])
        except ValidationError as error:
            form.add_error("clock", error)
    if at is not None:
        try:
            move_letter(
                meeting=sending.meeting,
                step=sending.step,
                send_at=at,
                by=member,
                now=timezone.now(),
            )
        except ValidationError as error:
            form.is_valid()
            add_service_error(form, ValidationError({"day": error.messages}))
        else:
            return _with_undo(club, sending)
    return show_outbox(request, club, move=form)


def _moment(given: str) -> dt.datetime | None:
    """The moment that the undo bar gives back."""
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


def _with_undo(club: Club, before: PlannedSending) -> HttpResponse:
    """Back to the screen with a bar that can take it back; it stays until it is closed."""
    was = "skipped" if before.is_skipped else before.at.isoformat() if before.is_by_hand else ""
    url = reverse("home:outbox", args=[club.pk])
    return HttpResponseSeeOther(with_query(url, undo=f"{move_name(before)}:{was}"))


def _sending(club: Club, meeting: UUID, step: str) -> PlannedSending:
    for one in planned_sendings(club, now=timezone.now()):
        if one.meeting.pk == meeting and one.step == step:
            return one
    raise Http404
