"""A club's people, for its facilitators: paste, see, correct, take out."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from clubs import services
from clubs.access import facilitated_club_for, managed_member_for
from clubs.forms import MemberForm, PeopleForm
from clubs.http import Request
from clubs.models import Club, Member
from clubs.people_rows import Judgement, judge, language_name, people_of
from ui.forms import add_service_error
from ui.http import redirect_done


@require_safe
def people(request: Request, club: UUID) -> HttpResponse:
    """Everybody of the club, and the box to add more."""
    return _page(request, facilitated_club_for(request.visitor, club), PeopleForm())


@require_POST
def people_preview(request: Request, club: UUID) -> HttpResponse:
    """Say what would become of each pasted line; nothing is saved."""
    previewed = facilitated_club_for(request.visitor, club)
    judgement = judge(previewed, request.POST.get("text", ""))
    if request.htmx:
        context = {"judgement": judgement, "club": previewed}
        response = render(request, "clubs/_people_preview.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response
    return _page(request, previewed, PeopleForm(request.POST), judgement)


@require_POST
def people_add(request: Request, club: UUID) -> HttpResponse:
    """Save the good lines; the wrong ones stay in the box with their reasons."""
    grown = facilitated_club_for(request.visitor, club)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _page(request, grown, form)
    judgement = judge(grown, form.cleaned_data["text"])
    try:
        added = services.add_people(club=grown, people=judgement.people)
    except ValidationError as error:
        add_service_error(form, error)
        return _page(request, grown, form, judgement)
    if not judgement.wrong:
        notice = "people-added" if added else "people-there"
        return redirect_done(request, "clubs:people", notice, grown.pk)
    rest = PeopleForm(initial={"text": judgement.rest})
    return _page(request, grown, rest, judgement.left, added=len(added), is_rest=True)


def _page(
    request: Request,
    club: Club,
    form: PeopleForm,
    judgement: Judgement | None = None,
    *,
    added: int = 0,
    is_rest: bool = False,
) -> HttpResponse:
    rows = people_of(club)
    context = {
        "club": club,
        "form": form,
        "rows": rows,
        "judgement": judgement,
        "added": added,
        "is_rest": is_rest,
        # Whoever is adding people finds the box first.
        "is_adding": len(rows) == 1 or judgement is not None or bool(form.errors),
        "needs_season": not club.seasons.exists(),
    }
    return render(request, "clubs/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: Request, member: UUID) -> HttpResponse:
    """Correct what the club knows of a person, or make them a facilitator."""
    edited = managed_member_for(request.visitor, member)
    name = edited.full_name
    form = MemberForm(request.POST or None, member=edited)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_member(member=edited, edited_by=_user(request), **form.cleaned_data)
        except ValidationError as error:
            add_service_error(form, error)
        else:
            return redirect_done(request, "clubs:people", "saved", edited.club_id)
    return _member_page(request, edited, form, name)


@require_POST
def member_leave(request: Request, member: UUID) -> HttpResponse:
    """Take a person out of the club."""
    leaving = managed_member_for(request.visitor, member)
    club = leaving.club_id
    try:
        services.leave_club(member=leaving, ended_by=_user(request))
    except ValidationError as error:
        form = MemberForm(member=leaving)
        return _member_page(
            request, leaving, form, leaving.full_name, problem=" ".join(error.messages)
        )
    return redirect_done(request, "clubs:people", "member-left", club)


def _member_page(
    request: Request, member: Member, form: MemberForm, name: str, problem: str = ""
) -> HttpResponse:
    context = {
        "member": member,
        "club": member.club,
        "form": form,
        "name": name,
        "member_language": language_name(member),
        "problem": problem,
    }
    return render(request, "clubs/member_edit.html", context)


def _user(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) else None
