"""What tests of the planner share."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clubs.models import Club, Member, Season
from meetings.models import Meeting, Theme
from meetings.services import add_theme, plan_season
from tests import factories


@pytest.fixture
def outi_client(client_of: Callable[[Any], Client], outi: Member) -> Client:
    """The facilitator's browser."""
    return client_of(outi)


@pytest.fixture
def planned(club: Club, aino: Member) -> Season:
    """A season of three Tuesdays at nine, none of them invited."""
    return plan_season(
        club=club,
        name="Lukuvuosi 2026–2027",
        weekday=2,
        starts_at=dt.time(9),
        every_weeks=4,
        dates=[dt.date(2027, 1, 12), dt.date(2027, 2, 9), dt.date(2027, 4, 20)],
    )


@pytest.fixture
def tree(club: Club) -> list[Theme]:
    """Two main themes, one below the first."""
    main = add_theme(club=club, name="Muutosjohtaminen")
    return [
        main,
        add_theme(club=club, name="Hyvinvointi"),
        add_theme(club=club, name="Luotsimalli", parent=main),
    ]


@pytest.fixture
def their_turn(invited: Meeting, aino: Member, petri: Member, outi: Member) -> Meeting:
    """Aino's and Petri's turn as hosts, three weeks after Leena's and Timo's."""
    group = factories.make_group(invited.season, [aino, petri])
    return factories.make_meeting(invited.season, days=42, title="Etäjohtaminen", host_group=group)
