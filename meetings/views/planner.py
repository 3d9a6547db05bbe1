"""The season's planner: the page of a season, and what its buttons do."""

from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.access import facilitated_club_for, facilitated_season_for
from clubs.http import Request
from clubs.models import Season
from meetings.access import facilitated_meeting_for
from meetings.agenda import in_hours
from meetings.forms.planner import day_name
from meetings.path import current_season
from meetings.services.copying import copy_season, seasons_to_copy
from meetings.services.drawing import published_draw
from meetings.services.overlaps import next_day
from meetings.services.planning import add_meeting, edit_plan, remove_meeting
from meetings.views.plan_rows import Plan, read_plan
from meetings.views.season_new import show_new
from meetings.wallclock import at_wall
from meetings.yearline import marks_of, season_line
from ui.forms import DayField, add_service_error
from ui.http import redirect_done


@require_safe
def planner(request: Request, club: UUID) -> HttpResponse:
    """The planner of the season that is going on or comes next; before the first season, the form for it."""
    found = facilitated_club_for(request.visitor, club)
    season = current_season(found)
    if season is None:
        return show_new(request, found)
    season.club = found
    return _render(request, read_plan(season))


@require_http_methods(["GET", "POST"])
def season(request: Request, season: UUID) -> HttpResponse:
    """One season's planner. POST saves the rows; with ``use=<meeting>`` that meeting takes the proposed day."""
    found = facilitated_season_for(request.visitor, season)
    if request.method != "POST":
        return _render(request, read_plan(found))
    plan = read_plan(found, _with_proposal(found, request.POST))
    if _save(plan):
        return redirect_done(request, "meetings:season", "saved", season=found.pk)
    return _render(request, plan)


def _with_proposal(season: Season, data: QueryDict) -> QueryDict:
    """The posted rows, with the proposed day in the row whose button was pressed."""
    if "use" not in data:
        return data
    for row in read_plan(season, data).rows():
        if row.meeting.pk.hex == data["use"] and row.hint and row.hint.proposal:
            changed = data.copy()
            changed[day_name(data["use"])] = DayField().prepare_value(row.hint.proposal)
            return changed
    return data


def _save(plan: Plan) -> bool:
    """Save a plan's form; what the service refuses becomes an error of the form."""
    form = plan.form
    if not form.is_valid():
        return False
    try:
        edit_plan(season=plan.season, name=form.cleaned_data["name"], rows=form.rows())
    except ValidationError as error:
        add_service_error(form, error, named="name")
        return False
    return True


def _with_errors(plan: Plan, refused: Plan) -> Plan:
    """A plan with what was said of another of the same rows, so that no refusal goes unseen."""
    for name, errors in refused.form.errors.as_data().items():
        if name not in plan.form.errors:
            plan.form.add_error(None if name == NON_FIELD_ERRORS else name, errors)
    return plan


@require_POST
def meeting_add(request: Request, season: UUID) -> HttpResponse:
    """Save the rows and add a meeting on the next free day of the season's rhythm."""
    found = facilitated_season_for(request.visitor, season)
    plan = read_plan(found, request.POST)
    if not _save(plan):
        return _render(request, plan)
    try:
        add_meeting(season=found, starts_at=at_wall(next_day(found), found.starts_at))
    except ValidationError as error:
        plan.form.add_error(None, error)
        return _render(request, plan)
    return redirect_done(request, "meetings:season", "meeting-added", season=found.pk)


@require_POST
def season_copy(request: Request, season: UUID) -> HttpResponse:
    """Save the rows, then fill what is empty in them from the season ``source``, meeting by meeting."""
    found = facilitated_season_for(request.visitor, season)
    plan = read_plan(found, request.POST)
    sources = {str(one.pk): one for one in seasons_to_copy(found.club, but=found.pk)}
    source = sources.get(request.POST.get("source", ""))
    if source is None:
        plan.form.add_error(None, _("Choose another season of this club."))
    if source is None or not _save(plan):
        return _render(request, plan)
    notice = "season-copied" if copy_season(season=found, source=source) else "nothing-copied"
    return redirect_done(request, "meetings:season", notice, season=found.pk)


@require_POST
def meeting_remove(request: Request, meeting: UUID) -> HttpResponse:
    """Save the other rows and remove a meeting to which nobody has been invited."""
    found = facilitated_meeting_for(request.visitor, meeting)
    plan = read_plan(found.season, request.POST, without=found.pk)
    if not _save(plan):
        return _render(request, _with_errors(read_plan(found.season, request.POST), plan))
    try:
        remove_meeting(meeting=found)
    except ValidationError as error:
        plan.form.add_error(None, error)
        return _render(request, plan)
    return redirect_done(request, "meetings:season", "meeting-removed", season=found.season_id)


def _render(request: Request, plan: Plan) -> HttpResponse:
    season = plan.season
    rows = plan.rows()
    held = [meeting for meeting in plan.meetings if meeting.cancelled_at is None]
    context: dict[str, Any] = {
        "club": season.club,
        "season": season,
        "other_seasons": season.club.seasons.exclude(pk=season.pk),
        "sources": seasons_to_copy(season.club, but=season.pk) if plan.form.meetings else [],
        "form": plan.form,
        "rows": rows,
        "has_themes": bool(plan.themes),
        "line": season_line(
            marks_of([row for row in rows if row.meeting in held]), season.club.holiday_weeks
        ),
        "count": len(held),
        "hours": in_hours(sum(meeting.length for meeting in held)),
        "clashes": sum(1 for row in rows if row.hint),
        "draw": published_draw(season),
    }
    status = 400 if plan.form.errors else 200
    return render(request, "meetings/season.html", context, status=status)
