"""A new season: its rhythm, the days proposed, and the press that plans it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from clubs.access import facilitated_club_for
from clubs.calendar import NoFreeDay, propose_dates
from clubs.http import Request
from clubs.models import Club, Weekday
from meetings.agenda import in_hours
from meetings.forms.planner import DaysForm, RhythmForm, day_name, suggested_name
from meetings.plan_hints import Hint, day_hints
from meetings.services.planning import MOST_MEETINGS, plan_season
from meetings.yearline import marks_of, season_line
from ui.forms import DayField, add_service_error
from ui.http import redirect_done

NO_FREE_DAY = gettext_lazy(
    "The club's holiday weeks leave no day free. Choose another weekday or fewer weeks."
)
USUAL_RHYTHM = {"weekday": int(Weekday.TUESDAY), "every_weeks": 4, "count": 4}


@dataclass(frozen=True)
class NewRow:
    """A proposed day: its field, the day it says, and what is wrong with it."""

    number: int
    field: BoundField
    day: dt.date | None
    hint: Hint | None


def first_rhythm(club: Club) -> dict[str, Any]:
    """What the form begins with: the rhythm of the season before, else a usual one."""
    before = club.seasons.order_by("-starts_on").first()
    rhythm = USUAL_RHYTHM if before is None else {
        "weekday": before.weekday,
        "every_weeks": before.every_weeks,
        "count": min(max(before.meetings.count(), 1), MOST_MEETINGS),
    }  # fmt: skip
    clock = club.starts_at if before is None else before.starts_at
    return {"name": suggested_name(), "starts_at": clock, **rhythm}


@require_http_methods(["GET", "POST"])
def season_new(request: Request, club: UUID) -> HttpResponse:
    """The form of a new season; POST plans it with the days that it shows, or proposes days where it shows none."""
    found = facilitated_club_for(request.visitor, club)
    if request.method != "POST":
        return show_new(request, found)
    rhythm = RhythmForm(request.POST)
    days = _posted_days(rhythm, request.POST)
    if not days.names:
        return season_days(request, club)
    # Both are asked, so that all errors are told at once.
    if not all([rhythm.is_valid(), days.is_valid()]):
        return show_new(request, found, rhythm, days)
    values = dict(rhythm.cleaned_data)
    try:
        season = plan_season(
            club=found,
            name=values["name"],
            weekday=values["weekday"],
            starts_at=values["starts_at"],
            every_weeks=values["every_weeks"],
            starts_on=values["first_on"],
            dates=[day for day in days.days if day],
        )
    except ValidationError as error:
        add_service_error(rhythm, error, named="name")
        return show_new(request, found, rhythm, days)
    return redirect_done(request, "meetings:season", "season-planned", season=season.pk)


@require_POST
def season_days(request: Request, club: UUID) -> HttpResponse:
    """Propose days for the rhythm; with ``use=<number>`` only that row takes its proposal. Writes nothing."""
    found = facilitated_club_for(request.visitor, club)
    rhythm = RhythmForm(_named_by_first_day(request.POST))
    days = _posted_days(rhythm, request.POST)
    if "use" in request.POST:
        days = _with_proposal(found, rhythm, days, request.POST)
    elif rhythm.is_valid():
        days = _proposed(found, rhythm) or days
    return show_new(request, found, rhythm, days)


def _named_by_first_day(data: QueryDict) -> QueryDict:
    """The posted rhythm; a name that was only suggested for today becomes the one of the first day's season."""
    rhythm = RhythmForm(data)
    rhythm.is_valid()
    first = rhythm.cleaned_data.get("first_on")
    if first is None or rhythm.cleaned_data.get("name") != suggested_name():
        return data
    named = data.copy()
    named["name"] = suggested_name(first)
    return named


def _posted_days(rhythm: RhythmForm, data: QueryDict) -> DaysForm:
    """The rows that were posted, numbered from one without a gap."""
    rows = 0
    while rows < MOST_MEETINGS and day_name(rows + 1) in data:
        rows += 1
    return _days_form(rhythm, data, rows)


def _days_form(rhythm: RhythmForm, data: Any, rows: int) -> DaysForm:
    rhythm.is_valid()
    values = rhythm.cleaned_data
    first, weeks = values.get("first_on"), values.get("every_weeks") or 1
    near = [first + dt.timedelta(weeks=weeks * place) for place in range(rows)] if first else []
    return DaysForm(data, rows=rows, clock=values.get("starts_at"), near=near)


def _proposed(club: Club, rhythm: RhythmForm) -> DaysForm | None:
    """Rows with the days that the rhythm gives; None, and an error of the rhythm, where no day is free."""
    values = rhythm.cleaned_data
    try:
        days = propose_dates(
            values["first_on"],
            values["weekday"],
            values["count"],
            values["every_weeks"],
            holiday_weeks=club.holiday_weeks,
        )
    except NoFreeDay:
        rhythm.add_error("weekday", NO_FREE_DAY)
        return None
    data = {day_name(number): DayField().prepare_value(day) for number, day in enumerate(days, 1)}
    return _days_form(rhythm, data, len(days))


def _with_proposal(club: Club, rhythm: RhythmForm, days: DaysForm, data: QueryDict) -> DaysForm:
    rows = _rows(club, days)
    changed = data.copy()
    for row in rows:
        if str(row.number) == data["use"] and row.hint and row.hint.proposal:
            changed[day_name(row.number)] = DayField().prepare_value(row.hint.proposal)
    return _days_form(rhythm, changed, len(rows))


def _rows(club: Club, form: DaysForm) -> list[NewRow]:
    days = form.days
    hints = day_hints(days, club.holiday_weeks)
    return [
        NewRow(number, form[name], day, hint)
        for number, (name, day, hint) in enumerate(zip(form.names, days, hints, strict=True), 1)
    ]


def show_new(
    request: Request,
    club: Club,
    rhythm: RhythmForm | None = None,
    days: DaysForm | None = None,
) -> HttpResponse:
    """The page of a new season, or with htmx the form on it."""
    rhythm = rhythm or RhythmForm(initial=first_rhythm(club))
    rows = _rows(club, days) if days else []
    context = {
        "club": club,
        "form": rhythm,
        "days": days,
        "rows": rows,
        "line": season_line(marks_of(rows), club.holiday_weeks),
        "count": len(rows),
        "hours": in_hours(club.length * len(rows)),
        "clashes": sum(1 for row in rows if row.hint),
        "is_first": not club.seasons.exists(),
    }
    template = "meetings/_season_form.html" if request.htmx else "meetings/season_new.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
