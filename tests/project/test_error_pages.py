"""Failures are answered in the reader's language, with an id to tell the support, and without a trace."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from vertaisklubi import urls
from vertaisklubi.errors import too_many_requests

FAILURES: dict[str, Exception] = {
    "400": SuspiciousOperation("secret cause"),
    "403": PermissionDenied("secret cause"),
    "413": RequestDataTooBig("secret cause"),
    "500": ValueError("secret cause"),
    "503": OperationalError("secret cause"),
}


@login_not_required
def fail(request: HttpRequest, status: str) -> HttpResponse:
    if status == "429":
        return too_many_requests(request)
    raise FAILURES[status]


urlpatterns = [path("fail/<str:status>/", fail), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500


@pytest.fixture(autouse=True)
def _failing_urls(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("status", ["400", "403", "413", "429", "500", "503"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.django_db
def test_each_failure_has_its_page(client: Client, status: str, language: str) -> None:
    client.raise_request_exception = False

    response = client.get(f"/fail/{status}/", headers={"Accept-Language": language})
    page = response.content.decode()

    assert response.status_code == int(status)
    assert f'lang="{language}"' in page
    assert response["X-Request-ID"] in page
    assert ("secret cause" in page, "Traceback" in page) == (False, False)
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_an_unknown_address_is_404_for_a_guest_too(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert (response.status_code, response.content.decode().count("<h1")) == (404, 1)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.fi"})

    assert (response.status_code, response.content.decode().count("<h1")) == (403, 1)


@pytest.mark.parametrize("status", ["429", "503"])
@pytest.mark.django_db
def test_a_passing_failure_says_when_to_try_again(client: Client, status: str) -> None:
    assert client.get(f"/fail/{status}/")["Retry-After"] == "30"


@pytest.mark.django_db
def test_a_database_that_is_away_before_the_view_is_503_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has a session is asked for it by the middleware, where no view has failed yet."""

    def away(self: object) -> None:
        raise OperationalError("secret cause")

    monkeypatch.setattr(
        "django.contrib.sessions.backends.db.SessionStore._get_session_from_db", away
    )
    client.cookies["sessionid"] = "a" * 32
    client.raise_request_exception = False

    response = client.get("/me/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "secret cause" not in response.content.decode()
