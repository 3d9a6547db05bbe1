"""Pages of a facilitator: what to do next, in one club and across clubs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clubs.access import facilitated_among, may_open_clubs
from clubs.http import Request
from home.clublist import club_lines
from home.nextsteps import next_steps as steps_of
from home.outlook import leaving
from home.panel import memberships_of, read_panels
from home.shownrow import shown_rows
from home.steps import minutes_of


@require_safe
def next_steps(request: Request, club: UUID) -> HttpResponse:
    """The facilitator's home: at most five steps, what leaves by itself, the season's meetings.

    At most twelve queries, however many people and meetings.
    """
    places = memberships_of(request.visitor.user)
    place = facilitated_among(request.visitor, places, club)
    now = timezone.now()
    panel = read_panels([place], now=now)[place.club_id]
    coming = panel.next_row(now)
    steps = steps_of(panel, now=now)
    context = {
        "club": panel.club,
        "season": panel.season,
        "steps": steps,
        "minutes": minutes_of(steps),
        "leaving": leaving(panel, now=now),
        "rows": shown_rows(panel, now=now),
        "next_meeting": coming.meeting if coming else None,
        "days_left": coming.meeting.days_until(now) if coming else None,
        "others": [one for one in places if one.pk != place.pk],
        "may_open_clubs": may_open_clubs(request.visitor),
        "now": now,
    }
    return render(request, "home/next_steps.html", context)


@require_safe
def clubs(request: Request) -> HttpResponse:
    """All clubs of the visitor: of those that they facilitate the next meeting, its answers and the most urgent step."""
    places = memberships_of(request.visitor.user)
    now = timezone.now()
    context = {
        "lines": club_lines(places, now=now),
        "others": [one for one in places if not one.is_facilitator],
        "may_open_clubs": may_open_clubs(request.visitor),
    }
    return render(request, "home/clubs.html", context)
