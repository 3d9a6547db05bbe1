"""An answer heard in the corridor: POST /meetings/<meeting>/participants/<invitee>/answer/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from clubs.models import Member
from meetings.models import Answer, Invitee, Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def seat(invited: Meeting, petri: Member) -> Invitee:
    return invited.invitees.get(member=petri)


def url_of(seat: Invitee) -> str:
    return reverse("meetings:answer-for", args=[seat.meeting_id, seat.pk])


def test_is_marked_as_recorded_by_the_facilitator(
    seat: Invitee, outi: Member, client_of: ClientOf
) -> None:
    response = client_of(outi).post(url_of(seat), {"answer": "yes"})
    assert response.status_code == 303
    [row] = seat.answers.all()
    assert (row.value, row.source, row.given_by) == ("yes", Answer.Source.FACILITATOR, outi)
    assert Entry.objects.get(action="meetings.answer_for").detail == str(seat.pk)
    page = client_of(outi).get(response["Location"]).content.decode()
    assert "vetäjän kirjaama, puolesta" in page
    assert "Vastaus on kirjattu." in page


def test_the_person_has_the_last_word(seat: Invitee, outi: Member, client_of: ClientOf) -> None:
    client_of(outi).post(url_of(seat), {"answer": "yes"})
    Client().post(reverse("meetings:answer", args=[factories.answer_token(seat)]), {"answer": "no"})
    seat.refresh_from_db()
    assert (seat.answer, seat.answers.count()) == ("no", 2)


def test_a_seat_of_another_meeting_is_not_found(
    seat: Invitee, outi: Member, client_of: ClientOf
) -> None:
    other = factories.make_meeting(seat.meeting.season, days=50)
    url = reverse("meetings:answer-for", args=[other.pk, seat.pk])
    assert client_of(outi).post(url, {"answer": "yes"}).status_code == 404


def test_nonsense_and_lateness_are_refused(
    seat: Invitee, outi: Member, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    assert client_of(outi).post(url_of(seat), {"answer": "perhaps"}).status_code == 400
    travel(seat.meeting.starts_at)
    response = client_of(outi).post(url_of(seat), {"answer": "yes"})
    assert response.status_code == 400
    assert "Tapaaminen on alkanut" in response.content.decode()
    assert seat.answers.count() == 0
