"""The request as our middleware leaves it, for the signatures of views."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from clubs.access import Visitor


class Request(HttpRequest):
    """A request with its visitor, and what htmx says of itself."""

    visitor: Visitor
    htmx: HtmxDetails


def user_of(request: HttpRequest) -> User | None:
    """The account that is signed in, for the audit log."""
    return request.user if isinstance(request.user, User) else None
