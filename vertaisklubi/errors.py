"""Pages for requests that cannot be answered: in the reader's language, with the request's id, without a trace.

The templates are `templates/<status>.html`. They are rendered without the request, so that neither the session nor
the database (which may be what failed) is asked for anything.
"""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from structlog.contextvars import get_contextvars

RETRY_SECONDS = "30"
# The database cannot be reached, or ended a connection that was open.
DATABASE_AWAY = (OperationalError, InterfaceError)


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """Render the page of a status."""
    details = {
        "status": status,
        "request_id": get_contextvars().get("request_id", ""),
        "LANGUAGE_CODE": get_language(),
        "LANGUAGE_BIDI": get_language_bidi(),
        **context,
    }
    return HttpResponse(render_to_string(f"{status}.html", details), status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 where the body was too big to read."""
    too_big = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return error_page(request, 413 if too_big else 400)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the reader may be here, but may not do this."""
    return error_page(request, 403)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form that came from elsewhere or was open too long."""
    return error_page(request, 403, is_stale_form=True)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: there is no such page, or it is not for this reader."""
    return error_page(request, 404)


@login_not_required
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429: the same was tried too often in a short time."""
    response = error_page(request, 429)
    response["Retry-After"] = RETRY_SECONDS
    return response


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500: our fault; the id finds the log line. 503 where a session could not be read for want of the database."""
    error = sys.exc_info()[1]
    if isinstance(error, DATABASE_AWAY):
        return unavailable(request, error)
    return error_page(request, 500)


def unavailable(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """Answer 503: the database cannot be reached just now."""
    response = error_page(request, 503)
    response["Retry-After"] = RETRY_SECONDS
    return response
