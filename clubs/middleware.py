"""Tells every view who is asking."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clubs.access import Visitor
from clubs.http import Request

LINKS_KEY = "links"


class VisitorMiddleware:
    """Sets ``request.visitor`` from the signed-in person and the light sessions of this device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        request.visitor = Visitor(user=user, links=request.session.get(LINKS_KEY, {}))
        return self.get_response(request)
