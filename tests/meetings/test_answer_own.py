"""One's own answer from a page: POST /meetings/<meeting>/answer/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Answer, Invitee, Meeting

ClientOf = Callable[[Member], Client]


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    return invited.invitees.get(member=aino)


def url_of(seat: Invitee) -> str:
    return reverse("meetings:answer-own", args=[seat.meeting_id])


def test_saves_and_returns_where_it_was_given(
    seat: Invitee, aino: Member, client_of: ClientOf
) -> None:
    response = client_of(aino).post(url_of(seat), {"answer": "maybe", "next": "/me/"})
    assert (response.status_code, response["Location"]) == (303, "/me/?done=meetings-answered")
    seat.refresh_from_db()
    [row] = seat.answers.all()
    assert (seat.answer, row.source, row.given_by) == ("maybe", Answer.Source.PAGE, aino)


def test_with_htmx_the_buttons_come_back(seat: Invitee, aino: Member, client_of: ClientOf) -> None:
    response = client_of(aino).post(url_of(seat), {"answer": "yes"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert html.count('aria-pressed="true"') == 1
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    "to", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""]
)
def test_never_leads_to_another_site(
    seat: Invitee, aino: Member, client_of: ClientOf, to: str
) -> None:
    response = client_of(aino).post(url_of(seat), {"answer": "yes", "next": to})
    assert response["Location"] == f"/meetings/{seat.meeting_id}/?done=meetings-answered"


def test_answers_only_for_oneself(seat: Invitee, petri: Member, client_of: ClientOf) -> None:
    client_of(petri).post(url_of(seat), {"answer": "no"})
    answers = dict(seat.meeting.invitees.values_list("member__first_name", "answer"))
    assert answers == {"Aino": "", "Petri": "no", "Leena": "", "Timo": ""}


def test_works_for_those_who_came_by_a_link(
    seat: Invitee, link_client: Callable[[Invitee], Client]
) -> None:
    assert link_client(seat).post(url_of(seat), {"answer": "yes"}).status_code == 303
    seat.refresh_from_db()
    assert seat.answer == "yes"


def test_a_facilitator_has_no_seat(seat: Invitee, outi: Member, client_of: ClientOf) -> None:
    assert client_of(outi).post(url_of(seat), {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_unknown_answers_are_refused(
    seat: Invitee, aino: Member, client_of: ClientOf, htmx: dict[str, str]
) -> None:
    response = client_of(aino).post(url_of(seat), {"answer": "perhaps"}, headers=htmx)
    assert response.status_code == 400
    assert seat.answers.count() == 0


def test_is_refused_once_the_meeting_has_begun(
    seat: Invitee, aino: Member, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    travel(seat.meeting.starts_at)
    response = client_of(aino).post(url_of(seat), {"answer": "yes"})
    assert response.status_code == 400
    assert "Tapaaminen on alkanut" in response.content.decode()


def test_reading_it_is_refused(seat: Invitee, aino: Member, client_of: ClientOf) -> None:
    assert client_of(aino).get(url_of(seat)).status_code == 405
