"""An answer given on a page that shows the time from before the meeting moved does not count for the new one."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Invitee, Meeting
from tests import factories
from tests.meetings.letters import change


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    return invited.invitees.get(member=aino)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(seen[^"]*)" value="([^"]*)"', page))


def move(seat: Invitee) -> None:
    meeting = Meeting.objects.get(pk=seat.meeting_id)
    change(meeting, starts_at=meeting.starts_at + dt.timedelta(days=1))


def own_page(seat: Invitee) -> str:
    return reverse("meetings:answer", args=[factories.answer_token(seat)])


def season_page(seat: Invitee) -> str:
    return reverse(
        "meetings:season-answer", args=[factories.season_token(seat.meeting.season, seat.member)]
    )


@pytest.mark.parametrize(
    ("page_of", "field_of"),
    [
        (own_page, lambda seat: "answer"),
        (season_page, lambda seat: f"meeting-{seat.meeting_id}"),
    ],
)
def test_a_link_that_was_open_shows_the_new_time_and_asks_again(
    seat: Invitee, page_of: Callable[[Invitee], str], field_of: Callable[[Invitee], str]
) -> None:
    url, client = page_of(seat), Client()
    answer = {field_of(seat): "yes", "greeting": "Hei pari"}
    before = hidden(client.get(url).content.decode())
    move(seat)

    refused = client.post(url, {**answer, **before})
    page = refused.content.decode()
    seat.refresh_from_db()
    assert (refused.status_code, seat.answer, seat.answers.count()) == (400, "", 0)
    assert "Tapaamisen aika on muuttunut, se on nyt" in page
    assert 'value="yes"' in page.split("checked")[0].rsplit("<input", 1)[1]

    assert client.post(url, {**answer, **hidden(page)}).status_code == 303
    seat.refresh_from_db()
    assert seat.answer == "yes"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_so_does_the_meetings_own_page(
    seat: Invitee, aino: Member, client_of: Callable[[Member], Client], headers: dict[str, str]
) -> None:
    client = client_of(aino)
    url = reverse("meetings:answer-own", args=[seat.meeting_id])
    page = client.get(reverse("meetings:meeting", args=[seat.meeting_id])).content.decode()
    move(seat)

    refused = client.post(url, {"answer": "no", **hidden(page)}, headers=headers)
    assert refused.status_code == 400
    assert "Vastaa uudelleen." in refused.content.decode()
    seat.refresh_from_db()
    assert seat.answer == ""

    again = {"answer": "no", **hidden(refused.content.decode())}
    assert client.post(url, again, headers=headers).status_code in (200, 303)
    seat.refresh_from_db()
    assert seat.answer == "no"


@pytest.mark.parametrize("seen", ["", "soon", "-1", "9" * 30])
def test_what_is_no_number_is_passed_over(seat: Invitee, seen: str) -> None:
    assert Client().post(own_page(seat), {"answer": "yes", "seen": seen}).status_code == 303
