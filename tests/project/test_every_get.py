"""Everybody asks for every address: who may read, that nothing is written by it, and what each page is like."""

import pytest
from django.db import connection

from tests.project.page import Page, is_page, policy_of
from tests.project.rights import FRAMED_LETTERS, ROWS
from tests.project.watch import Watch, Wrote
from tests.project.world import World, all_patterns, outcome, taken_back

pytestmark = pytest.mark.django_db

NAMES = sorted(all_patterns())
# The same page at another address: with one part opened, or of the newest season.
SAME = {"meetings:draw-check", "meetings:planner", "meetings:poll-answer-own"}
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


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_role_reads_what_the_table_says(world: World, name: str) -> None:
    found = {role: outcome(answer) for role, answer in world.visit(name).answers.items()}

    assert found == ROWS[name]["GET"]


@pytest.mark.parametrize("name", NAMES)
def test_reading_writes_nothing(world: World, name: str) -> None:
    """Not a row, not the session: writing statements are refused, and all tables are the same afterwards."""
    visit = world.visit(name)

    assert (visit.writes, visit.is_unchanged) == ([], True)
    failed = {role for role, answer in visit.answers.items() if answer.status_code >= 500}
    assert failed == {role for role, answer in expected(name).items() if answer.startswith("5")}


def expected(name: str) -> dict[str, str]:
    """What the table says of a GET; nothing where it has no row."""
    return ROWS.get(name, {}).get("GET", {})


def test_the_watch_is_awake(world: World) -> None:
    """A POST under the same watch is refused."""
    with taken_back():
        client = world.client("facilitator")
        client.raise_request_exception = True
        with connection.execute_wrapper(Watch()), pytest.raises(Wrote):
            client.post("/accounts/logout/")


@pytest.mark.parametrize("name", sorted(set(NAMES) - FRAMED_LETTERS))
def test_every_page_is_whole_and_clean(world: World, name: str) -> None:
    """One h1, a title, a language, no code in the page, nothing of other hosts, the strict policy."""
    pages = {role: answer for role, answer in world.visit(name).answers.items() if is_page(answer)}
    wrong = {role: Page(page.content.decode()).problems() for role, page in pages.items()}

    assert {role: problems for role, problems in wrong.items() if problems} == {}
    assert [role for role, page in pages.items() if policy_of(page) != POLICY] == []


@pytest.mark.parametrize("name", sorted(FRAMED_LETTERS - {"home:demo-mail-html"}))
def test_a_letter_in_a_frame_can_do_nothing(world: World, name: str) -> None:
    with taken_back():
        response = world.client("facilitator").get(world.address(name))

    problems = Page(response.content.decode()).problems()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy_of(response) == LETTER_POLICY
    assert [words for words in problems if "host" in words or "script" in words] == []


@pytest.mark.parametrize("role", ["anonymous", "member", "facilitator"])
def test_every_page_of_a_reader_has_its_own_title(world: World, role: str) -> None:
    """A row of browser tabs tells them apart."""
    titles: dict[str, list[str]] = {}
    for name in sorted(set(NAMES) - FRAMED_LETTERS - SAME):
        answer = world.visit(name).answers[role]
        if is_page(answer) and answer.status_code == 200:
            title = Page(answer.content.decode()).title.strip()
            titles.setdefault(title, []).append(name)

    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_signed_in_pages_are_not_stored(world: World) -> None:
    with taken_back():
        client = world.client("member")

        assert "no-store" in client.get(world.address("home:my-page"))["Cache-Control"]


@pytest.mark.parametrize("name", ["home:index", "account_login", "home:privacy"])
def test_only_known_cookies_are_set(world: World, name: str) -> None:
    client = world.client("anonymous")
    client.get(world.address(name))

    assert set(client.cookies) <= {"sessionid", "csrftoken", "language"}
