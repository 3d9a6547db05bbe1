"""Decorators of views: a door for those who came by a letter's link, and a frame for a letter."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from clubs.http import Request

View = Callable[..., HttpResponse]

# A letter brings its own style, as mail programs need it. It is shown in a frame of our own that runs no scripts, loads
# nothing and leads nowhere.
LETTER_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "img-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": True,
}


def open_to_links(view: View) -> View:
    """Let in signed-in people and devices with a light session; everybody else is asked to sign in.

    Which meeting the light session is for is the business of the access functions.
    """

    @wraps(view)
    def gate(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.visitor.user is None and not request.visitor.links:
            return redirect_to_login(request.get_full_path())
        request.visitor.is_open_to_links = True
        return view(request, *args, **kwargs)

    decorated: View = login_not_required(gate)
    return decorated


def letter_frame(view: View) -> View:
    """Let a view's answer, a letter as HTML, be shown in a frame on our own pages."""
    # The decorator is typed for views without arguments.
    strict = cast(View, csp_replace(LETTER_POLICY)(view))
    return xframe_options_sameorigin(strict)


class Parts(Protocol):
    """Whatever has a letter's two parts."""

    @property
    def text(self) -> str: ...

    @property
    def html(self) -> str: ...


def framed(request: HttpRequest, letter: Parts) -> HttpResponse:
    """The letter for its frame: its HTML, or its text part where the address asks for it or there is no other."""
    if request.GET.get("part") == "text" or not letter.html:
        return HttpResponse(letter.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(letter.html)
