"""A season's planner: its rows, and what its buttons do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Member, Season
from meetings.models import Meeting, Theme
from meetings.services import move_meeting, plan_season, remove_meeting, sync_invitees
from tests import factories

OpenAs = Callable[[Any], Client]


@pytest.fixture
def outi_client(client_of: OpenAs, outi: Member) -> Client:
    return client_of(outi)


@pytest.fixture
def planned(club: Club, aino: Member) -> Season:
    """Three meetings on Tuesdays at nine."""
    return plan_season(
        club=club,
        name="Lukuvuosi 2026–2027",
        weekday=2,
        starts_at=dt.time(9),
        every_weeks=4,
        dates=[dt.date(2027, 1, 12), dt.date(2027, 2, 9), dt.date(2027, 4, 20)],
    )


def url(season: Season, tail: str = "") -> str:
    return f"/seasons/{season.pk}/{tail}"


def data_of(season: Season, **changes: Any) -> dict[str, Any]:
    """What the page's form would post, with changes by meeting number: ``day_1="1.2.2027"``."""
    data: dict[str, Any] = {"name": season.name}
    for meeting in season.meetings.filter(invited_at=None):
        day = timezone.localtime(meeting.starts_at)
        data[f"day_{meeting.pk.hex}"] = f"{day.day}.{day.month}.{day.year}"
        data[f"title_{meeting.pk.hex}"] = meeting.title
        data[f"themes_{meeting.pk.hex}"] = [str(theme.pk) for theme in meeting.themes.all()]
    keys = {meeting.number: meeting.pk.hex for meeting in season.meetings.all()}
    for name, value in changes.items():
        field, _, number = name.partition("_")
        data[f"{field}_{keys[int(number)]}" if number else field] = value
    return data


def days_of(season: Season) -> list[str]:
    starts = season.meetings.order_by("number").values_list("starts_at", flat=True)
    return [timezone.localtime(start).strftime("%-d.%-m.%Y %-H.%M") for start in starts]


def row_errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_the_page_shows_the_meetings_and_their_sum(outi_client: Client, planned: Season) -> None:
    response = outi_client.get(url(planned))
    html = " ".join(response.content.decode().split())
    assert "<b>3 tapaamista, 9 tuntia.</b>" in html
    assert [row.meeting.number for row in response.context["rows"]] == [1, 2, 3]
    assert [row.hint for row in response.context["rows"]] == [None] * 3


def test_rows_are_saved_together(outi_client: Client, planned: Season, club: Club) -> None:
    theme = factories.make_theme(club, "Muutosjohtaminen")
    data = data_of(planned, day_1="13.1.", title_1="Alku", themes_1=[str(theme.pk)], name="Kevät")
    response = outi_client.post(url(planned), data)
    planned.refresh_from_db()
    first = planned.meetings.get(number=1)
    assert (response.status_code, response.headers["Location"]) == (
        303,
        url(planned) + "?done=saved",
    )
    assert days_of(planned) == ["13.1.2027 9.00", "9.2.2027 9.00", "20.4.2027 9.00"]
    assert (planned.name, first.title, list(first.themes.all())) == ("Kevät", "Alku", [theme])


def test_numbers_follow_the_days(outi_client: Client, planned: Season) -> None:
    outi_client.post(
        url(planned), data_of(planned, day_1="27.4.2027", title_1="Entinen ensimmäinen")
    )
    assert days_of(planned) == ["9.2.2027 9.00", "20.4.2027 9.00", "27.4.2027 9.00"]
    assert planned.meetings.get(title="Entinen ensimmäinen").number == 3


def test_saving_the_same_twice_changes_nothing(outi_client: Client, planned: Season) -> None:
    data = data_of(planned, title_2="Keskikohta")
    for _time in range(2):
        assert outi_client.post(url(planned), data).status_code == 303
    assert days_of(planned) == ["12.1.2027 9.00", "9.2.2027 9.00", "20.4.2027 9.00"]
    assert list(planned.meetings.values_list("sequence", flat=True)) == [0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "number", "message"),
    [
        ({"day_2": "12.1.2027"}, 2, "Samana päivänä on toinen tapaaminen. Valitse toinen päivä."),
        ({"day_2": "30.2.2027"}, 2, None),
        ({"day_3": ""}, 3, None),
        ({"title_1": "x" * 121}, 1, None),
        ({"title_1": "a\u202eb"}, 1, None),
        ({"themes_1": ["ei-tunnus"]}, 1, None),
    ],
)
def test_bad_rows_are_told_at_their_field_and_nothing_is_lost(
    outi_client: Client, planned: Season, changes: dict[str, Any], number: int, message: str | None
) -> None:
    [(name, value)] = changes.items()
    field = f"{name.partition('_')[0]}_{planned.meetings.get(number=number).pk.hex}"
    other = 1 if number != 1 else 2
    response = outi_client.post(
        url(planned), data_of(planned, **changes, **{f"title_{other}": "Toinen"})
    )
    errors = row_errors(response)
    assert list(errors) == [field]
    if message:
        assert errors[field] == [message]
    form = response.context["form"]
    assert form[field].value() == value
    assert form[f"title_{planned.meetings.get(number=other).pk.hex}"].value() == "Toinen"
    assert days_of(planned) == ["12.1.2027 9.00", "9.2.2027 9.00", "20.4.2027 9.00"]


def test_a_time_that_the_clocks_skip_is_told_at_the_day(outi_client: Client, club: Club) -> None:
    season = plan_season(
        club=club, name="Yö", weekday=7, starts_at=dt.time(3, 30), every_weeks=1, dates=[dt.date(2027, 3, 21)]
    )  # fmt: skip
    response = outi_client.post(url(season), data_of(season, day_1="28.3.2027"))
    assert list(row_errors(response).values()) == [
        [
            "Tätä kellonaikaa ei ole sinä päivänä, koska kelloja siirretään eteenpäin. Valitse toinen aika."
        ]
    ]


def test_a_name_twice_is_told_at_the_name(outi_client: Client, planned: Season) -> None:
    factories.make_season(planned.club, "Syksy")
    response = outi_client.post(url(planned), data_of(planned, name="Syksy"))
    assert row_errors(response) == {"name": ["Klubilla on jo samanniminen kausi."]}


def test_a_clash_is_named_and_one_press_mends_it(outi_client: Client, planned: Season) -> None:
    outi_client.post(url(planned), data_of(planned, day_2="23.2.2027"))
    row = outi_client.get(url(planned)).context["rows"][1]
    assert (row.hint.text, row.hint.proposal) == (
        "ti 23.2. on talvilomaviikolla 8",
        dt.date(2027, 3, 16),
    )
    outi_client.post(
        url(planned), {**data_of(planned, title_1="Talteen"), "use": row.meeting.pk.hex}
    )
    assert days_of(planned)[1] == "16.3.2027 9.00"
    assert planned.meetings.get(number=1).title == "Talteen"


def test_an_invited_meeting_is_not_changed_here(outi_client: Client, planned: Season) -> None:
    first = planned.meetings.get(number=1)
    data = data_of(planned, day_1="13.1.2027", title_1="Toinen")
    factories.invite(first, [])
    outi_client.post(url(planned), data)
    row = outi_client.get(url(planned)).context["rows"][0]
    assert days_of(planned)[0] == "12.1.2027 9.00"
    assert (row.meeting.title, row.day_field) == ("", None)


def test_a_meeting_is_added_in_the_rhythm_past_holidays(
    outi_client: Client, planned: Season, aino: Member
) -> None:
    response = outi_client.post(url(planned, "meetings/add/"), data_of(planned, title_1="Talteen"))
    added = planned.meetings.get(number=4)
    assert response.headers["Location"] == url(planned) + "?done=meeting-added"
    assert days_of(planned)[3] == "18.5.2027 9.00"
    assert planned.meetings.get(number=1).title == "Talteen"
    assert sum(item.minutes for item in added.agenda_items.all()) == 180
    assert [seat.member for seat in added.invitees.all()] == [aino]


def test_adding_waits_until_the_rows_are_right(outi_client: Client, planned: Season) -> None:
    response = outi_client.post(url(planned, "meetings/add/"), data_of(planned, day_1="x"))
    assert (response.status_code, planned.meetings.count()) == (200, 3)


def test_a_meeting_is_removed_and_the_gap_closes(outi_client: Client, planned: Season) -> None:
    second = planned.meetings.get(number=2)
    data = data_of(planned, title_3="Viimeinen", day_2="tämä poistuu")
    response = outi_client.post(f"/meetings/{second.pk}/remove/", data)
    assert response.headers["Location"] == url(planned) + "?done=meeting-removed"
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


def test_a_season_can_be_emptied_and_filled_again(outi_client: Client, planned: Season) -> None:
    for meeting in planned.meetings.all():
        outi_client.post(f"/meetings/{meeting.pk}/remove/", data_of(planned))
    response = outi_client.get(url(planned))
    assert "Kaudella ei ole tapaamisia. Lisää ensimmäinen." in response.content.decode()
    outi_client.post(url(planned, "meetings/add/"), data_of(planned))
    day = timezone.localtime(planned.meetings.get().starts_at)
    assert (day.isoweekday(), day.hour) == (2, 9)
    assert day > timezone.now()


def test_moving_an_invited_meeting_starts_answers_anew(invited: Meeting, aino: Member) -> None:
    seat = invited.invitees.get(member=aino)
    seat.answer, seat.answered_at = "yes", timezone.now()
    seat.save()
    before = (invited.sequence, invited.time_revision)
    move_meeting(meeting=invited, starts_at=invited.starts_at)
    assert (invited.sequence, invited.time_revision) == before
    move_meeting(meeting=invited, starts_at=invited.starts_at + dt.timedelta(days=1))
    invited.refresh_from_db()
    seat.refresh_from_db()
    assert (invited.sequence, invited.time_revision) == (before[0] + 1, before[1] + 1)
    assert (seat.answer, seat.answered_at) == ("", None)


def test_who_joins_late_gets_a_seat_and_who_left_before_loses_it(
    planned: Season, aino: Member, petri: Member
) -> None:
    meeting = planned.meetings.get(number=1)
    assert sync_invitees(meeting=meeting) == 1
    assert sync_invitees(meeting=meeting) == 0
    aino.left_at = timezone.now()
    aino.save()
    sync_invitees(meeting=meeting)
    assert [seat.member for seat in meeting.invitees.all()] == [petri]


@pytest.mark.parametrize("tail", ["", "meetings/add/"])
def test_roles(client_of: OpenAs, cast: Any, tail: str) -> None:
    codes = {
        name: client_of(getattr(cast, name)).post(url(cast.season, tail), {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().get(url(cast.season)).status_code == 302


def test_roles_of_removing(client_of: OpenAs, cast: Any) -> None:
    path = f"/meetings/{cast.meeting.pk}/remove/"
    codes = {
        name: client_of(getattr(cast, name)).post(path, {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert client_of(cast.outi).get(path).status_code == 405
    assert client_of(cast.outi).get(url(cast.season, "meetings/add/")).status_code == 405


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_meetings(
    outi_client: Client,
    club: Club,
    aino: Member,
    petri: Member,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    season = factories.make_season(club)
    themes = [Theme(club=club, name=f"Teema {number}") for number in range(count)]
    Theme.objects.bulk_create(themes)
    for number in range(count):
        group = factories.make_group(season, [aino, petri] if number == 0 else [])
        meeting = factories.make_meeting(season, days=7 * number, host_group=group)
        meeting.themes.add(themes[number])
    with django_assert_num_queries(11):
        outi_client.get(url(season))
