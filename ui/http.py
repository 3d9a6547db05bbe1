"""Answers that views share."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from ui import notices


class HttpResponseSeeOther(HttpResponseRedirect):
    """303: what was posted is done, go and read the result."""

    status_code = 303


def redirect_done(
    request: HttpRequest, to: Any, notice: str = "", *args: Any, **kwargs: Any
) -> HttpResponse:
    """Send the reader to `to` (a path, a URL name with `args`/`kwargs`, or a model), where `notice` is shown.

    With htmx the browser is told to load that page, because following a 303 would put a whole page into a fragment's
    place. Raises `LookupError` for a notice that no app registered.
    """
    if notice and not notices.is_registered(notice):
        raise LookupError(f"notice {notice!r} is not registered")
    url = resolve_url(to, *args, **kwargs)
    if notice:
        url = with_query(url, done=notice)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseSeeOther(url)


def with_query(url: str, **parameters: str) -> str:
    """The address with more parameters, before its fragment."""
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(parameters)]))
    return urlunsplit(parts._replace(query=query))


def posted_next(request: HttpRequest, otherwise: str) -> str:
    """The page that a form names in its field `next`, if it is a path of this site; else `otherwise`."""
    path = request.POST.get("next", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else otherwise
