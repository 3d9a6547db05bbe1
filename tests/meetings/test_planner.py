"""The planner's own address: the season that matters now, or the form of the first one."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from clubs.models import Club, Member
from tests import factories

OpenAs = Callable[[Any], Client]


def test_before_the_first_season_it_is_the_form_for_it(
    client_of: OpenAs, outi: Member, club: Club
) -> None:
    response = client_of(outi).get(f"/clubs/{club.pk}/season/")
    assert "<h1>Ensimmäinen kausi</h1>" in response.content.decode()


def test_it_shows_the_season_that_goes_on_or_comes_next(
    client_of: OpenAs, outi: Member, club: Club
) -> None:
    past = factories.make_season(club, "Mennyt", starts_on=factories.in_days(-200).date())
    factories.make_meeting(past, days=-200)
    later = factories.make_season(club, "Tuleva", starts_on=factories.in_days(100).date())
    factories.make_meeting(later, days=100)
    client = client_of(outi)

    def shown() -> str:
        season = client.get(f"/clubs/{club.pk}/season/").context["season"]
        return str(season.name)

    assert shown() == "Tuleva"
    now = factories.make_season(club, "Nykyinen", starts_on=factories.in_days(-10).date())
    factories.make_meeting(now, days=10)
    assert shown() == "Nykyinen"


def test_after_all_seasons_it_shows_the_last_one(
    client_of: OpenAs, outi: Member, club: Club
) -> None:
    for name, days in [("Vanha", -400), ("Viime", -100)]:
        season = factories.make_season(club, name, starts_on=factories.in_days(days).date())
        factories.make_meeting(season, days=days)
    response = client_of(outi).get(f"/clubs/{club.pk}/season/")
    assert response.context["season"].name == "Viime"


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = f"/clubs/{cast.club.pk}/season/"
    codes = {
        name: client_of(getattr(cast, name)).get(path).status_code
        for name in ("aino", "leena", "ulla", "zaida", "eero", "outi")
    }
    assert codes == {
        "aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404, "outi": 200,
    }  # fmt: skip
    assert Client().get(path).status_code == 302
    assert client_of(cast.outi).post(path).status_code == 405
