"""/meetings/<meeting>/feedback/open/: opening a meeting's feedback by hand."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from clubs.models import Member, Season
from feedback.models import Survey
from meetings.models import Meeting
from tests import factories

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]


@pytest.fixture
def today(season: Season, aino: Member) -> Meeting:
    meeting = factories.make_meeting(season, starts_at=timezone.now())
    factories.make_invitee(meeting, aino)
    return meeting


def url_of(meeting: Meeting) -> str:
    return reverse("feedback:meeting-open", args=[meeting.pk])


def test_it_opens_for_everybody_invited(
    client_of: ClientOf, today: Meeting, outi: Member, aino: Member
) -> None:
    response = client_of(outi).post(url_of(today))
    assert response.status_code == 303
    assert response["Location"] == f"/meetings/{today.pk}/feedback/?done=feedback-opened"
    survey = Survey.objects.get(meeting=today)
    assert survey.state_at(timezone.now()) == Survey.State.OPEN
    assert [invitee.member for invitee in survey.invitees.all()] == [aino]


def test_the_same_twice_opens_one(client_of: ClientOf, today: Meeting, outi: Member) -> None:
    client = client_of(outi)
    assert [client.post(url_of(today)).status_code for _time in range(2)] == [303, 303]
    assert Survey.objects.count() == 1


def test_with_htmx_the_browser_is_told_where_to_go(
    client_of: ClientOf, today: Meeting, outi: Member
) -> None:
    response = client_of(outi).post(url_of(today), headers={"HX-Request": "true"})
    assert (response.status_code, "HX-Redirect" in response) == (200, True)


def test_neither_tomorrows_nor_last_months_meeting_can_be_opened(
    client_of: ClientOf, season: Season, outi: Member
) -> None:
    for days in (2, -30):
        meeting = factories.make_meeting(season, days=days)
        assert client_of(outi).post(url_of(meeting)).status_code == 403
    assert Survey.objects.count() == 0


def test_it_is_for_facilitators_and_only_a_press(
    client_of: ClientOf, today: Meeting, outi: Member, aino: Member, ulla: Member
) -> None:
    assert [client_of(one).post(url_of(today)).status_code for one in (aino, ulla)] == [403, 404]
    assert client_of(outi).get(url_of(today)).status_code == 405
    assert Survey.objects.count() == 0
