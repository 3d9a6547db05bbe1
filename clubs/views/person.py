"""One person of a club, for its facilitators: what the club knows of them, leaving, coming back, and doubles."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clubs import services
from clubs.access import managed_member_for
from clubs.forms import MemberForm, MergeForm
from clubs.http import Request, user_of
from clubs.letters import JOIN_DAYS
from clubs.models import Member
from clubs.people_rows import Row, language_name, likely_doubles, standing_of
from ui.forms import add_service_error
from ui.http import redirect_done

# What did not get through is mended on the page of messages.
AFTER_INVITING = {
    services.Outcome.SENT: ("clubs:people", "joining-sent"),
    services.Outcome.ALREADY: ("clubs:people", "joining-already"),
    services.Outcome.RETURNED: ("home:outbox", "joining-returned"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: Request, member: UUID) -> HttpResponse:
    """Correct what the club knows of a person, or make them a facilitator."""
    edited = managed_member_for(request.visitor, member)
    name = edited.full_name
    form = MemberForm(request.POST or None, member=edited)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_member(member=edited, edited_by=user_of(request), **form.cleaned_data)
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
        services.leave_club(member=leaving, ended_by=user_of(request))
    except ValidationError as error:
        form = MemberForm(member=leaving)
        return _member_page(
            request, leaving, form, leaving.full_name, problem=" ".join(error.messages)
        )
    return redirect_done(request, "clubs:people", "member-left", club)


@require_POST
def join_send(request: Request, member: UUID) -> HttpResponse:
    """Send the invitation to join, for the first time or once more; a second press at once sends nothing."""
    invited = managed_member_for(request.visitor, member)
    sender = request.visitor.member
    assert sender is not None
    try:
        outcome = services.send_joining(member=invited, sender=sender)
    except ValidationError as error:
        form = MemberForm(member=invited)
        words = " ".join(error.messages)
        return _member_page(request, invited, form, invited.full_name, join_problem=words)
    page, notice = AFTER_INVITING[outcome]
    return redirect_done(request, page, notice, invited.club_id)


def _member_page(
    request: Request,
    member: Member,
    form: MemberForm,
    name: str,
    *,
    problem: str = "",
    join_problem: str = "",
) -> HttpResponse:
    context = {
        "member": member,
        "club": member.club,
        "form": form,
        "name": name,
        "member_language": language_name(member),
        "row": Row(member, standing_of(member)),
        "problem": problem,
        "join_days": JOIN_DAYS,
        "join_problem": join_problem,
    }
    status = 409 if join_problem else 200
    return render(request, "clubs/member_edit.html", context, status=status)


@require_POST
def member_return(request: Request, member: UUID) -> HttpResponse:
    """Let somebody who had left be in the club again."""
    back = managed_member_for(request.visitor, member)
    services.return_to_club(member=back, by=user_of(request))
    return redirect_done(request, "clubs:people", "member-returned", back.club_id)


@require_http_methods(["GET", "HEAD", "POST"])
def member_merge(request: Request, member: UUID) -> HttpResponse:
    """Make one person of two rows: first which two, then what becomes of them, with one button."""
    kept = managed_member_for(request.visitor, member)
    others = _others(kept)
    wanted = (request.POST or request.GET).get("with", "")
    double = next((one for one in others if str(one.pk) == wanted), None)
    if double is None:
        is_wrong = request.method == "POST" or bool(wanted)
        return _choice_page(request, kept, others, is_wrong=is_wrong)
    form = MergeForm(request.POST or None, kept=kept, double=double)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.merge_members(
                kept=kept, double=double, email=form.cleaned_data["email"], by=user_of(request)
            )
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            return redirect_done(request, "clubs:people", "people-merged", kept.club_id)
    context = {
        "club": kept.club,
        "kept": kept,
        "double": double,
        "rows": [Row(one, standing_of(one)) for one in (kept, double)],
        "form": form,
        "problem": problem,
        "lonely": services.left_alone_by(kept=kept, double=double),
    }
    status = 400 if problem or form.errors else 200
    return render(request, "clubs/member_merge.html", context, status=status)


def _others(kept: Member) -> list[Member]:
    """Who may be the same person: the likely ones first, then the others by name; also those who have left."""
    members = list(kept.club.members.select_related("user"))
    likely = {one.pk for pair in likely_doubles(members) if kept in pair for one in pair}
    others = [one for one in members if one.pk != kept.pk]
    return sorted(others, key=lambda one: (one.pk not in likely, one.name_key))


def _choice_page(
    request: Request, kept: Member, others: list[Member], *, is_wrong: bool
) -> HttpResponse:
    context = {
        "club": kept.club,
        "kept": kept,
        "rows": [Row(one, standing_of(one)) for one in others],
        "problem": _("Choose a person of this club.") if is_wrong else "",
    }
    status = 400 if is_wrong else 200
    return render(request, "clubs/member_merge_choice.html", context, status=status)
