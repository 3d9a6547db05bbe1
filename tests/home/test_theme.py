"""A theme's page gathers its meetings, readings, ideas and things agreed over the seasons."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member, Season
from meetings.models import Meeting, Theme
from meetings.services.themes import set_themes
from tests import factories

ClientOf = Callable[[Member | User], Client]
SECTIONS = ("meetings", "ideas", "agreed", "readings")


def titles(client: Client, theme: Theme, section: str) -> list[str]:
    """What a section of the page lists, in order."""
    response = client.get(f"/themes/{theme.pk}/")
    assert response.status_code == 200
    part = response.content.decode().split(f'id="h-{section}"', 1)[1].split("</section>")[0]
    found = re.findall(r'class="title"[^>]*>(.*?)</', part, re.S)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def furnish(season: Season, title: str, *, days: float) -> Meeting:
    """A meeting with one of each kind of thing, all named after it."""
    meeting = factories.make_meeting(season, title=title, days=days)
    factories.make_material(meeting, title=f"Luettavaa: {title}")
    factories.make_note(factories.make_board(meeting), f"Idea: {title}")
    factories.make_agreed(meeting, f"Sovittua: {title}", is_for_everybody=True)
    return meeting


@pytest.fixture
def main(season: Season) -> Theme:
    """A main theme with one below it, and meetings in two seasons."""
    main = factories.make_theme(season.club, "Muutosjohtaminen")
    below = factories.make_theme(season.club, "Luotsimalli", parent=main)
    old = factories.make_season(season.club, "Kevät", starts_on=season.starts_on.replace(year=2020))
    set_themes(meeting=furnish(old, "Vanha", days=-300), themes=[main])
    set_themes(meeting=furnish(season, "Uusi", days=20), themes=[below])
    furnish(season, "Muu", days=40)
    return main


def test_a_main_theme_has_what_stands_below_it(
    client_of: ClientOf, aino: Member, main: Theme
) -> None:
    client = client_of(aino)
    assert {section: titles(client, main, section) for section in SECTIONS} == {
        "meetings": ["Uusi", "Vanha"],
        "ideas": ["Idea: Uusi", "Idea: Vanha"],
        "agreed": ["Sovittua: Vanha", "Sovittua: Uusi"],
        "readings": ["Luettavaa: Uusi", "Luettavaa: Vanha"],
    }
    below = main.children.get()
    assert titles(client, below, "meetings") == ["Uusi"]
    assert f'href="/themes/{main.pk}/"' in client.get(f"/themes/{below.pk}/").content.decode()


def test_a_file_is_fetched_from_the_themes_page(
    client_of: ClientOf, aino: Member, main: Theme
) -> None:
    paper = factories.make_paper(Meeting.objects.get(title="Uusi"))
    client = client_of(aino)
    html = client.get(f"/themes/{main.pk}/").content.decode()
    [link] = re.findall(rf'href="([^"]*{paper.pk}[^"]*)"', html)
    assert "pdf" in html
    assert client.get(link).status_code == 200


def test_a_cross_cutting_theme_is_every_meetings(
    client_of: ClientOf, aino: Member, season: Season, main: Theme
) -> None:
    theme = factories.make_theme(season.club, "Hyvinvoiva johtaja", is_cross_cutting=True)
    client = client_of(aino)
    assert titles(client, theme, "meetings") == ["Uusi", "Muu", "Vanha"]
    assert titles(client, theme, "ideas") == ["Idea: Muu", "Idea: Uusi", "Idea: Vanha"]


def test_an_empty_theme_says_what_will_come(
    client_of: ClientOf, outi: Member, other_club: object
) -> None:
    theme = factories.make_theme(outi.club)
    html = client_of(outi).get(f"/themes/{theme.pk}/").content.decode()
    assert "Teema ei ole vielä missään tapaamisessa." in html
    assert "Näissä tapaamisissa sovitut asiat kertyvät tähän." in html
    assert f'href="/clubs/{outi.club_id}/themes/#theme-{theme.pk.hex}"' in html


def test_members_read_and_do_not_edit(
    client_of: ClientOf, aino: Member, ulla: Member, main: Theme
) -> None:
    html = client_of(aino).get(f"/themes/{main.pk}/").content.decode()
    assert f"/clubs/{aino.club_id}/themes/" not in html
    assert client_of(ulla).get(f"/themes/{main.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    aino: Member,
    season: Season,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    theme = factories.make_theme(season.club, is_cross_cutting=True)
    for place in range(number):
        furnish(season, f"Tapaaminen {place}", days=place)
    client = client_of(aino)
    with django_assert_num_queries(10):
        assert client.get(f"/themes/{theme.pk}/").status_code == 200
