"""Proposing the days of a new season."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Season
from meetings.rhythm import suggested_name
from tests.meetings.planning import RHYTHM, errors_of, new_url, proposed, with_days

OpenAs = Callable[[Any], Client]


def test_days_are_proposed_past_holidays_and_nothing_is_written(
    outi_client: Client, club: Club
) -> None:
    response = outi_client.post(new_url(club, days=True), RHYTHM)
    # 18.10. is in the autumn holiday week 42 and 25.10. in 43; 6.12. is Independence Day.
    assert proposed(response) == ["13.9.2022", "1.11.2022", "13.12.2022"]
    assert not Season.objects.exists()


def test_a_suggested_name_follows_the_first_day_and_a_typed_one_stays(
    outi_client: Client, club: Club
) -> None:
    typed = {**RHYTHM, "first_on": "19.1.2027"}
    names = [
        outi_client.post(new_url(club, days=True), {**typed, "name": name}).context["form"]["name"]
        for name in (suggested_name(timezone.localdate()), "Tammikuun klubi")
    ]
    assert [name.value() for name in names] == ["Kevätkausi 2027", "Tammikuun klubi"]


YEAR = {"how": "year", "first_on": "12.9.2022", "autumn": "3", "spring": "4"}
BETWEEN = {"how": "between", "first_on": "13.9.2022", "last_on": "30.4.", "count": "4"}


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (YEAR, ["13.9.2022", "11.10.2022", "15.11.2022", "10.1.2023", "14.2.2023", "21.3.2023", "25.4.2023"]),
        (BETWEEN, ["13.9.2022", "22.11.2022", "7.2.2023", "25.4.2023"]),
    ],
)  # fmt: skip
def test_the_days_of_a_year_and_of_a_span(
    outi_client: Client, club: Club, rhythm: dict[str, str], days: list[str]
) -> None:
    assert proposed(outi_client.post(new_url(club, days=True), {**RHYTHM, **rhythm})) == days


@pytest.mark.parametrize(
    ("rhythm", "field", "message"),
    [
        ({**YEAR, "first_on": "1.12.2022"}, "autumn", "Tällä viikonpäivällä on 2 vapaata päivää. Valitse vähemmän tapaamisia tai toinen viikonpäivä."),
        ({**YEAR, "spring": "20"}, "spring", "Tällä viikonpäivällä on 18 vapaata päivää. Valitse vähemmän tapaamisia tai toinen viikonpäivä."),
        ({**BETWEEN, "last_on": "20.9.", "count": "3"}, "count", "Tällä viikonpäivällä on 2 vapaata päivää. Valitse vähemmän tapaamisia tai toinen viikonpäivä."),
        ({**BETWEEN, "last_on": "1.9.2022"}, "last_on", "Kausi päättyy ennen kuin se alkaa. Tarkista ensimmäinen ja viimeinen päivä."),
    ],
)  # fmt: skip
def test_too_few_free_days_are_told_at_their_number(
    outi_client: Client, club: Club, rhythm: dict[str, str], field: str, message: str
) -> None:
    response = outi_client.post(new_url(club, days=True), {**RHYTHM, **rhythm})
    assert errors_of(response) == {field: [message]}
    assert proposed(response) == []


def test_what_another_rhythm_asks_for_is_passed_over(outi_client: Client, club: Club) -> None:
    typed = {**RHYTHM, **YEAR, "last_on": "huomenna", "every_weeks": "", "count": "x"}
    assert len(proposed(outi_client.post(new_url(club, days=True), typed))) == 7


def test_proposing_works_with_htmx(outi_client: Client, club: Club) -> None:
    response = outi_client.post(new_url(club, days=True), RHYTHM, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith('<form id="season-form"')
    assert response.headers["Vary"].split(", ").count("HX-Request") == 1
    assert proposed(response) == ["13.9.2022", "1.11.2022", "13.12.2022"]


def test_a_clash_is_named_and_one_press_mends_it(outi_client: Client, club: Club) -> None:
    typed = with_days("13.9.2022", "18.10.", "22.11.2022")
    response = outi_client.post(new_url(club, days=True), {**typed, "use": "1"})
    hint = response.context["rows"][1].hint
    assert (hint.text, hint.proposal) == ("ti 18.10. on syyslomaviikolla 42", dt.date(2022, 11, 1))
    response = outi_client.post(new_url(club, days=True), {**typed, "use": "2"})
    assert proposed(response) == ["13.9.2022", "1.11.2022", "22.11.2022"]
    assert [row.hint for row in response.context["rows"]] == [None, None, None]


def test_no_free_day_is_said_at_the_weekday(outi_client: Client, club: Club) -> None:
    club.holiday_weeks = list(range(1, 54))
    club.save()
    response = outi_client.post(new_url(club, days=True), RHYTHM)
    assert list(errors_of(response)) == ["weekday"]


def test_the_proposal_takes_posts_only(outi_client: Client, club: Club) -> None:
    assert outi_client.get(new_url(club, days=True)).status_code == 405
    assert outi_client.put(new_url(club)).status_code == 405


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = new_url(cast.club, days=True)
    codes = {
        name: client_of(getattr(cast, name)).post(path, RHYTHM).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().post(path).status_code == 302


def test_what_is_said_of_a_day_follows_what_is_typed(outi_client: Client, club: Club) -> None:
    typed = {**with_days("13.9.2022", "18.10.", "22.11.2022"), "use": "0"}
    response = outi_client.post(new_url(club, days=True), typed, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert 'name="day_2" value="18.10."' in html
    said = html.split('id="said-2"')[1].split("</div>")[0]
    assert "syyslomaviikolla 42" in said
    assert "vko 42" in " ".join(html.split('id="week-2"')[1].split("</span>")[0].split())


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_days(
    outi_client: Client,
    planned: Season,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    url = new_url(planned.club, days=True)
    with django_assert_num_queries(8):
        response = outi_client.post(url, {**RHYTHM, "every_weeks": "1", "count": str(count)})
    assert len(proposed(response)) == count
