"""Adding a meeting to a season."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from clubs.models import Member, Season
from tests.meetings.planning import data_of, days_of, season_url

OpenAs = Callable[[Any], Client]


def test_a_meeting_is_added_in_the_rhythm_past_holidays(
    outi_client: Client, planned: Season, aino: Member
) -> None:
    response = outi_client.post(
        season_url(planned, "meetings/add/"), data_of(planned, title_1="Talteen")
    )
    added = planned.meetings.get(number=4)
    assert response.headers["Location"] == season_url(planned) + "?done=meeting-added"
    assert days_of(planned)[3] == "18.5.2027 9.00"
    assert planned.meetings.get(number=1).title == "Talteen"
    assert sum(item.minutes for item in added.agenda_items.all()) == 180
    assert [seat.member for seat in added.invitees.all()] == [aino]


def test_adding_waits_until_the_rows_are_right(outi_client: Client, planned: Season) -> None:
    response = outi_client.post(season_url(planned, "meetings/add/"), data_of(planned, day_1="x"))
    assert (response.status_code, planned.meetings.count()) == (400, 3)


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = season_url(cast.season, "meetings/add/")
    codes = {
        name: client_of(getattr(cast, name)).post(path, {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 400,
    }  # fmt: skip
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
