"""Pages of a facilitator: what to do next."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clubs.access import facilitated_club_for, may_open_clubs
from clubs.http import Request
from clubs.models import Member
from home import nextsteps
from home.meetingrows import meeting_rows
from home.planned import planned_letters
from meetings.path import current_season


@require_safe
def next_steps(request: Request, club: UUID) -> HttpResponse:
    """The facilitator's home: at most five steps, what leaves by itself, the season's meetings."""
    found = facilitated_club_for(request.visitor, club)
    now = timezone.now()
    season = current_season(found, now=now)
    rows = meeting_rows(season) if season else []
    coming = next((row.meeting for row in rows if row.is_coming(now)), None)
    context = {
        "club": found,
        "season": season,
        "steps": nextsteps.next_steps(club=found, season=season, rows=rows, now=now),
        "planned": planned_letters(found, now),
        "rows": rows,
        "next_meeting": coming,
        "days_left": coming.days_until(now) if coming else None,
        "others": Member.objects.active()
        .filter(user=request.visitor.user)
        .exclude(club=found)
        .select_related("club"),
        "may_open_clubs": may_open_clubs(request.visitor),
        "now": now,
    }
    return render(request, "home/next_steps.html", context)
