"""Opening a club and changing its facts."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from clubs import services
from clubs.access import facilitated_club_for, may_open_clubs
from clubs.calendar import DEFAULT_HOLIDAY_WEEKS
from clubs.forms import ClubForm, club_initial
from clubs.http import Request
from ui.forms import add_service_error
from ui.http import redirect_done


@require_http_methods(["GET", "HEAD", "POST"])
def club_new(request: Request) -> HttpResponse:
    """Open a club; its members come next."""
    user = request.user
    if not may_open_clubs(request.visitor) or not isinstance(user, User):
        raise PermissionDenied
    initial = {**club_initial(None), "holiday_weeks": list(DEFAULT_HOLIDAY_WEEKS)}
    form = ClubForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            club = services.open_club(user=user, **form.cleaned_data)
        except ValidationError as error:
            add_service_error(form, error)
        else:
            return redirect_done(request, "clubs:people", "club-opened", club.pk)
    return render(request, "clubs/club_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def club_edit(request: Request, club: UUID) -> HttpResponse:
    """Change a club's facts, aims and the defaults of its coming seasons."""
    edited = facilitated_club_for(request.visitor, club)
    initial = club_initial(edited)
    initial["holiday_weeks"] = edited.holiday_weeks or list(DEFAULT_HOLIDAY_WEEKS)
    form = ClubForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_club(club=edited, **form.cleaned_data)
        except ValidationError as error:
            add_service_error(form, error)
        else:
            return redirect_done(request, "clubs:club-edit", "saved", edited.pk)
    return render(request, "clubs/club_edit.html", {"form": form, "club": edited})
