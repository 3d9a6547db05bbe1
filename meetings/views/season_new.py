"""A new season: its rhythm, the days proposed, and the press that plans it."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clubs.access import facilitated_club_for
from clubs.calendar import NoFreeDay, TooFewDays
from clubs.http import Request
from clubs.models import Club, Season, Weekday
from clubs.spreading import HalfTooShort, usual_gap
from meetings.agenda import in_hours
from meetings.forms.planner import DaysForm, day_name
from meetings.forms.rhythm import RhythmForm
from meetings.plan_hints import Hint, day_hints
from meetings.rhythm import (
    WEEKS,
    YEAR,
    days_near,
    halves,
    is_suggested,
    rhythm_dates,
    suggested_name,
)
from meetings.services.copying import copied_meetings, seasons_to_copy
from meetings.services.overlaps import busy_days
from meetings.services.planning import MOST_MEETINGS, plan_season
from meetings.wallclock import wall_of
from meetings.yearline import marks_of, season_line
from ui.forms import DayField, add_service_error
from ui.http import redirect_done

NO_FREE_DAY = gettext_lazy(
    "The club's holiday weeks leave no day free. Choose another weekday or fewer weeks."
)
NAME_TAKEN = gettext_lazy("The club already has a season with this name.")
USUAL_RHYTHM = {"how": WEEKS, "weekday": int(Weekday.TUESDAY), "every_weeks": 4, "count": 4}


@dataclass(frozen=True)
class NewRow:
    """A proposed day: its field, the day it says, what is wrong with it, and the title that it copies."""

    number: int
    field: BoundField
    day: dt.date | None
    hint: Hint | None
    title: str = ""


def first_rhythm(club: Club) -> dict[str, Any]:
    """What the form begins with: the rhythm of the season before, else a usual one."""
    today = timezone.localdate()
    before = club.seasons.order_by("-starts_on").first()
    if before is None:
        return {"name": suggested_name(today), "starts_at": club.starts_at, **USUAL_RHYTHM}
    starts = before.meetings.filter(cancelled_at=None).values_list("starts_at", flat=True)
    days = [wall_of(start)[0] for start in starts]
    rhythm: dict[str, Any] = {
        "starts_at": before.starts_at,
        "weekday": before.weekday,
        "how": WEEKS,
        "every_weeks": before.every_weeks,
        "count": min(max(len(days), 1), MOST_MEETINGS),
    }
    if year := halves(days):
        rhythm |= {"how": YEAR, "autumn": year[0], "spring": year[1]}
    return {"name": suggested_name(today, rhythm["how"]), **rhythm}


@require_http_methods(["GET", "POST"])
def season_new(request: Request, club: UUID) -> HttpResponse:
    """The form of a new season; POST plans it with the days that it shows, or proposes days where it shows none."""
    found = facilitated_club_for(request.visitor, club)
    if request.method != "POST":
        return show_new(request, found)
    rhythm = _rhythm(found, request.POST)
    days = _posted_days(found, rhythm, request.POST)
    if not days.names:
        return season_days(request, club)
    # All are asked, so that all errors are told at once.
    if not all([rhythm.is_valid(), days.is_valid(), _is_new_name(found, rhythm)]):
        return show_new(request, found, rhythm, days, status=400)
    values = dict(rhythm.cleaned_data)
    dates = [day for day in days.days if day]
    try:
        season = plan_season(
            club=found,
            name=values["name"],
            weekday=values["weekday"],
            starts_at=values["starts_at"],
            every_weeks=values["every_weeks"] or usual_gap(dates),
            starts_on=values["first_on"],
            dates=dates,
            copied_from=rhythm.source,
        )
    except ValidationError as error:
        add_service_error(rhythm, error, named="name")
        return show_new(request, found, rhythm, days, status=400)
    if _has_pairs_to_draw(season):
        return redirect_done(request, "meetings:draw", "season-planned-draw", season=season.pk)
    return redirect_done(request, "meetings:season", "season-planned", season=season.pk)


def _is_new_name(club: Club, rhythm: RhythmForm) -> bool:
    """Whether no season of the club has the name; the same press sent twice is told so at the name."""
    name = rhythm.cleaned_data.get("name")
    if name and club.seasons.filter(name=name).exists():
        rhythm.add_error("name", NAME_TAKEN)
        return False
    return True


def _has_pairs_to_draw(season: Season) -> bool:
    """Whether the draw comes next: there are two people at least, and a meeting to come."""
    is_ahead = season.meetings.filter(starts_at__gt=timezone.now()).exists()
    return is_ahead and season.club.members.invited().count() > 1


def _rhythm(club: Club, data: Mapping[str, Any] | None = None, **values: Any) -> RhythmForm:
    return RhythmForm(data, seasons=seasons_to_copy(club), **values)


@require_POST
def season_days(request: Request, club: UUID) -> HttpResponse:
    """Propose days for the rhythm; with ``use=<number>`` only that row takes its proposal. Writes nothing."""
    found = facilitated_club_for(request.visitor, club)
    rhythm = _rhythm(found, request.POST)
    if renamed := _renamed(rhythm, request.POST):
        rhythm = RhythmForm(renamed, seasons=list(rhythm.seasons.values()))
    days = _posted_days(found, rhythm, request.POST)
    if "use" in request.POST:
        days = _with_proposal(found, rhythm, days, request.POST)
    elif rhythm.is_valid():
        days = _proposed(found, rhythm) or days
    return show_new(request, found, rhythm, days)


def _renamed(rhythm: RhythmForm, data: QueryDict) -> QueryDict | None:
    """The posted rhythm with a name that fits its first day; None where the name is somebody's own words."""
    rhythm.is_valid()
    first = rhythm.cleaned_data.get("first_on")
    how = rhythm.cleaned_data.get("how", WEEKS)
    name = rhythm.cleaned_data.get("name", "")
    today = timezone.localdate()
    if first is None or not is_suggested(name, {today.year, today.year + 1, *_years(name)}):
        return None
    named = data.copy()
    named["name"] = suggested_name(first, how)
    return named


def _years(name: str) -> list[int]:
    """The numbers of four digits in a name."""
    return [int(year) for year in re.findall(r"\b[12]\d{3}\b", name)]


def _posted_days(club: Club, rhythm: RhythmForm, data: QueryDict) -> DaysForm:
    """The rows that were posted, numbered from one without a gap."""
    rows = 0
    while rows < MOST_MEETINGS and day_name(rows + 1) in data:
        rows += 1
    return _days_form(club, rhythm, data, rows)


def _days_form(club: Club, rhythm: RhythmForm, data: Any, rows: int) -> DaysForm:
    rhythm.is_valid()
    values = rhythm.cleaned_data
    return DaysForm(
        data,
        club=club,
        rows=rows,
        clock=values.get("starts_at"),
        near=days_near(values, rows),
        ends=[day for day in (values.get("first_on"), values.get("last_on")) if day],
    )


def _proposed(club: Club, rhythm: RhythmForm) -> DaysForm | None:
    """Rows with the days that the rhythm gives; None, and an error of the rhythm, where there are too few free days."""
    values = rhythm.cleaned_data
    try:
        days = rhythm_dates(
            values, holiday_weeks=club.holiday_weeks, taken=busy_days(club, values["first_on"])
        )
    except NoFreeDay:
        rhythm.add_error("weekday", NO_FREE_DAY)
        return None
    except TooFewDays as error:
        _add_too_few(rhythm, error)
        return None
    data = {day_name(number): DayField().prepare_value(day) for number, day in enumerate(days, 1)}
    return _days_form(club, rhythm, data, len(days))


def _add_too_few(rhythm: RhythmForm, error: TooFewDays) -> None:
    """Say at the number of meetings how many there is room for."""
    field = "count"
    if isinstance(error, HalfTooShort):
        field = "autumn" if error.is_autumn else "spring"
    text = ngettext(
        "On this weekday there is %(free)s free day. Choose fewer meetings or another weekday.",
        "On this weekday there are %(free)s free days. Choose fewer meetings or another weekday.",
        error.free,
    )
    rhythm.add_error(field, text % {"free": error.free})


def _with_proposal(club: Club, rhythm: RhythmForm, days: DaysForm, data: QueryDict) -> DaysForm:
    rows = _rows(club, days, None)
    changed = data.copy()
    for row in rows:
        if str(row.number) == data["use"] and row.hint and row.hint.proposal:
            changed[day_name(row.number)] = DayField().prepare_value(row.hint.proposal)
    return _days_form(club, rhythm, changed, len(rows))


def _rows(club: Club, form: DaysForm, source: Season | None) -> list[NewRow]:
    days = form.days
    hints = day_hints(days, club.holiday_weeks)
    titles = [meeting.title for meeting in copied_meetings(source)] if source else []
    titles += [""] * len(days)
    return [
        NewRow(number, form[name], day, hint, title)
        for number, (name, day, hint, title) in enumerate(
            zip(form.names, days, hints, titles, strict=False), 1
        )
    ]


def show_new(
    request: Request,
    club: Club,
    rhythm: RhythmForm | None = None,
    days: DaysForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page of a new season, or with htmx the form on it."""
    rhythm = rhythm or _rhythm(club, initial=first_rhythm(club))
    source = rhythm.source if rhythm.is_bound and rhythm.is_valid() else None
    rows = _rows(club, days, source) if days else []
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
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
