"""Copying the titles, themes and agendas of another season."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Season
from meetings.models import Meeting
from meetings.services import copy_season, plan_season, save_agenda, set_themes
from tests import factories
from tests.meetings.planning import data_of, days_of, new_url, row_errors, season_url, with_days

OpenAs = Callable[[Any], Client]


def planned_on(club: Club, name: str, *dates: dt.date, **values: Any) -> Season:
    return plan_season(
        club=club, name=name, weekday=2, starts_at=dt.time(9), every_weeks=4, dates=dates, **values
    )


@pytest.fixture
def before(club: Club) -> Season:
    """A season of three: the first with a title, a theme and an agenda of its own, the second called off."""
    season = planned_on(club, "Viime", *(dt.date(2026, 9, day) for day in (1, 8, 15)))
    first, second, third = season.meetings.order_by("number")
    first.title, third.title = "Luotsimalli", "Etätyö"
    second.title = "Peruttu"
    second.cancelled_at = second.starts_at
    for meeting in (first, second, third):
        meeting.save()
    set_themes(meeting=first, themes=[factories.make_theme(club, "Muutosjohtaminen")])
    rows = [factories.make_agenda_item(first, title="Kierros", minutes=170, note="Yksi kysymys")]
    save_agenda(meeting=first, rows=rows)
    return season


def content(meeting: Meeting) -> tuple[str, list[str], list[tuple[str, int, str]]]:
    items = meeting.agenda_items.all()
    return (
        meeting.title,
        [theme.name for theme in meeting.themes.all()],
        [(item.title, item.minutes, item.note) for item in items],
    )


def test_contents_come_meeting_by_meeting_without_those_called_off(
    outi_client: Client, planned: Season, before: Season
) -> None:
    data = {**data_of(planned, day_3="27.4.2027"), "source": str(before.pk)}
    response = outi_client.post(season_url(planned, "copy/"), data)
    first, second, third = planned.meetings.order_by("number")

    assert response.headers["Location"] == season_url(planned) + "?done=season-copied"
    assert content(first) == (
        "Luotsimalli",
        ["Muutosjohtaminen"],
        [("Kierros", 170, "Yksi kysymys")],
    )
    assert (second.title, third.title) == ("Etätyö", "")
    # What was typed in the rows beside is saved with it.
    assert days_of(planned)[2] == "27.4.2027 9.00"


def test_what_has_been_written_stays(planned: Season, before: Season) -> None:
    first = planned.meetings.get(number=1)
    theme = factories.make_theme(planned.club, "Oma teema")
    set_themes(meeting=first, themes=[theme])
    save_agenda(meeting=first, rows=[factories.make_agenda_item(first, title="Oma", minutes=60)])
    own = content(first)

    assert copy_season(season=planned, source=before) == 2
    first.refresh_from_db()
    assert content(first) == ("Luotsimalli", own[1], own[2])
    assert copy_season(season=planned, source=before) == 0


def test_a_meeting_whose_invitations_have_left_takes_nothing(
    planned: Season, before: Season
) -> None:
    first = planned.meetings.get(number=1)
    factories.invite(first, [])
    as_it_was = content(first)
    copy_season(season=planned, source=before)
    first.refresh_from_db()

    assert content(first) == as_it_was


def test_a_new_season_begins_with_the_contents_of_another(
    outi_client: Client, club: Club, before: Season
) -> None:
    typed = with_days("13.9.2027", "11.10.2027", first_on="13.9.2027", copied=str(before.pk))
    shown = outi_client.post(new_url(club, days=True), {**typed, "use": "0"})
    assert [row.title for row in shown.context["rows"]] == ["Luotsimalli", "Etätyö"]

    outi_client.post(new_url(club), typed)
    season = club.seasons.get(name="Syyskausi 2022")
    assert [meeting.title for meeting in season.meetings.order_by("number")] == [
        "Luotsimalli",
        "Etätyö",
    ]


def test_only_another_season_of_the_club_can_be_copied(
    outi_client: Client, planned: Season, before: Season, other_club: Club
) -> None:
    foreign = factories.make_season(other_club, "Vieras")
    factories.make_meeting(foreign, title="Vieras otsikko")
    for source in ("", "x", str(planned.pk), str(foreign.pk)):
        data = {**data_of(planned), "source": source}
        response = outi_client.post(season_url(planned, "copy/"), data)
        assert row_errors(response) == {"__all__": ["Valitse tämän klubin toinen kausi."]}
    for season in (planned, foreign):
        with pytest.raises(ValidationError):
            copy_season(season=planned, source=season)
    assert not planned.meetings.exclude(title="").exists()


def test_the_page_offers_it_only_where_there_is_something_to_copy(
    outi_client: Client, planned: Season
) -> None:
    assert "/copy/" not in outi_client.get(season_url(planned)).content.decode()
    factories.make_meeting(factories.make_season(planned.club, "Toinen"))
    assert "/copy/" in outi_client.get(season_url(planned)).content.decode()


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = season_url(cast.season, "copy/")
    codes = {
        name: client_of(getattr(cast, name)).post(path, {}).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 400,
    }  # fmt: skip
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_meetings(
    club: Club, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    days = [dt.date(2026, 8, 4) + dt.timedelta(weeks=week) for week in range(count)]
    source = planned_on(club, "Mistä", *days)
    theme = factories.make_theme(club)
    for meeting in source.meetings.all():
        meeting.themes.add(theme)
        save_agenda(meeting=meeting, rows=[factories.make_agenda_item(meeting, minutes=10)])
    source.meetings.update(title="Otsikko")
    target = planned_on(club, "Mihin", *(day + dt.timedelta(weeks=52) for day in days))
    with django_assert_num_queries(15):
        assert copy_season(season=target, source=source) == count
