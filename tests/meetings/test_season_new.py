"""A new season: the rhythm, the proposed days, and the press that plans it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Member, Season
from meetings.models import Meeting
from tests import factories
from tests.meetings.planning import RHYTHM, errors_of, new_url, proposed, with_days

OpenAs = Callable[[Any], Client]
BEFORE_START = "Kausi päättyy ennen kuin se alkaa. Tarkista ensimmäinen ja viimeinen päivä."
YEAR = {"how": "year", "first_on": "12.9.2022", "autumn": "3", "spring": "4", "name": "Lukuvuosi"}


def test_the_form_begins_with_the_clubs_time(outi_client: Client, club: Club) -> None:
    response = outi_client.get(new_url(club))
    form = response.context["form"]
    assert response.status_code == 200
    assert (form["starts_at"].value(), form["weekday"].value()) == ("9.00", 2)
    assert response.context["rows"] == []


def test_the_form_begins_with_the_rhythm_of_the_season_before(
    outi_client: Client, club: Club
) -> None:
    season = factories.make_season(club, weekday=4, starts_at=dt.time(12, 30), every_weeks=3)
    factories.make_meeting(season)
    form = outi_client.get(new_url(club)).context["form"]
    values = [form[name].value() for name in ("weekday", "starts_at", "every_weeks", "count")]
    assert values == [4, "12.30", 3, 1]


def test_saving_plans_the_meetings(outi_client: Client, club: Club, aino: Member) -> None:
    response = outi_client.post(new_url(club), with_days("13.9.2022", "22.11.2022", "11.10.2022"))
    season = Season.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == f"/seasons/{season.pk}/?done=season-planned"
    meetings = season.meetings.order_by("number")
    assert [
        timezone.localtime(meeting.starts_at).strftime("%-d.%-m. %H") for meeting in meetings
    ] == [
        "13.9. 09",
        "11.10. 09",
        "22.11. 09",
    ]
    assert [meeting.place for meeting in meetings] == [club.place] * 3
    assert [sum(item.minutes for item in meeting.agenda_items.all()) for meeting in meetings] == [
        180
    ] * 3
    assert [[seat.member for seat in meeting.invitees.all()] for meeting in meetings] == [
        [aino]
    ] * 3


def test_after_planning_comes_the_draw_where_there_are_people_to_draw(
    outi_client: Client, club: Club, aino: Member, petri: Member
) -> None:
    response = outi_client.post(new_url(club), with_days("13.9.2099", first_on="13.9.2099"))
    season = Season.objects.get()
    assert response.headers["Location"] == f"/seasons/{season.pk}/draw/?done=season-planned-draw"


def test_an_academic_year_is_planned_in_one_go(outi_client: Client, club: Club) -> None:
    days = ["13.9.", "11.10.", "22.11.", "17.1.", "14.2.", "21.3.", "25.4."]
    outi_client.post(new_url(club), with_days(*days, **YEAR))
    season = Season.objects.get()
    starts = season.meetings.order_by("number").values_list("starts_at", flat=True)
    assert [timezone.localtime(start).strftime("%-d.%-m.%Y") for start in starts] == [
        *(f"{day}2022" for day in days[:3]),
        *(f"{day}2023" for day in days[3:]),
    ]
    assert season.every_weeks == 5
    form = outi_client.get(new_url(club)).context["form"]
    assert [form[name].value() for name in ("how", "autumn", "spring")] == ["year", 3, 4]


def test_saving_without_days_proposes_them(outi_client: Client, club: Club) -> None:
    response = outi_client.post(new_url(club), RHYTHM)
    assert (response.status_code, len(proposed(response))) == (200, 3)
    assert not Season.objects.exists()


def test_a_day_on_a_holiday_may_be_kept(outi_client: Client, club: Club) -> None:
    outi_client.post(new_url(club), with_days("18.10.2022"))
    assert Meeting.objects.count() == 1


def test_a_new_supervisor_brings_group_forming(outi_client: Client, club: Club) -> None:
    factories.make_member(club, "Uusi", "Uutukainen", is_new_in_role=True)
    outi_client.post(new_url(club), with_days("13.9.2022"))
    assert Meeting.objects.get().agenda_items.first().kind == "group_forming"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"name": ""}, "name", "Täytä tämä kenttä."),
        ({"name": "x" * 76}, "name", None),
        ({"first_on": "31.2.2022"}, "first_on", None),
        ({"first_on": "huomenna"}, "first_on", None),
        ({"weekday": "8"}, "weekday", None),
        ({"starts_at": "25"}, "starts_at", None),
        ({"every_weeks": "0"}, "every_weeks", None),
        ({"every_weeks": "13"}, "every_weeks", None),
        ({"count": "41"}, "count", None),
        ({"count": "kolme"}, "count", None),
        ({"count": ""}, "count", "Täytä tämä kenttä."),
        ({"how": "sattuma"}, "how", None),
        ({"how": "between"}, "last_on", "Täytä tämä kenttä."),
        ({"how": "between", "last_on": "12.9.2022"}, "last_on", BEFORE_START),
        (
            {"how": "between", "last_on": "1.1.2030"},
            "last_on",
            "Kausi on enintään kahden vuoden pituinen. Tarkista vuosi.",
        ),
        ({"how": "year", "autumn": "3", "spring": "0"}, "spring", None),
        (
            {"how": "year", "autumn": "3", "spring": "4", "first_on": "10.1.2023"},
            "first_on",
            "Lukuvuosi alkaa syksyllä. Valitse päivä väliltä 1.8.–21.12.",
        ),
    ],
)
def test_bad_rhythm_is_told_at_its_field_and_stays(
    outi_client: Client, club: Club, changes: dict[str, str], field: str, message: str | None
) -> None:
    response = outi_client.post(new_url(club), with_days("13.9.2022", "11.10.2022", **changes))
    assert list(errors_of(response)) == [field]
    if message:
        assert errors_of(response)[field] == [message]
    form = response.context["form"]
    assert {name: form[name].value() for name in changes} == changes
    assert proposed(response) == ["13.9.2022", "11.10.2022"]
    assert not Season.objects.exists()


@pytest.mark.parametrize(
    ("days", "clock", "field", "message"),
    [
        (["13.9.2022", "13.9."], "9", "day_2", "Samana päivänä on toinen tapaaminen. Valitse toinen päivä."),
        (["13.9.2022", "11.10.2032", "15.11.2022"], "9", "day_2", "Tarkista vuosi."),
        (["13.9.2002"], "9", "day_1", "Tarkista vuosi."),
        (["13.9.2022", ""], "9", "day_2", None),
        (["13.9.2022", "tiistai"], "9", "day_2", None),
        (["26.3.2023"], "3.30", "day_1", "Tätä kellonaikaa ei ole sinä päivänä, koska kelloja siirretään eteenpäin. Valitse toinen aika."),
        (["30.10.2022"], "3", "day_1", "Tämä kellonaika on sinä päivänä kahdesti, koska kelloja siirretään taaksepäin. Valitse toinen aika."),
    ],
)  # fmt: skip
def test_bad_days_are_told_at_their_field_and_stay(
    outi_client: Client, club: Club, days: list[str], clock: str, field: str, message: str | None
) -> None:
    response = outi_client.post(new_url(club), with_days(*days, starts_at=clock))
    assert list(errors_of(response)) == [field]
    if message:
        assert errors_of(response)[field] == [message]
    assert proposed(response) == days
    assert not Season.objects.exists()


def test_the_same_press_twice_makes_one_season(outi_client: Client, club: Club) -> None:
    first = outi_client.post(new_url(club), with_days("13.9.2022"))
    again = outi_client.post(new_url(club), with_days("13.9.2022"))
    assert (first.status_code, again.status_code) == (303, 400)
    assert errors_of(again)["name"] == ["Klubilla on jo samanniminen kausi."]
    assert Season.objects.count() == 1


def test_roles(client_of: OpenAs, cast: Any) -> None:
    codes = {
        name: client_of(getattr(cast, name)).post(new_url(cast.club), RHYTHM).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().get(new_url(cast.club)).status_code == 302


@pytest.mark.parametrize("members", [1, 3, 30])
def test_queries_of_a_season_do_not_grow_with_people(
    outi_client: Client,
    club: Club,
    members: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.make_members(club, members)
    data = with_days("13.9.2022")
    with django_assert_num_queries(26):
        outi_client.post(new_url(club), data)
    assert Meeting.objects.first().invitees.count() == members


def test_enter_in_a_field_saves_instead_of_proposing_over_typed_days(
    outi_client: Client, club: Club
) -> None:
    html = outi_client.post(new_url(club, days=True), RHYTHM).content.decode()
    first_button = html.split("<main")[1].split("<button")[1].split(">")[0]
    assert "formaction" not in first_button
