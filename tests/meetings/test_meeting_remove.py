"""Removing a meeting that nobody was invited to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from clubs.models import Member, Season
from meetings.services import ask_poll, remove_meeting
from tests import factories
from tests.meetings.letters import alive
from tests.meetings.planning import data_of, days_of, season_url

OpenAs = Callable[[Any], Client]


def test_a_meeting_is_removed_and_the_gap_closes(outi_client: Client, planned: Season) -> None:
    second = planned.meetings.get(number=2)
    data = data_of(planned, title_3="Viimeinen", day_2="tämä poistuu")
    response = outi_client.post(f"/meetings/{second.pk}/remove/", data)
    assert response.headers["Location"] == season_url(planned) + "?done=meeting-removed"
    assert days_of(planned) == ["12.1.2027 9.00", "20.4.2027 9.00"]
    assert planned.meetings.get(number=2).title == "Viimeinen"
    assert outi_client.post(f"/meetings/{second.pk}/remove/", data).status_code == 404


def test_an_invited_meeting_is_not_removed(outi_client: Client, planned: Season) -> None:
    first = planned.meetings.get(number=1)
    factories.invite(first, [])
    response = outi_client.post(f"/meetings/{first.pk}/remove/", data_of(planned))
    assert response.context["form"].non_field_errors() == [
        "Tämän tapaamisen kutsut ovat lähteneet, joten sitä ei voi enää poistaa."
    ]
    with pytest.raises(ValidationError):
        remove_meeting(meeting=first)
    assert planned.meetings.count() == 3


def test_what_keeps_the_other_rows_from_being_saved_is_said(
    outi_client: Client, planned: Season
) -> None:
    factories.make_season(planned.club, "Varattu")
    second = planned.meetings.get(number=2)
    response = outi_client.post(f"/meetings/{second.pk}/remove/", data_of(planned, name="Varattu"))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["name"]
    assert planned.meetings.count() == 3


def test_the_poll_of_a_removed_meeting_is_closed_and_its_letters_stay_at_home(
    outi_client: Client, planned: Season, outi: Member, aino: Member
) -> None:
    """Else the answers to "when shall we have this meeting?" would make a new one."""
    second = planned.meetings.get(number=2)
    poll = factories.make_poll(planned, meeting=second, asked_at=None)
    ask_poll(poll=poll, sender=outi)
    assert set(alive("meetings.poll")) == {str(aino.pk)}
    outi_client.post(f"/meetings/{second.pk}/remove/", data_of(planned))
    poll.refresh_from_db()
    assert (poll.meeting, poll.closed_at is None) == (None, False)
    assert alive("meetings.poll") == {}


def test_a_season_can_be_emptied_and_filled_again(outi_client: Client, planned: Season) -> None:
    for meeting in planned.meetings.all():
        outi_client.post(f"/meetings/{meeting.pk}/remove/", data_of(planned))
    response = outi_client.get(season_url(planned))
    assert "Kaudella ei ole tapaamisia. Lisää ensimmäinen." in response.content.decode()
    outi_client.post(season_url(planned, "meetings/add/"), data_of(planned))
    day = timezone.localtime(planned.meetings.get().starts_at)
    assert (day.isoweekday(), day.hour) == (2, 9)
    assert day > timezone.now()


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = f"/meetings/{cast.meeting.pk}/remove/"
    codes = {
        name: client_of(getattr(cast, name)).post(path, {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 400,
    }  # fmt: skip
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
