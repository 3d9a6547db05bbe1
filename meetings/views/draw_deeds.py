"""What facilitators do with the draw: drawing, confirming, undoing, and finding partners."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from clubs.access import facilitated_season_for
from clubs.http import Request
from clubs.models import Season
from meetings.access import managed_draw_for, member_of
from meetings.draw_plan import describe_given_way, describe_rules
from meetings.draw_shown import ring_of
from meetings.services import confirm_draw, draw_pairs, draw_partner, join_pair, undo_draw
from meetings.services.draw_inputs import meetings_to_host
from meetings.views.draw import make_form, show_draw, shown_draw, turns_shown
from ui.http import redirect_done

NO_CHOICE = _("Choose a pair that the person can join.")
# Presses that come second show what the first one did.
SEEN = {"done": "already-drawn", "settled": "partner-settled"}


@require_POST
def draw_new(request: Request, season: UUID) -> HttpResponse:
    """Draw the pairs. Drawing again needs a reason; whoever presses second sees the result of the first."""
    found = facilitated_season_for(request.visitor, season)
    current, is_pending = shown_draw(found, is_facilitator=True)
    turns = turns_shown(found, current, None, is_pending=is_pending) if current else []
    if current is not None and "replaces" not in request.POST:
        return redirect_done(request, "meetings:draw", "already-drawn", season=found.pk)
    people = list(found.club.members.invited())
    meetings = meetings_to_host(found).count()
    if "more" in request.POST:
        form = make_form(people, meetings, seen=current, turns=turns, typed=request.POST)
        return show_draw(request, found, form=form)
    form = make_form(people, meetings, request.POST, seen=current, turns=turns)
    if not form.is_valid():
        return show_draw(request, found, form=form, status=400)
    try:
        draw_pairs(season=found, drawn_by=member_of(request.visitor), **form.values)
    except ValidationError as error:
        return _refused(request, found, error)
    return redirect_done(request, "meetings:draw", "pairs-drawn", season=found.pk)


def _refused(request: Request, season: Season, error: ValidationError) -> HttpResponse:
    """Why it could not be done; for a second press, what the first one did."""
    if error.code in SEEN:
        return redirect_done(request, "meetings:draw", SEEN[error.code], season=season.pk)
    return show_draw(request, season, problem=error.messages[0], status=400)


@require_POST
def draw_confirm(request: Request, draw: UUID) -> HttpResponse:
    """Let the drawn pairs stand."""
    found = managed_draw_for(request.visitor, draw)
    try:
        confirm_draw(draw=found, by=member_of(request.visitor))
    except ValidationError as error:
        return _refused(request, found.season, error)
    return redirect_done(request, "meetings:draw", "draw-confirmed", season=found.season_id)


@require_POST
def draw_undo(request: Request, draw: UUID) -> HttpResponse:
    """Take the confirmation back."""
    found = managed_draw_for(request.visitor, draw)
    try:
        undo_draw(draw=found, by=member_of(request.visitor))
    except ValidationError as error:
        return _refused(request, found.season, error)
    return redirect_done(request, "meetings:draw", "draw-undone", season=found.season_id)


@require_POST
def draw_partner_new(request: Request, season: UUID) -> HttpResponse:
    """Let somebody without a partner join a pair, or draw a partner for them."""
    found = facilitated_season_for(request.visitor, season)
    by = member_of(request.visitor)
    people = found.club.members.invited()
    member = next((one for one in people if str(one.pk) == request.POST.get("member")), None)
    into = request.POST.get("into", "")
    group = next((one for one in found.groups.all() if str(one.pk) == into), None)
    try:
        if member is None or not (into == "lot" or group):
            raise ValidationError(NO_CHOICE, code="gone")
        if group is None:
            draw_partner(season=found, member=member, by=by)
            return redirect_done(request, "meetings:draw", "partner-drawn", season=found.pk)
        join_pair(member=member, into=group, by=by)
    except ValidationError as error:
        return _refused(request, found, error)
    return redirect_done(request, "meetings:draw", "partner-joined", season=found.pk)


@require_safe
def draw_show(request: Request, season: UUID) -> HttpResponse:
    """The draw on a projector: the table of seats, and the pairs one by one."""
    found = facilitated_season_for(request.visitor, season)
    current, is_pending = shown_draw(found, is_facilitator=True)
    context: dict[str, Any] = {
        "club": found.club,
        "season": found,
        "draw": current,
        "is_pending": is_pending,
    }
    if current is not None:
        turns = turns_shown(found, current, None, is_pending=is_pending)
        gave_way = current.outcome.get("gave_way", [])
        context |= {
            "turns": turns,
            "ring": ring_of(turns),
            "number": current.seed[:8],
            "rules": describe_rules(gave_way),
            "given_way": describe_given_way(gave_way),
        }
    return render(request, "meetings/draw_show.html", context)
