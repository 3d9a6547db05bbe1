"""A season's planner: its rows, and what its buttons do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Member, Season
from meetings.models import Meeting, Theme
from meetings.services import move_meeting, plan_season, sync_invitees
from tests import factories
from tests.meetings.planning import data_of, days_of, row_errors, season_url
from ui.dates import HELSINKI

OpenAs = Callable[[Any], Client]
Travel = Callable[[dt.datetime], None]


def test_the_page_shows_the_meetings_and_their_sum(outi_client: Client, planned: Season) -> None:
    response = outi_client.get(season_url(planned))
    html = " ".join(response.content.decode().split())
    assert "<b>3 tapaamista, 9 tuntia.</b>" in html
    assert [row.meeting.number for row in response.context["rows"]] == [1, 2, 3]
    assert [row.hint for row in response.context["rows"]] == [None] * 3


def test_rows_are_saved_together(outi_client: Client, planned: Season, club: Club) -> None:
    theme = factories.make_theme(club, "Muutosjohtaminen")
    data = data_of(planned, day_1="13.1.", title_1="Alku", themes_1=[str(theme.pk)], name="Kevät")
    response = outi_client.post(season_url(planned), data)
    planned.refresh_from_db()
    first = planned.meetings.get(number=1)
    assert (response.status_code, response.headers["Location"]) == (
        303,
        season_url(planned) + "?done=saved",
    )
    assert days_of(planned) == ["13.1.2027 9.00", "9.2.2027 9.00", "20.4.2027 9.00"]
    assert (planned.name, first.title, list(first.themes.all())) == ("Kevät", "Alku", [theme])


def test_numbers_follow_the_days(outi_client: Client, planned: Season) -> None:
    outi_client.post(
        season_url(planned), data_of(planned, day_1="27.4.2027", title_1="Entinen ensimmäinen")
    )
    assert days_of(planned) == ["9.2.2027 9.00", "20.4.2027 9.00", "27.4.2027 9.00"]
    assert planned.meetings.get(title="Entinen ensimmäinen").number == 3


def test_saving_the_same_twice_changes_nothing(outi_client: Client, planned: Season) -> None:
    data = data_of(planned, title_2="Keskikohta")
    for _time in range(2):
        assert outi_client.post(season_url(planned), data).status_code == 303
    assert days_of(planned) == ["12.1.2027 9.00", "9.2.2027 9.00", "20.4.2027 9.00"]
    assert list(planned.meetings.values_list("sequence", flat=True)) == [0, 0, 0]


def test_a_draft_says_when_it_was_saved(
    outi_client: Client, planned: Season, travel: Travel
) -> None:
    """First when it was planned, then when its rows were saved; once its invitation has left it is no draft."""

    def words() -> str:
        html = outi_client.get(season_url(planned)).content.decode()
        return " ".join(strip_tags(html).replace("\N{NO-BREAK SPACE}", " ").split())

    Season.objects.update(created_at=dt.datetime(2026, 9, 1, 8, 5, tzinfo=HELSINKI))
    assert "Luonnos tallennettu ti 1.9. klo 8.05" in words()
    travel(dt.datetime(2026, 9, 2, 10, 42, tzinfo=HELSINKI))
    outi_client.post(season_url(planned), data_of(planned))
    assert "Luonnos tallennettu ke 2.9. klo 10.42" in words()
    Season.objects.update(announced_at=timezone.now())
    assert "Luonnos tallennettu" not in words()


@pytest.mark.parametrize(
    ("changes", "number", "message"),
    [
        ({"day_2": "12.1.2027"}, 2, "Samana päivänä on toinen tapaaminen. Valitse toinen päivä."),
        ({"day_2": "30.2.2027"}, 2, None),
        ({"day_2": "9.2.2020"}, 2, "Tarkista vuosi."),
        ({"day_2": "9.2.2029"}, 2, "Tarkista vuosi."),
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
        season_url(planned), data_of(planned, **changes, **{f"title_{other}": "Toinen"})
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
    response = outi_client.post(season_url(season), data_of(season, day_1="28.3.2027"))
    assert list(row_errors(response).values()) == [
        [
            "Tätä kellonaikaa ei ole sinä päivänä, koska kelloja siirretään eteenpäin. Valitse toinen aika."
        ]
    ]


def test_a_name_twice_is_told_at_the_name(outi_client: Client, planned: Season) -> None:
    factories.make_season(planned.club, "Syksy")
    response = outi_client.post(season_url(planned), data_of(planned, name="Syksy"))
    assert row_errors(response) == {"name": ["Klubilla on jo samanniminen kausi."]}


def test_a_clash_is_named_and_one_press_mends_it(outi_client: Client, planned: Season) -> None:
    outi_client.post(season_url(planned), data_of(planned, day_2="23.2.2027"))
    row = outi_client.get(season_url(planned)).context["rows"][1]
    assert (row.hint.text, row.hint.proposal) == (
        "ti 23.2. on talvilomaviikolla 8",
        dt.date(2027, 3, 16),
    )
    outi_client.post(
        season_url(planned), {**data_of(planned, title_1="Talteen"), "use": row.meeting.pk.hex}
    )
    assert days_of(planned)[1] == "16.3.2027 9.00"
    assert planned.meetings.get(number=1).title == "Talteen"


def test_an_invited_meeting_is_not_changed_here(outi_client: Client, planned: Season) -> None:
    first = planned.meetings.get(number=1)
    data = data_of(planned, day_1="13.1.2027", title_1="Toinen")
    factories.invite(first, [])
    outi_client.post(season_url(planned), data)
    row = outi_client.get(season_url(planned)).context["rows"][0]
    assert days_of(planned)[0] == "12.1.2027 9.00"
    assert (row.meeting.title, row.day_field) == ("", None)


def test_moving_an_invited_meeting_starts_answers_anew(invited: Meeting, aino: Member) -> None:
    seat = invited.invitees.get(member=aino)
    seat.answer, seat.answered_at = "yes", timezone.now()
    seat.save()
    before = (invited.sequence, invited.time_revision)
    move_meeting(meeting=invited, starts_at=invited.starts_at)
    assert (invited.sequence, invited.time_revision) == before
    move_meeting(meeting=invited, starts_at=invited.starts_at + dt.timedelta(days=1))
    invited.refresh_from_db()
    seat = invited.invitees.get(member=aino)
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


def test_roles(client_of: OpenAs, cast: Any) -> None:
    codes = {
        name: client_of(getattr(cast, name)).post(season_url(cast.season), {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 400,
    }  # fmt: skip
    assert Client().get(season_url(cast.season)).status_code == 302


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
    with django_assert_num_queries(12):
        outi_client.get(season_url(season))


def test_of_two_who_plan_at_once_nobody_undoes_the_others_work(
    outi_client: Client, planned: Season
) -> None:
    second = planned.meetings.get(number=2)
    html = outi_client.get(season_url(planned)).content.decode()
    for name in ("name", f"day_{second.pk.hex}", f"title_{second.pk.hex}"):
        assert html.count(f'name="initial-{name}"') == 1
    mine = data_of(planned, title_1="Minun")
    theme = factories.make_theme(planned.club, "Heidän teemansa")
    theirs = data_of(
        planned, name="Heidän", title_2="Heidän", day_2="17.2.2027", themes_2=[str(theme.pk)]
    )
    for data in (theirs, mine):
        assert outi_client.post(season_url(planned), data).status_code == 303
    planned.refresh_from_db()
    second.refresh_from_db()
    assert (planned.name, second.title, days_of(planned)[1]) == (
        "Heidän", "Heidän", "17.2.2027 9.00",
    )  # fmt: skip
    assert list(second.themes.all()) == [theme]
    assert planned.meetings.get(number=1).title == "Minun"
