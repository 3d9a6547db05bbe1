"""What holds for every page: one h1, a title of its own, no code in the page, nothing from other hosts."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.project.rights import ROLES
from tests.project.world import World, all_patterns, taken_back

pytestmark = pytest.mark.django_db

# A letter in a frame carries its styles with it, as mail programs want; its policy forbids everything else.
LETTERS = {"meetings:invitation-preview", "home:demo-mail-html", "boards:memo-preview"}
# The same page at another address: with one part opened, or of the newest season.
SAME = {"meetings:draw-check", "meetings:planner"}
# What the browser fetches by itself.
FETCHED = {
    "script": "src", "img": "src", "iframe": "src", "source": "srcset", "link": "href",
    "use": "href", "form": "action", "object": "data", "video": "src", "audio": "src",
}  # fmt: skip
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
LETTER_POLICY = {
    **POLICY,
    "script-src": "'none'",
    "connect-src": "'none'",
    "img-src": "'none'",
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'self'",
    "form-action": "'none'",
    "sandbox": "",
}


class Page(HTMLParser):
    """Reads a page and gathers what is wrong in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.language = ""
        self.title = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        # A title inside an SVG names the picture, not the page.
        self._inside = tag if tag != "title" or self.tags["svg"] == 0 else ""
        self.ids.update([given["id"]] if "id" in given else [])
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.wrong.append(f"inline <{tag}>")
        self.wrong += [
            f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"
        ]
        address = given.get(FETCHED.get(tag, ""), "")
        if "//" in address or address.startswith("data:"):
            self.wrong.append(f"<{tag}> of another host: {address}")
        if given.get("href", "").lower().startswith("javascript:"):
            self.wrong.append("a javascript: link")

    def handle_data(self, data: str) -> None:
        if self._inside == "title" and self.tags["title"] == 1 and not self.tags["body"]:
            self.title += data

    def problems(self) -> list[str]:
        """Return everything that a page may not have, or has not enough of."""
        found = list(self.wrong)
        found += [f"{self.tags['h1']} h1"] if self.tags["h1"] != 1 else []
        found += ["no title"] if not self.title.strip() else []
        found += ["no lang"] if self.language not in ("fi", "sv", "en") else []
        found += [f"id {name} twice" for name, number in self.ids.items() if number > 1]
        found += ["no main"] if self.tags["main"] != 1 else []
        return found


def is_page(response: Any) -> bool:
    """Say whether a response is a whole page, not a part of one, a file or a redirect."""
    is_html = response.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and b"<html" in response.content


def policy_of(response: Any) -> dict[str, str]:
    """Return the content security policy, directive by directive."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: " ".join(values) for name, *values in parts}


@pytest.mark.parametrize("name", sorted(set(all_patterns()) - LETTERS))
def test_every_page_is_whole_and_clean(world: World, name: str) -> None:
    path = world.address(name)
    with taken_back():
        answers = {role: world.client(role).get(path) for role in ROLES}

    pages = {role: response for role, response in answers.items() if is_page(response)}
    wrong = {role: Page(page.content.decode()).problems() for role, page in pages.items()}
    assert {role: problems for role, problems in wrong.items() if problems} == {}
    assert [role for role, page in pages.items() if policy_of(page) != POLICY] == []


@pytest.mark.parametrize("name", sorted(LETTERS - {"home:demo-mail-html"}))
def test_a_letter_in_a_frame_can_do_nothing(world: World, name: str) -> None:
    with taken_back():
        response = world.client("facilitator").get(world.address(name))

    problems = Page(response.content.decode()).problems()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy_of(response) == LETTER_POLICY
    assert [words for words in problems if "host" in words or "script" in words] == []


def test_every_page_of_a_reader_has_its_own_title(world: World) -> None:
    """A row of browser tabs tells them apart."""
    for role in ("anonymous", "member", "facilitator"):
        titles: dict[str, list[str]] = {}
        with taken_back():
            client = world.client(role)
            for name in sorted(set(all_patterns()) - LETTERS - SAME):
                response = client.get(world.address(name))
                if is_page(response) and response.status_code == 200:
                    title = Page(response.content.decode()).title.strip()
                    titles.setdefault(title, []).append(name)

        shared = {title: names for title, names in titles.items() if len(names) > 1}
        assert (role, shared) == (role, {})


def test_signed_in_pages_are_not_stored(world: World) -> None:
    with taken_back():
        client = world.client("member")

        assert "no-store" in client.get(world.address("home:my-page"))["Cache-Control"]


@pytest.mark.parametrize("name", ["home:index", "account_login", "home:privacy"])
def test_only_known_cookies_are_set(world: World, name: str) -> None:
    client = world.client("anonymous")
    client.get(world.address(name))

    assert set(client.cookies) <= {"sessionid", "csrftoken", "language"}
