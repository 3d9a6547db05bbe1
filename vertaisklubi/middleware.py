"""What the site adds to every request: an id and one log line, no storing of private pages; and static files."""

import logging
import time
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from vertaisklubi.errors import DATABASE_AWAY, unavailable

log = structlog.get_logger("vertaisklubi.request")

# These are answers, not failures.
EXPECTED = (Http404, PermissionDenied, SuspiciousOperation)
GetResponse = Callable[[HttpRequest], HttpResponse]


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, with the file read at once: an ASGI server would gather its stream in memory anyway, and warn."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Answer with a file and the headers that WhiteNoise chose for it."""
        found = static_file.get_response(request.method, request.META)
        with found.file or BytesIO() as file:
            response = HttpResponse(file.read(), status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


class RequestLogMiddleware:
    """Give the request an id (also for the error pages) and write one line about it.

    The line names the route, never the path or the person: a path may be the key of a letter's link, and a
    feedback answer must not be traceable to who sent it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the id in the header `X-Request-ID`."""
        request_id = uuid4().hex[:12]
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.log(
                logging.ERROR if response.status_code >= 500 else logging.INFO,
                "request",
                method=request.method,
                route=match.view_name if match else "",
                status=response.status_code,
                milliseconds=round((time.monotonic() - started) * 1000),
            )
        response["X-Request-ID"] = request_id
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Log the traceback of a failing view; Django renders the page, we do where the database is away."""
        if isinstance(exception, EXPECTED):
            return None
        log.error("request failed", exc_info=exception)
        return unavailable(request, exception) if isinstance(exception, DATABASE_AWAY) else None


class PrivatePagesMiddleware:
    """Tell browsers and proxies not to keep pages made for one person; pages that set a policy keep theirs."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with `Cache-Control: no-store` unless the view chose otherwise."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
