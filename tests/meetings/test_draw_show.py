"""The draw on a projector."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clubs.models import Member, Season
from meetings.services import draw_pairs, publish_draw
from tests.cast import FACILITATORS_ONLY, statuses_of
from tests.meetings.drawing import draw_url, fill, words_of


def test_without_a_draw_it_leads_to_drawing(outi_client: Client, season: Season) -> None:
    words = words_of(outi_client.get(draw_url(season, "show/")))
    assert "Tämän kauden työpareja ei ole vielä arvottu." in words


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_without_javascript_it_is_the_whole_list(
    outi_client: Client, outi: Member, season: Season, is_confirmed: bool
) -> None:
    fill(season, people=14, meetings=7)
    (publish_draw if is_confirmed else draw_pairs)(season=season, drawn_by=outi)
    response = outi_client.get(draw_url(season, "show/"))
    words = words_of(response)
    assert "7/7 paria arvottu" in words
    assert all(turn.names in words for turn in response.context["turns"])
    assert ("Vahvista arvonta" in words) is not is_confirmed
    # What needs the script is hidden until it runs, and sound is off.
    assert "data-steps hidden" in words
    assert 'aria-pressed="false"' in words


def test_roles(client_of: Callable[[Any], Client], cast: Any) -> None:
    found = statuses_of(cast, client_of, draw_url(cast.season, "show/"))
    assert found == FACILITATORS_ONLY
