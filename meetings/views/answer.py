"""The answer page of a letter's link. Reading it changes nothing, ever: mail scanners open every link."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clubs.access import stand_by_link
from clubs.http import Request
from clubs.links import BadLink
from meetings.access import invitee_of_token
from meetings.cadence import deadline_of
from meetings.forms.answer import AnswerForm, seen_time
from meetings.models import Answer, AnswerValue, Invitee
from meetings.seats import hosts_of
from meetings.services import record_answer
from meetings.shown import greeting_of, reading_of
from meetings.views.by_link import bad_link, remember_seats
from ui.forms import add_service_error
from ui.http import redirect_done
from ui.links import kept_private, speak


@login_not_required
@kept_private
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """The answer of the person whom the link names: GET shows it, POST saves it."""
    try:
        invitee = invitee_of_token(token)
    except BadLink as error:
        return bad_link(request, error)
    stand_by_link(request.visitor, invitee.member, invitee.meeting.season.club)
    speak(request, invitee.member.mail_language)
    return _page(request, invitee, token)


def _page(request: Request, invitee: Invitee, token: str) -> HttpResponse:
    if request.method == "POST":
        form = AnswerForm(request.POST, meeting=invitee.meeting)
        if form.is_valid() and _save(form, invitee, seen=seen_time(request.POST)):
            remember_seats(request, [invitee])
            return redirect_done(request, "meetings:answer", "meetings-answered", token)
        return render(request, "meetings/answer.html", _context(invitee, form), status=400)
    tapped = request.GET.get("answer", "")
    chosen = tapped if tapped in AnswerValue.values else invitee.answer
    initial = {"answer": chosen, "greeting": greeting_of(invitee)}
    form = AnswerForm(initial=initial, meeting=invitee.meeting)
    return render(request, "meetings/answer.html", _context(invitee, form))


def _save(form: AnswerForm, invitee: Invitee, *, seen: int | None) -> bool:
    try:
        record_answer(
            invitee=invitee,
            value=form.cleaned_data["answer"],
            source=Answer.Source.MAIL,
            greeting=form.cleaned_data["greeting"],
            given_by=invitee.member,
            seen=seen,
        )
    except ValidationError as error:
        add_service_error(form, error)
        return False
    return True


def _context(invitee: Invitee, form: AnswerForm) -> dict[str, Any]:
    meeting, now = invitee.meeting, timezone.now()
    return {
        "form": form,
        "invitee": invitee,
        "member": invitee.member,
        "meeting": meeting,
        "is_open": meeting.is_ahead(now),
        "answer_by": deadline_of(meeting, asked_at=invitee.invited_at or now),
        "hosts": hosts_of(meeting),
        "facilitators": list(meeting.season.club.members.facilitators()),
        "reading": reading_of(meeting, invitee.member),
    }
