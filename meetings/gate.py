"""The door of pages that are open to those who came by a letter's link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def open_to_links(view: View) -> View:
    """Let in signed-in people and devices with a light session; everybody else is asked to sign in.

    Which meeting the light session is for is the business of the access functions.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.visitor.user is None and not request.visitor.links:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    decorated: View = login_not_required(gate)
    return decorated
