"""Pages that a letter's own link opens: the address is a key, and its reader may be new to the site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def kept_private(view: View) -> View:
    """Tell the address to no other site and to no search engine.

    The policy is same-origin and not no-referrer (which stays for browsers that know only that): under no-referrer a
    form posts with ``Origin: null`` (Fetch standard, 3.2), and the CSRF check would refuse the person's own answer.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer, same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def speak(request: HttpRequest, language: str) -> None:
    """Answer in the language of the letter, unless its reader has chosen one here or is signed in."""
    has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if not has_chosen and not request.user.is_authenticated:
        translation.activate(language)
        request.LANGUAGE_CODE = language


def plain_page(
    request: HttpRequest, status: int, heading: str, text: str, *, url: str = "/", action: str = ""
) -> HttpResponse:
    """A page that says one thing, such as why a link does not work, and the way on: to the front page unless told."""
    context = {
        "heading": heading,
        "text": text,
        "url": url,
        "action": action or _("Go to the front page"),
    }
    return render(request, "components/plain_page.html", context, status=status)
