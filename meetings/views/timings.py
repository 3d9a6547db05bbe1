"""Which letters leave by themselves in a club, and when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from clubs.access import facilitated_club_for, facilitated_season_for
from clubs.http import Request
from clubs.models import Club
from meetings.access import member_of
from meetings.forms.timings import TimingsForm
from meetings.path import current_season
from meetings.services import let_letters_leave, set_timings
from meetings.timings import Timings
from ui.http import redirect_done


@require_http_methods(["GET", "HEAD", "POST"])
def letter_timings(request: Request, club: UUID) -> HttpResponse:
    """Each line of the cadence with a tick and a number; ``usual`` posts the way back to the usual ones."""
    found = facilitated_club_for(request.visitor, club)
    timings, by = Timings.of(found), member_of(request.visitor)
    if request.method != "POST":
        form = TimingsForm(timings=timings)
        return render(request, "meetings/letter_timings.html", _context(found, form))
    if "usual" in request.POST:
        set_timings(club=found, timings={}, by=by)
        return redirect_done(request, "meetings:letter-timings", "timings-usual", found.pk)
    form = TimingsForm(request.POST, timings=timings)
    if form.is_valid():
        set_timings(club=found, timings=form.chosen, by=by)
        return redirect_done(request, "meetings:letter-timings", "timings-saved", found.pk)
    return render(request, "meetings/letter_timings.html", _context(found, form), status=400)


def _context(club: Club, form: TimingsForm) -> dict[str, Any]:
    return {
        "club": club,
        "form": form,
        "season": current_season(club, now=timezone.now()),
        "is_usual": not club.letter_timings,
    }


@require_POST
def letters_start(request: Request, season: UUID) -> HttpResponse:
    """From now on letters about the season's meetings leave by themselves, also without a season invitation."""
    found = facilitated_season_for(request.visitor, season)
    let_letters_leave(season=found, by=member_of(request.visitor))
    return redirect_done(request, "meetings:letter-timings", "letters-started", found.club_id)
