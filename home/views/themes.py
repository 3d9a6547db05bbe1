"""A theme's page, and what could become a theme."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clubs.access import facilitated_club_for
from clubs.http import Request
from clubs.models import Club
from home.themepage import theme_page
from home.themeproposals import proposals_of, theme_form
from meetings.access import theme_for
from meetings.forms.themes import ThemeForm
from meetings.models import Theme
from meetings.services.themes import add_theme
from ui.forms import add_service_error
from ui.http import redirect_done


@require_safe
def theme(request: Request, theme: UUID) -> HttpResponse:
    """What a theme has gathered over the seasons, for everybody in the club."""
    found = theme_for(request.visitor, theme)
    context = {
        "club": found.club,
        "page": theme_page(found, now=timezone.now()),
        "is_facilitator": request.visitor.is_facilitator,
    }
    return render(request, "home/theme.html", context)


@require_http_methods(["GET", "POST"])
def theme_proposals(request: Request, club: UUID) -> HttpResponse:
    """Wishes from season feedback and ideas, for facilitators; POST makes a theme of one (``proposal`` is its code)."""
    found = facilitated_club_for(request.visitor, club)
    if request.method != "POST":
        return _render(request, found)
    code = request.POST.get("proposal", "")
    mains = list(Theme.objects.filter(club=found, parent=None))
    form = theme_form(found, mains, code=code, data=request.POST)
    if form.is_valid():
        try:
            add_theme(club=found, **form.cleaned_data)
            return redirect_done(request, "home:theme-proposals", "theme-added", club=found.pk)
        except ValidationError as error:
            add_service_error(form, error, named="name")
    return _render(request, found, refused=(code, form))


def _render(
    request: Request, club: Club, *, refused: tuple[str, ThemeForm] | None = None
) -> HttpResponse:
    proposals = proposals_of(club, refused=refused)
    form = next((one.form for one in proposals if refused and one.code == refused[0]), None)
    context = {
        "club": club,
        "proposals": proposals,
        "refused": form,
        "problem": _("The proposal is no longer there. Choose another.")
        if refused and form is None
        else "",
    }
    return render(request, "home/theme_proposals.html", context)
