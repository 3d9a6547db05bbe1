"""A club meets once at a time, and no meeting is moved into the past."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from clubs.models import Club, Season
from meetings.models import Meeting
from meetings.services import add_meeting, check_free, move_meeting, plan_season
from meetings.wallclock import at_wall
from tests import factories
from tests.meetings.letters import change
from tests.meetings.planning import (
    data_of,
    days_of,
    errors_of,
    new_url,
    row_errors,
    season_url,
    with_days,
)
from tests.races import at_once

NINE = at_wall(dt.date(2027, 1, 12), dt.time(9))
TOLD = (
    "Klubilla on samaan aikaan toinen tapaaminen: 1. tapaaminen, ti 12.1.2027 klo 9–12. "
    "Valitse toinen aika."
)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "is_free"), [(-3, True), (-2.5, False), (0, False), (2.5, False), (3, True)]
)
def test_meetings_may_follow_each_other_but_not_overlap(
    planned: Season, club: Club, hours: float, *, is_free: bool
) -> None:
    starts_at = NINE + hours * HOUR
    if is_free:
        check_free(club=club, starts_at=starts_at, length=180)
        return
    with pytest.raises(ValidationError) as refused:
        check_free(club=club, starts_at=starts_at, length=180)
    assert refused.value.messages == [TOLD]


def test_what_was_called_off_and_other_clubs_leave_the_time_free(
    planned: Season, other_club: Club
) -> None:
    check_free(club=other_club, starts_at=NINE, length=180)
    planned.meetings.update(cancelled_at=timezone.now())
    check_free(club=planned.club, starts_at=NINE, length=180)


def test_a_new_season_is_told_at_its_day(outi_client: Client, planned: Season, club: Club) -> None:
    response = outi_client.post(
        new_url(club), with_days("13.1.2027", "12.1.2027", first_on="1.1.2027")
    )
    assert errors_of(response) == {"day_2": [TOLD]}
    assert club.seasons.count() == 1


def test_proposals_pass_over_days_when_the_club_meets(
    outi_client: Client, planned: Season, club: Club
) -> None:
    rhythm = with_days(first_on="12.1.2027", count="2", every_weeks="4")
    response = outi_client.post(new_url(club, days=True), rhythm)
    assert [row.field.value() for row in response.context["rows"]] == ["19.1.2027", "16.2.2027"]


def test_a_row_of_the_planner_is_told_at_its_day(
    outi_client: Client, planned: Season, club: Club
) -> None:
    other = factories.make_season(club, "Toinen kausi")
    factories.make_meeting(other, starts_at=NINE + dt.timedelta(days=1, hours=1), number=7)
    second = planned.meetings.get(number=2)
    response = outi_client.post(season_url(planned), data_of(planned, day_2="13.1.2027"))
    assert row_errors(response) == {
        f"day_{second.pk.hex}": [
            "Klubilla on samaan aikaan toinen tapaaminen: Tapaaminen 7, ke 13.1.2027 klo 10–13. "
            "Valitse toinen aika."
        ]
    }


def test_days_swap_in_one_save(outi_client: Client, planned: Season) -> None:
    data = data_of(planned, day_1="9.2.2027", day_2="12.1.2027", title_1="Entinen ensimmäinen")
    assert outi_client.post(season_url(planned), data).status_code == 303
    assert planned.meetings.get(number=2).title == "Entinen ensimmäinen"


def test_the_past_is_told_at_the_day_and_nothing_is_saved(
    outi_client: Client, planned: Season
) -> None:
    first = planned.meetings.get(number=1)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    typed = f"{yesterday.day}.{yesterday.month}.{yesterday.year}"
    response = outi_client.post(
        season_url(planned), data_of(planned, day_1=typed, title_2="Ei talteen")
    )
    assert row_errors(response) == {
        f"day_{first.pk.hex}": [
            "Tapaamista ei voi siirtää menneisyyteen. Valitse päivä, joka on vasta tulossa."
        ]
    }
    assert days_of(planned)[0] == "12.1.2027 9.00"
    assert not planned.meetings.filter(title="Ei talteen").exists()


@pytest.mark.parametrize("days", [28, -1000])
def test_every_way_of_moving_is_held_to_the_same(planned: Season, days: int) -> None:
    first = planned.meetings.get(number=1)
    to = NINE + dt.timedelta(days=days)
    code = "overlap" if days > 0 else "past"
    with pytest.raises(ValidationError) as moved:
        move_meeting(meeting=first, starts_at=to)
    with pytest.raises(ValidationError) as edited:
        change(Meeting.objects.get(pk=first.pk), starts_at=to)
    assert {error.code for one in (moved, edited) for error in flat(one.value)} == {code}
    assert days_of(planned) == ["12.1.2027 9.00", "9.2.2027 9.00", "20.4.2027 9.00"]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("9.2.2027", "Klubilla on samaan aikaan toinen tapaaminen: 2. tapaaminen, ti 9.2.2027 klo 9–12. Valitse toinen aika."),
        ("9.2.2022", "Tapaamista ei voi siirtää menneisyyteen. Valitse päivä, joka on vasta tulossa."),
    ],
)  # fmt: skip
def test_the_form_of_a_meeting_tells_it_at_the_day(
    outi_client: Client, planned: Season, day: str, message: str
) -> None:
    url = f"/meetings/{planned.meetings.get(number=1).pk}/edit/"
    form = outi_client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if name != "themes"}
    response = outi_client.post(url, {**typed, "clock": "10", "day": day, "title": "Talteen"})
    form = response.context["form"]
    assert form.errors == {"day": [message]}
    assert (form["day"].value(), form["title"].value()) == (day, "Talteen")


def flat(error: ValidationError) -> list[Any]:
    """The single errors of a complaint."""
    if hasattr(error, "error_dict"):
        return [one for errors in error.error_dict.values() for one in errors]
    return error.error_list


def test_what_is_past_may_be_corrected(club: Club) -> None:
    meeting = factories.make_meeting(factories.make_season(club), days=-10)
    move_meeting(meeting=meeting, starts_at=factories.in_days(-11))
    meeting.refresh_from_db()
    assert meeting.starts_at == factories.in_days(-11)


def test_adding_over_another_is_refused(planned: Season) -> None:
    with pytest.raises(ValidationError, match="toinen tapaaminen"):
        add_meeting(season=planned, starts_at=NINE + HOUR)
    assert planned.meetings.count() == 3


def test_a_whole_season_over_another_leaves_nothing_behind(planned: Season, club: Club) -> None:
    with pytest.raises(ValidationError):
        plan_season(
            club=club, name="Päällekkäin", weekday=2, starts_at=dt.time(10), every_weeks=1,
            dates=[dt.date(2027, 1, 5), dt.date(2027, 1, 12)],
        )  # fmt: skip
    assert (club.seasons.count(), Meeting.objects.count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_time_one_is_refused(club: Club) -> None:
    def plan(name: str) -> Season:
        return plan_season(
            club=Club.objects.get(pk=club.pk), name=name, weekday=2, starts_at=dt.time(9),
            every_weeks=4, dates=[dt.date(2027, 1, 12)],
        )  # fmt: skip

    assert at_once(lambda: plan("A"), lambda: plan("B")) == ["ValidationError", "done"]
    assert Meeting.objects.count() == 1
