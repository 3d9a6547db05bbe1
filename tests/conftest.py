"""The fixed cast, and the real parts that tests share. What a machine lacks is named at the end of the run.

Outi facilitates the club; Aino and Petri are members, Leena and Timo host its meeting; Ulla belongs to another club;
Zaida to none.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings

from accounts.models import User
from clubs.models import Club, Member, Season, WorkGroup
from meetings.models import Invitee, Meeting
from tests import cast as everybody
from tests import factories, needs
from tests.cast import Cast, user_of
from tests.servers import (
    MailServer,
    Program,
    Site,
    mail_server_running,
    redis_running,
    site_environment,
    site_running,
    worker_running,
)
from vertaisklubi.env import parse_email_url

CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


# --- What is left out -----------------------------------------------------------------------------------------
ASKS_DATABASE = {"db", "transactional_db"}


# Before pytest itself chooses by marker.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, and skip what needs a part that this machine lacks.

    With REQUIRE_ALL=1 the part's absence fails instead.
    """
    absent = needs.missing()
    for item in items:
        fixtures: list[str] = getattr(item, "fixturenames", [])
        if item.get_closest_marker("django_db") or ASKS_DATABASE.intersection(fixtures):
            item.add_marker("database")
        for name in absent.keys() & {marker.name for marker in item.iter_markers()}:
            if not needs.REQUIRE_ALL:
                item.add_marker(pytest.mark.skip(reason=f"needs {absent[name]}"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose part is missing where everything is required."""
    absent = needs.missing()
    lacking = absent.keys() & {marker.name for marker in item.iter_markers()}
    if needs.REQUIRE_ALL and lacking:
        pytest.fail(f"needs {', '.join(absent[name] for name in sorted(lacking))}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name in one line what was not run for want of a part, and how to run it."""
    absent = needs.missing()
    if absent:
        terminalreporter.write_line("Left out: " + "; ".join(sorted(absent.values())) + ".")


def pytest_configure() -> None:
    """Make the folder of the test database; no example of a property fails for being slow on a busy machine."""
    hypothesis.settings.register_profile("tests", deadline=None)
    hypothesis.settings.load_profile("tests")
    Path(django_settings.DATA_DIR).mkdir(parents=True, exist_ok=True)


# --- The cast -------------------------------------------------------------------------------------------------
@pytest.fixture
def club(db: None) -> Club:
    """The club of the cast."""
    return factories.make_club()


@pytest.fixture
def outi(club: Club) -> Member:
    """The facilitator."""
    return everybody.make_outi(club)


@pytest.fixture
def aino(club: Club) -> Member:
    """A member."""
    return everybody.make_aino(club)


@pytest.fixture
def petri(club: Club) -> Member:
    """Another member."""
    return everybody.make_petri(club)


@pytest.fixture
def leena(club: Club) -> Member:
    """A member of the pair that hosts the meeting."""
    return everybody.make_leena(club)


@pytest.fixture
def timo(club: Club) -> Member:
    """The other one of that pair."""
    return everybody.make_timo(club)


@pytest.fixture
def eero(club: Club) -> Member:
    """Somebody who has left the club but still has an account."""
    return everybody.make_eero(club)


@pytest.fixture
def other_club(db: None) -> Club:
    """A club that the cast's club knows nothing of."""
    return everybody.make_other_club()


@pytest.fixture
def ulla(other_club: Club) -> Member:
    """A member of the other club."""
    return everybody.make_ulla(other_club)


@pytest.fixture
def zaida(db: None) -> User:
    """Somebody with an account and no club."""
    return everybody.make_zaida()


@pytest.fixture
def admin(db: None) -> User:
    """The site's admin, who belongs to no club."""
    return everybody.make_admin()


@pytest.fixture
def season(club: Club) -> Season:
    """A season whose first meeting is in three weeks."""
    return factories.make_season(club)


@pytest.fixture
def pair(season: Season, leena: Member, timo: Member) -> WorkGroup:
    """Leena and Timo."""
    return factories.make_group(season, [leena, timo])


@pytest.fixture
def meeting(season: Season, pair: WorkGroup) -> Meeting:
    """The season's first meeting in three weeks, hosted by Leena and Timo, not yet invited."""
    return everybody.make_hosted_meeting(season, pair)


@pytest.fixture
def invited(meeting: Meeting, aino: Member, petri: Member) -> Meeting:
    """The same meeting once Aino, Petri, Leena and Timo have their invitations."""
    factories.invite(meeting)
    return meeting


@pytest.fixture
def cast(
    club: Club, season: Season, invited: Meeting, pair: WorkGroup, outi: Member, aino: Member,
    petri: Member, leena: Member, timo: Member, eero: Member, ulla: Member, zaida: User, admin: User,
) -> Cast:  # fmt: skip
    """Everybody, with an invited meeting."""
    return Cast(
        club=club, season=season, meeting=invited, pair=pair, outi=outi, aino=aino, petri=petri,
        leena=leena, timo=timo, eero=eero, other_club=ulla.club, ulla=ulla, zaida=zaida, admin=admin,
    )  # fmt: skip


@pytest.fixture
def client_of(db: None) -> Callable[[Member | User], Client]:
    """A browser of a signed-in person: `client_of(outi)`."""

    def sign_in(person: Member | User) -> Client:
        client = Client()
        client.force_login(user_of(person))
        return client

    return sign_in


@pytest.fixture
def link_client(db: None) -> Callable[[Invitee], Client]:
    """A browser that came by a letter's answer link and holds its light session: `link_client(invitee)`."""

    def open_link(invitee: Invitee) -> Client:
        client = Client()
        session = client.session
        token = factories.answer_token(invitee)
        session["links"] = {str(invitee.meeting_id): token}
        session.save()
        client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key or ""
        return client

    return open_link


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Forget rate limits and the like between tests."""
    cache.clear()


@pytest.fixture
def travel() -> Iterator[Callable[[datetime], None]]:
    """Set the clock: `travel(datetime)`, as often as needed; it stands still until the next call."""
    travels: list[time_machine.travel] = []

    def go(moment: datetime) -> None:
        for old in travels:
            old.stop()
        travels[:] = [time_machine.travel(moment, tick=False)]
        travels[0].start()

    yield go
    for old in travels:
        old.stop()


# --- Mail, Redis, the site and a browser ------------------------------------------------------------------------
@pytest.fixture(scope="session")
def _mail_server() -> Iterator[MailServer]:
    with mail_server_running() as server:
        yield server


@pytest.fixture
def smtp_server(_mail_server: MailServer, settings: Settings) -> Iterator[MailServer]:
    """A real, empty mail server, and the settings of this process pointing to it."""
    _mail_server.forget()
    settings.EMAIL_URL = _mail_server.url
    settings.EMAIL_SERVER = parse_email_url(_mail_server.url)
    yield _mail_server
    _mail_server.forget()


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder with a short path: a socket's address has room for about a hundred characters."""
    with tempfile.TemporaryDirectory(prefix="vk") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def redis_url(short_folder: Path) -> Iterator[str]:
    """A Redis of the tests' own."""
    with redis_running(short_folder) as url:
        yield url


@pytest.fixture(scope="session")
def site_variables(
    django_db_setup: None, redis_url: str, _mail_server: MailServer
) -> dict[str, str]:
    """The environment under which the site's processes share database, Redis and mail server."""
    return site_environment(REDIS_URL=redis_url, EMAIL_URL=_mail_server.url)


@pytest.fixture(scope="session")
def _site(
    django_db_setup: None, short_folder: Path, site_variables: dict[str, str]
) -> Iterator[Site]:
    with site_running(short_folder, site_variables) as site:
        yield site


@pytest.fixture
def site(_site: Site, transactional_db: None, smtp_server: MailServer) -> Site:
    """The site under uvicorn, on the tests' database; what the test writes it sees, and the other way round."""
    return _site


@pytest.fixture
def worker(site: Site, short_folder: Path, site_variables: dict[str, str]) -> Iterator[Program]:
    """A Celery worker with beat beside the site."""
    with worker_running(short_folder, {**site_variables, "BASE_URL": site.url}) as program:
        yield program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=needs.chromium(), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """A page of the site: `open_page("/", person=outi, width=390, scheme="dark", javascript=False)`.

    Fails at the end of the test when a page wrote an error to the console or asked another host for anything.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(
        path: str, person: Member | User | None = None, *, width: int = 1280,
        scheme: str = "light", javascript: bool = True,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="fi-FI",
            timezone_id="Europe/Helsinki",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, site.url)])
        page = context.new_page()
        watch(page, site.url, complaints)
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def session_cookie(person: Member | User, url: str) -> Any:
    """Return the cookie of a fresh session of the person."""
    client = Client()
    client.force_login(user_of(person))
    value = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    assert SessionStore().exists(value)
    return {"name": django_settings.SESSION_COOKIE_NAME, "value": value, "url": url}


REFUSALS = r"\((Bad Request|Conflict)\)"


def watch(page: Page, url: str, complaints: list[str]) -> None:
    """Write down errors of the console and requests to other hosts."""

    def on_request(address: str) -> None:
        if not address.startswith((url, "data:", "blob:")):
            complaints.append(f"asked {address}")

    page.on("request", lambda request: on_request(request.url))
    page.on(
        "console",
        # A form that is shown again with its errors answers 400, one that shows two versions 409; Chromium notes both.
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not re.search(REFUSALS, message.text)
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
