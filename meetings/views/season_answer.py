"""The page of the season letter's link: all dates, one answer each. Reading it changes nothing."""

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
from meetings.access import season_invitation_of_token
from meetings.forms.answer import seen_time
from meetings.forms.season_answers import SeasonAnswersForm
from meetings.models import Invitee, SeasonInvitation
from meetings.path import hosts_at_hand, with_seat_hosts
from meetings.services import answer_season
from meetings.views.by_link import bad_link, remember_seats
from ui.forms import add_service_error
from ui.http import redirect_done
from ui.links import kept_private, speak


@login_not_required
@kept_private
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def season_answer(request: Request, token: str) -> HttpResponse:
    """The answers of the person whom the link names: GET shows them, POST saves them."""
    try:
        invitation = season_invitation_of_token(token)
    except BadLink as error:
        return bad_link(request, error)
    member = invitation.member
    stand_by_link(request.visitor, member, invitation.season.club)
    speak(request, member.mail_language)
    return _page(request, invitation, token)


def _seats(invitation: SeasonInvitation) -> list[Invitee]:
    """The person's seats at the season's coming meetings, with what a row shows of each."""
    seats = Invitee.objects.filter(
        meeting__season=invitation.season_id,
        member=invitation.member_id,
        meeting__starts_at__gt=timezone.now(),
        meeting__cancelled_at__isnull=True,
        uninvited_at__isnull=True,
    )
    return list(with_seat_hosts(seats).order_by("meeting__starts_at"))


def _page(request: Request, invitation: SeasonInvitation, token: str) -> HttpResponse:
    seats = _seats(invitation)
    if request.method != "POST":
        return _shown(request, invitation, SeasonAnswersForm(seats=seats))
    form = SeasonAnswersForm(request.POST, seats=seats)
    if form.is_valid() and _save(request, form, invitation):
        remember_seats(request, [seat for seat in seats if seat.meeting_id in form.answers])
        return redirect_done(request, "meetings:season-answer", "meetings-season-answered", token)
    return _shown(request, invitation, form, status=400)


def _save(request: Request, form: SeasonAnswersForm, invitation: SeasonInvitation) -> bool:
    seen = {key: seen_time(request.POST, f"seen-{key}") for key in form.answers}
    try:
        answer_season(invitation=invitation, answers=form.answers, seen=seen)
    except ValidationError as error:
        add_service_error(form, error)
        return False
    return True


def _shown(
    request: Request, invitation: SeasonInvitation, form: SeasonAnswersForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "rows": [(seat, field, hosts_at_hand(seat.meeting)) for seat, field in form.rows],
        "season": invitation.season,
        "member": invitation.member,
        "has_answered": any(seat.answer for seat in form.seats),
        "facilitator": invitation.season.club.members.facilitators().first(),
    }
    return render(request, "meetings/season_answer.html", context, status=status)
