"""The demo's own pages: choose who you are, and read the letters. All 404 outside the demo."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from clubs.models import Member
from home.demo.mailbox import frame, letter_of, letters

View = Callable[..., HttpResponse]
LETTERS_ON_A_PAGE = 60


def demo_only(view: View) -> View:
    """Open to everybody in the demo, not there anywhere else."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """The demo people, each once, with a button that signs in as them; a facilitator of any club comes first."""
    members = (
        Member.objects.active()
        .filter(user__isnull=False)
        .select_related("user", "club")
        .order_by("role", "last_name", "first_name", "created_at")
    )
    people = {member.user_id: member for member in reversed(members)}
    return render(request, "home/demo.html", {"people": list(reversed(people.values()))})


@demo_only
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the person with the address in ``email``."""
    user = get_object_or_404(User, email=request.POST.get("email", ""), is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home:index")


@demo_only
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The demo mailbox, newest first; ``?to=`` keeps one person's letters."""
    recipient = request.GET.get("to", "")
    shown = letters(recipient=recipient, most=LETTERS_ON_A_PAGE)
    return render(request, "home/demo_mail.html", {"letters": shown, "recipient": recipient})


@demo_only
@require_safe
def demo_mail_letter(request: HttpRequest, letter: str) -> HttpResponse:
    """One letter: as HTML, as text, its headers, its calendar entry."""
    return render(request, "home/demo_mail_letter.html", {"letter": letter_of(letter)})


@demo_only
@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "style-src": ["'unsafe-inline'"],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
)
def demo_mail_html(request: HttpRequest, letter: str) -> HttpResponse:
    """The HTML of a letter alone, for the frame on the letter's page.

    Letters style themselves inline, as mail programs need it; scripts stay forbidden.
    """
    return HttpResponse(frame(letter_of(letter).html))


@demo_only
@require_safe
def demo_mail_raw(request: HttpRequest, letter: str) -> HttpResponse:
    """The message exactly as it was handed over."""
    response = HttpResponse(letter_of(letter).raw, content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{letter}.eml"'
    return response
