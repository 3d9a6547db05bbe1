"""The round's first half through bin/serve on PostgreSQL and Redis; SIGTERM in the midst of sending loses nothing."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from accounts.services import open_account
from outbox.models import Message, State
from tests.e2e.before import (
    add_the_people,
    draw_the_pairs,
    open_the_club,
    plan_the_season,
    prepare_the_meeting,
    sign_in_by_code,
    write_themes,
)
from tests.e2e.story import Round, press
from tests.needs import free_port
from tests.servers import (
    MailServer,
    Program,
    Site,
    answers,
    mail_server_running,
    running,
    site_environment,
    wait_for,
)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.browser,
    pytest.mark.slow,
]
BEFORE_THE_SIGNAL = 3


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server_running() as server:
        yield server


@pytest.fixture
def production(transactional_db: None, redis_url: str, mail: MailServer) -> dict[str, str]:
    """Production's environment on the tests' database; plain http, because it is on this machine."""
    port = free_port()
    return site_environment(
        REDIS_URL=redis_url,
        EMAIL_URL=mail.url,
        HASHED_STATIC="1",
        PORT=str(port),
        BASE_URL=f"http://127.0.0.1:{port}",
    )


@contextmanager
def serving(production: dict[str, str], folder: Path) -> Iterator[Program]:
    """Run bin/serve, ready to answer."""
    with running(
        "serve", ["setsid", "bin/serve"], folder=folder, environment=production
    ) as program:
        health = f"{production['BASE_URL']}/health/"
        wait_for(lambda: answers(health) or not program.is_running, "bin/serve", 60)
        assert program.is_running, program.output()
        yield program


def invitations(mail: MailServer) -> list[str]:
    return [
        str(letter["To"])
        for letter in mail.letters
        if "Muutos kuuluu kaikille" in str(letter["Subject"])
    ]


def first_half(round_: Round) -> Page:
    """From an empty database to the page whose button sends the invitations."""
    outi = sign_in_by_code(round_)
    open_the_club(round_, outi)
    add_the_people(round_, outi)
    plan_the_season(round_, outi)
    write_themes(round_, outi)
    draw_the_pairs(round_, outi)
    prepare_the_meeting(round_, outi)
    outi.goto(f"/meetings/{round_.meeting.pk}/invitation/")
    return outi


def test_a_deploy_in_the_midst_of_sending_loses_nothing(
    production: dict[str, str], mail: MailServer, browser: Browser, tmp_path: Path
) -> None:
    open_account(
        email="outi.oivallus@example.org",
        first_name="Outi",
        last_name="Oivallus",
        may_open_clubs=True,
    )
    url = production["BASE_URL"]
    context = browser.new_context(base_url=url, locale="fi-FI")

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.goto(path)
        return page

    with serving(production, tmp_path / "first") as program:
        outi = first_half(Round(open_page, mail, Site(url=url, program=program)))
        mail.pause = 0.5
        press(outi, "Lähetä 14 kutsua")
        wait_for(lambda: len(invitations(mail)) >= BEFORE_THE_SIGNAL, "the first letters", 60)
        status = program.stop(signal.SIGTERM)
    context.close()

    assert status == 128 + signal.SIGTERM, program.output()
    assert len(invitations(mail)) < 14
    mail.pause = 0.0
    with serving(production, tmp_path / "second"):
        # The tick of the first minute finds what waits; nobody presses anything again.
        wait_for(lambda: len(invitations(mail)) >= 14, "the rest of the letters", 90)
        sent = Message.objects.filter(state=State.SENT)
        wait_for(lambda: sent.count() == 14, "the rows to be finished")
    assert set(Counter(invitations(mail)).values()) == {1}
    assert len(invitations(mail)) == 14
