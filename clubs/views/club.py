"""Opening a club and changing its facts."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from clubs import services
from clubs.access import facilitated_club_for, may_open_clubs
from clubs.calendar import DEFAULT_HOLIDAY_WEEKS
from clubs.forms import ClubForm, PeopleForm, club_initial
from clubs.http import Request
from clubs.people_rows import Judgement, judge_lines
from ui.forms import add_service_error
from ui.http import redirect_done


@require_http_methods(["GET", "HEAD", "POST"])
def club_new(request: Request) -> HttpResponse:
    """Open a club with its people, all or nothing; people may also be added later."""
    user = _opener(request)
    if request.method != "POST":
        initial = {**club_initial(None), "holiday_weeks": list(DEFAULT_HOLIDAY_WEEKS)}
        return _new_page(request, ClubForm(initial=initial), _people_form())
    form, people = ClubForm(request.POST), _people_form(request.POST)
    judgement = judge_lines(request.POST.get("text", ""), known=[user.email])
    _refuse_wrong_lines(people, judgement)
    if all([form.is_valid(), people.is_valid()]):
        try:
            club = services.open_club(user=user, people=judgement.people, **form.cleaned_data)
        except ValidationError as error:
            add_service_error(form, error)
        else:
            if judgement.people:
                return redirect_done(request, "meetings:planner", "club-opened-people", club.pk)
            return redirect_done(request, "clubs:people", "club-opened", club.pk)
    return _new_page(request, form, people, judgement)


@require_POST
def club_new_people(request: Request) -> HttpResponse:
    """Say what would become of each line pasted for a new club; nothing is saved."""
    user = _opener(request)
    judgement = judge_lines(request.POST.get("text", ""), known=[user.email])
    if request.htmx:
        response = render(request, "clubs/_people_preview.html", {"judgement": judgement})
        patch_vary_headers(response, ["HX-Request"])
        return response
    # What was typed so far stays, and nothing is asked for yet.
    typed = {name: request.POST.get(name, "") for name in ClubForm.base_fields}
    people = _people_form(initial={"text": request.POST.get("text", "")})
    return _new_page(request, ClubForm(initial=typed), people, judgement)


def _opener(request: Request) -> User:
    """Who opens the club; raises ``PermissionDenied`` for whoever may not."""
    user = request.user
    if not may_open_clubs(request.visitor) or not isinstance(user, User):
        raise PermissionDenied
    return user


def _people_form(*args: Any, **kwargs: Any) -> PeopleForm:
    form = PeopleForm(*args, **kwargs)
    form.fields["text"].required = False
    return form


def _refuse_wrong_lines(form: PeopleForm, judgement: Judgement) -> None:
    wrong = len(judgement.wrong)
    if wrong and form.is_valid():
        text = ngettext(
            "%(n)s line needs correcting. Correct it or take it out; nothing has been saved yet.",
            "%(n)s lines need correcting. Correct them or take them out; nothing has been saved yet.",
            wrong,
        )
        form.add_error("text", text % {"n": wrong})


def _new_page(
    request: Request, form: ClubForm, people: PeopleForm, judgement: Judgement | None = None
) -> HttpResponse:
    context = {"form": form, "people": people, "judgement": judgement}
    return render(request, "clubs/club_new.html", context)


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
