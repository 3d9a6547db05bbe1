"""After a redirect the page says what happened, and only in registered sentences."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from ui import notices
from ui.http import redirect_done, with_query


@pytest.fixture(autouse=True)
def _own_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_notices", {"saved": "Saved."})


def shown(query: str) -> str:
    request = RequestFactory().get(f"/?{query}")
    return Template("{% load ui %}{% notice as line %}{{ line }}").render(
        Context({"request": request})
    )


def test_a_registered_notice_is_shown() -> None:
    assert shown("done=saved") == "Saved."


@pytest.mark.parametrize("query", ["", "done=", "done=unknown", "done=<b>Saved.</b>"])
def test_nothing_else_is_shown(query: str) -> None:
    assert shown(query) == ""


def test_the_same_notice_may_be_registered_again_but_not_with_other_words() -> None:
    notices.register({"saved": "Saved."})
    with pytest.raises(ValueError, match="'saved' is registered twice"):
        notices.register({"saved": "Stored."})


def test_a_done_action_sends_the_browser_to_read_the_result() -> None:
    response = redirect_done(RequestFactory().post("/"), "/clubs/1/?tab=people#row", "saved")
    assert response.status_code == 303
    assert response["Location"] == "/clubs/1/?tab=people&done=saved#row"


def test_with_htmx_the_browser_loads_the_page_instead_of_swapping_it_in() -> None:
    request = RequestFactory().post("/")
    request.htmx = True  # type: ignore[attr-defined]
    response = redirect_done(request, "/clubs/1/", "saved")
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/clubs/1/?done=saved"


def test_a_notice_that_nobody_registered_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError):
        redirect_done(RequestFactory().post("/"), "/", "sent")


def test_parameters_join_the_address() -> None:
    assert with_query("/x/", done="a b") == "/x/?done=a+b"
