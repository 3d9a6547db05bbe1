"""What tests of the draw share."""

from typing import Any

from clubs.models import Member, Season
from tests import factories

SEED = "0123456789abcdef0123456789abcdef"


def fill(season: Season, people: int, meetings: int) -> list[Member]:
    """People and meetings for a draw."""
    for number in range(meetings):
        factories.make_meeting(season, days=21 + 28 * number)
    return factories.make_members(season.club, people)


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def draw_url(season: Season, tail: str = "") -> str:
    return f"/seasons/{season.pk}/draw/{tail}"
