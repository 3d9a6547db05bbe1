"""A browser of one signed-in person at a site that runs in processes of its own; measures its clicks."""

import re
import time
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from django.conf import settings as django_settings
from django.test import Client

from clubs.models import Member
from tests.cast import user_of
from tests.faults.scene import words_of


class _Stay(HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Reader:
    """Reads pages and presses buttons without scripts."""

    def __init__(self, url: str, person: Member) -> None:
        self.url = url
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar), _Stay)
        client = Client()
        client.force_login(user_of(person))
        name = django_settings.SESSION_COOKIE_NAME
        self._jar.set_cookie(_cookie(name, client.cookies[name].value))

    def get(self, path: str) -> tuple[int, str]:
        """Return a page's status and its source."""
        return self._open(Request(self.url + path))

    def reads(self, path: str) -> str:
        """Return what the person reads on a page."""
        return words_of(self.get(path)[1])

    def press(self, page: str, action: str, **fields: str) -> tuple[int, float]:
        """Send a form of a page; the status of the answer, and how many seconds it took."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page)[1])
        assert found, f"{page} has no form"
        data = urlencode({"csrfmiddlewaretoken": found.group(1), **fields}).encode()
        started = time.monotonic()
        status, _answer = self._open(Request(self.url + action, data, {"Referer": self.url + page}))
        return status, time.monotonic() - started

    def _open(self, request: Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=60) as response:
                return int(response.status), response.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(
        0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, True, None, None, {},
    )  # fmt: skip
