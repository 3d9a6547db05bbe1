"""Where a form may send its reader afterwards."""

import pytest
from django.test import RequestFactory

from ui.http import posted_next


@pytest.mark.parametrize("path", ["/me/", "/meetings/1/?tab=board#note-2"])
def test_a_path_of_this_site_is_followed(rf: RequestFactory, path: str) -> None:
    assert posted_next(rf.post("/", {"next": path}), "/else/") == path


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example/", r"/\evil.example/", r"\\evil.example"),
        *("javascript:alert(1)", "me/", "", "/\n/evil.example", "http:///evil.example"),
    ],
)
def test_nothing_else_is(rf: RequestFactory, address: str) -> None:
    assert posted_next(rf.post("/", {"next": address}), "/else/") == "/else/"
