"""Which letters come: the pages behind a letter's foot, the mail program's own button, and one's settings."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from clubs import services
from clubs.forms import LetterChoicesForm
from clubs.http import Request
from clubs.links import BadLink, read
from clubs.models import Member
from clubs.preferences import matter_of, wants
from ui.http import redirect_done
from ui.links import kept_private, plain_page, speak

View = Callable[..., HttpResponse]
# What a mail program posts for its user (RFC 8058, 3.2).
ONE_CLICK = "One-Click"


def _by_token(view: View) -> View:
    """Find the person of the token; the page speaks their language and its address is told to nobody.

    It needs neither cookie nor CSRF token, which a mail program does not have: the signed address is the right.
    """

    @wraps(view)
    def answer(request: Request, token: str, **kwargs: Any) -> HttpResponse:
        member = _member_of(token)
        if member is None:
            return _unknown(request)
        speak(request, member.mail_language)
        if not member.is_active:
            heading = _("You get no letters from this club")
            text = _("The membership has ended, and with it the letters.")
            return plain_page(request, 410, heading, text)
        return view(request, member, token=token, **kwargs)

    decorated: View = login_not_required(csrf_exempt(kept_private(answer)))
    return decorated


@_by_token
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, member: Member, *, token: str, kind: str) -> HttpResponse:
    """Ask whether letters of one matter should end; a press ends them, another brings them back.

    Reading changes nothing, since mail scanners open every link. The mail program's own button posts
    ``List-Unsubscribe=One-Click`` and must not be redirected.
    """
    matter = matter_of(kind)
    if matter is None:
        return _unknown(request)
    if request.method == "POST":
        if request.POST.get("take"):
            services.take_letters(member=member, kind=kind)
        else:
            services.mute_letters(member=member, kind=kind)
        if request.POST.get("List-Unsubscribe") != ONE_CLICK:
            return redirect_done(request, "clubs:unsubscribe", "", token, kind)
    context = {
        "member": member,
        "club": member.club,
        "matter": matter,
        "is_wanted": wants(member, kind),
        "choices_path": reverse("clubs:letter-choices", args=[token]),
    }
    return render(request, "clubs/unsubscribe.html", context)


@_by_token
@require_http_methods(["GET", "HEAD", "POST"])
def letter_choices(request: Request, member: Member, *, token: str) -> HttpResponse:
    """Choose which letters of the club come, by the link of a letter's foot."""
    form = LetterChoicesForm(request.POST if request.method == "POST" else None, member=member)
    if request.method == "POST" and form.is_valid():
        services.choose_letters(member=member, codes=form.cleaned_data["codes"])
        return redirect_done(request, "clubs:letter-choices", "saved", token)
    context = {"member": member, "club": member.club, "form": form}
    return render(request, "clubs/letter_choices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_settings(request: Request) -> HttpResponse:
    """Choose which letters come, club by club, for somebody who has an account."""
    user = request.user
    assert isinstance(user, User)
    places = list(Member.objects.active().filter(user=user).select_related("club", "user"))
    is_post = request.method == "POST"
    forms = [
        LetterChoicesForm(request.POST if is_post else None, member=place, prefix=place.pk.hex)
        for place in sorted(places, key=lambda place: place.club.name)
    ]
    if is_post and all(form.is_valid() for form in forms):
        for form in forms:
            services.choose_letters(member=form.member, codes=form.cleaned_data["codes"])
        return redirect_done(request, "clubs:letter-settings", "saved")
    return render(request, "clubs/letter_settings.html", {"forms": forms})


def _member_of(token: str) -> Member | None:
    try:
        reference = read(token, "unsubscribe")
    except BadLink:
        return None
    return Member.objects.filter(pk=reference.pk).select_related("club", "user").first()


def _unknown(request: Request) -> HttpResponse:
    text = _("Perhaps a part of it was cut. Open it again from the letter.")
    return plain_page(request, 404, _("The link does not work"), text)
