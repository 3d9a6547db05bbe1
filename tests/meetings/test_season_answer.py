"""All dates of a season on one page: /s/<token>/."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member, Season
from meetings.models import Answer, Meeting, SeasonInvitation
from tests import factories


@pytest.fixture
def dates(season: Season, meeting: Meeting, aino: Member) -> list[Meeting]:
    """Three coming meetings where Aino has a seat."""
    found = [
        meeting,
        factories.make_meeting(season, days=40, title="Luotsimalli"),
        factories.make_meeting(season, days=70, title="Työkyky", is_hybrid=True),
    ]
    for one in found:
        factories.make_invitee(one, aino)
    return found


@pytest.fixture
def page(season: Season, aino: Member, dates: list[Meeting]) -> str:
    return reverse("meetings:season-answer", args=[factories.season_token(season, aino)])


def answers_of(aino: Member) -> dict[str, str]:
    return {seat.meeting.title: seat.answer for seat in aino.invitations.all()}


def field(meeting: Meeting) -> str:
    return f"meeting-{meeting.pk}"


def test_shows_every_coming_date_and_only_they_may_be_joined_remotely(page: str) -> None:
    html = Client().get(page).content.decode()
    assert html.count("<fieldset") == 3
    assert html.count('value="remote"') == 1
    assert "checked" not in html


def test_reading_changes_nothing(page: str, aino: Member) -> None:
    client = Client()
    for _time in range(3):
        assert client.get(page).status_code == 200
        assert client.head(page).status_code == 200
    assert Answer.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_one_press_saves_those_that_were_chosen(
    page: str, dates: list[Meeting], aino: Member
) -> None:
    response = Client().post(page, {field(dates[0]): "yes", field(dates[2]): "remote"})
    assert response["Location"] == f"{page}?done=meetings-season-answered"
    assert answers_of(aino) == {
        "Hyvinvointi työssä": "yes",
        "Luotsimalli": "",
        "Työkyky": "remote",
    }
    assert set(Answer.objects.values_list("source", "given_by")) == {("mail", aino.pk)}


def test_what_was_saved_is_chosen_and_only_a_change_is_logged(
    page: str, dates: list[Meeting], aino: Member
) -> None:
    client = Client()
    client.post(page, {field(dates[0]): "yes", field(dates[1]): "maybe"})
    assert client.get(page).content.decode().count("checked") == 2
    client.post(page, {field(dates[0]): "yes", field(dates[1]): "no"})
    log = Answer.objects.order_by("at").values_list("invitee__meeting__title", "value")
    assert sorted(log) == [
        ("Hyvinvointi työssä", "yes"),
        ("Luotsimalli", "maybe"),
        ("Luotsimalli", "no"),
    ]


def test_a_saved_answer_opens_those_meetings_on_this_device(
    page: str, dates: list[Meeting]
) -> None:
    client = Client()
    client.post(page, {field(dates[1]): "yes"})
    opened = [
        client.get(reverse("meetings:meeting", args=[meeting.pk])).status_code for meeting in dates
    ]
    assert opened == [404, 200, 404]


def test_nothing_chosen_is_said(page: str) -> None:
    response = Client().post(page, {})
    assert response.status_code == 400
    assert "Valitse vastaus ainakin yhteen tapaamiseen." in response.content.decode()


def test_one_bad_answer_saves_none_and_keeps_what_was_chosen(
    page: str, dates: list[Meeting], aino: Member
) -> None:
    response = Client().post(page, {field(dates[0]): "yes", field(dates[1]): "perhaps"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "Valitse yksi vastauksista." in html
    assert html.count("checked") == 1
    assert set(answers_of(aino).values()) == {""}


def test_a_meeting_that_is_not_offered_remotely_refuses_it(
    page: str, dates: list[Meeting], aino: Member
) -> None:
    response = Client().post(page, {field(dates[0]): "remote"})
    assert response.status_code == 400
    assert answers_of(aino)["Hyvinvointi työssä"] == ""


def test_another_seasons_meeting_cannot_be_answered_here(
    page: str, dates: list[Meeting], aino: Member
) -> None:
    other = factories.make_meeting(factories.make_season(aino.club, "Toinen kausi"), days=90)
    factories.make_invitee(other, aino)
    Client().post(page, {field(dates[0]): "yes", field(other): "yes"})
    assert other.invitees.get(member=aino).answer == ""


@pytest.mark.parametrize("why", ["called off", "begun", "uninvited"])
def test_dates_that_cannot_be_answered_are_left_out(
    page: str, dates: list[Meeting], aino: Member, why: str
) -> None:
    now = timezone.now()
    if why == "called off":
        Meeting.objects.filter(pk=dates[1].pk).update(cancelled_at=now)
    elif why == "begun":
        Meeting.objects.filter(pk=dates[1].pk).update(starts_at=now - timedelta(minutes=1))
    else:
        dates[1].invitees.update(uninvited_at=now)
    assert Client().get(page).content.decode().count("<fieldset") == 2


@pytest.mark.parametrize(
    ("why", "status"), [("cut", 404), ("revoked", 404), ("left", 404), ("over", 410)]
)
def test_dead_links_are_a_plain_page(
    page: str, season: Season, aino: Member, why: str, status: int
) -> None:
    if why == "cut":
        page = page[:-4] + "/"
    elif why == "revoked":
        SeasonInvitation.objects.update(generation=1)
    elif why == "left":
        Member.objects.filter(pk=aino.pk).update(left_at=timezone.now())
    else:
        season.meetings.update(starts_at=timezone.now() - timedelta(days=15))
    response = Client().get(page)
    assert response.status_code == status
    assert "Siirry etusivulle" in response.content.decode()


def test_the_page_speaks_the_letters_language_and_keeps_its_address(
    page: str, aino: Member
) -> None:
    Member.objects.filter(pk=aino.pk).update(language="sv", user=None)
    response = Client().get(page)
    assert "Spara mina svar" in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    season: Season, aino: Member, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        meeting = factories.make_meeting(season, days=10 + number, title=f"Tapaaminen {number}")
        factories.make_invitee(meeting, aino)
    page = reverse("meetings:season-answer", args=[factories.season_token(season, aino)])
    with django_assert_num_queries(3):
        Client().get(page)
