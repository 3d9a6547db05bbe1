"""A club's first round as its people live it: Outi at a desk, Aino and Petri on phones, real mail in between.

Real parts only: uvicorn, a Celery worker with beat, Redis, an SMTP server on loopback, Chromium. The clock cannot be
moved in other processes, so the meeting moves instead; what a tick would do on another day is asked for with its hour.
"""

import pytest
from pytest_django import Settings

from tests.conftest import OpenPage
from tests.e2e.after import (
    answer_from_the_mail,
    ask_about_the_season,
    close_the_meeting,
    give_feedback,
    look_around,
    remind_the_silent,
    write_on_the_board,
)
from tests.e2e.before import (
    add_the_people,
    draw_the_pairs,
    open_the_club,
    plan_the_season,
    prepare_the_meeting,
    send_the_invitations,
    sign_in_by_code,
    write_themes,
)
from tests.e2e.story import Round
from tests.factories import make_user
from tests.servers import MailServer, Program, Site

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.slow]


@pytest.fixture
def club_round(
    open_page: OpenPage,
    site: Site,
    worker: Program,
    smtp_server: MailServer,
    settings: Settings,
) -> Round:
    """An empty database but for Outi, who may open clubs."""
    settings.BASE_URL = site.url
    make_user("Outi", "Oivallus", may_open_clubs=True)
    return Round(open_page, smtp_server, site)


def test_the_first_round(club_round: Round) -> None:
    outi = sign_in_by_code(club_round)
    open_the_club(club_round, outi)
    add_the_people(club_round, outi)
    plan_the_season(club_round, outi)
    write_themes(club_round, outi)
    draw_the_pairs(club_round, outi)
    prepare_the_meeting(club_round, outi)
    send_the_invitations(club_round, outi)
    aino, petri = answer_from_the_mail(club_round, outi)
    remind_the_silent(club_round)
    write_on_the_board(club_round, outi, aino, petri)
    close_the_meeting(club_round, outi)
    give_feedback(club_round, outi)
    ask_about_the_season(club_round, outi)
    look_around(club_round, outi, aino)
