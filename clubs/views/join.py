"""The page behind the joining link of an invitation."""

from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from clubs import services
from clubs.letters import JOIN_DAYS
from clubs.links import BadLink, ExpiredLink, read
from clubs.models import Member
from ui.http import HttpResponseSeeOther, redirect_done, with_query
from ui.links import kept_private, plain_page, speak

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; a press accepts it. Reading changes nothing, since mail scanners open every link."""
    try:
        reference = read(token, "join", max_age=JOIN_DAYS * 24 * 3600)
    except ExpiredLink:
        return _expired(request)
    except BadLink:
        return _unknown(request)
    member = _invited(reference.pk)
    if member is None:
        return _unknown(request)
    speak(request, member.mail_language)
    if member.user_id is not None:
        return _used(request, member)
    if not member.is_active or member.generation != reference.generation:
        return _expired(request)
    if request.method == "POST":
        return _accept(request, member)
    return _page(request, member)


def _invited(pk: UUID) -> Member | None:
    return Member.objects.select_related("club", "user").filter(pk=pk).first()


def _accept(request: HttpRequest, member: Member) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    try:
        joined = services.join_club(member=member, user=user)
    except services.NeedsSignIn:
        return HttpResponseSeeOther(with_query(reverse("account_login"), next=request.path))
    except services.NotOpen:
        return _used(request, member)
    except ValidationError as error:
        return _page(request, member, problem=" ".join(error.messages))
    if user is None:
        login(request, joined, backend=BACKEND)
    return redirect_done(request, "home:club", "joined", member.club_id)


def _page(request: HttpRequest, member: Member, problem: str = "") -> HttpResponse:
    context = {"member": member, "club": member.club, "problem": problem}
    return render(request, "clubs/join.html", context, status=409 if problem else 200)


def _unknown(request: HttpRequest) -> HttpResponse:
    return plain_page(
        request,
        404,
        _("The link does not work"),
        _("Perhaps a part of it was cut. Open it again from the letter."),
    )


def _expired(request: HttpRequest) -> HttpResponse:
    return plain_page(
        request,
        410,
        _("The invitation has expired"),
        _(
            "Ask the facilitator of your club for a new one. A meeting can be answered without joining."
        ),
    )


def _used(request: HttpRequest, member: Member) -> HttpResponse:
    if request.user.is_authenticated and request.user.pk == member.user_id:
        return plain_page(
            request,
            200,
            _("You have joined the club"),
            _("The invitation has been accepted, nothing more is needed."),
            url=reverse("home:club", args=[member.club_id]),
            action=_("Open the club"),
        )
    return plain_page(
        request,
        410,
        _("The invitation has been used"),
        _("If it was you, sign in with a code that comes to your mail."),
        url=reverse("account_login"),
        action=_("Log in"),
    )
