import datetime as dt
from collections.abc import Callable

from django.test import Client

from accounts.models import User
from clubs.models import Club, Member
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from tests.factories import make_aim

GOOD = {
    "name": "Uusi nimi",
    "organisation": "",
    "place": "Sali",
    "purpose": "",
    "starts_at": "12",
    "length": "120",
    "aims": "Toinen\nKolmas",
    "holiday_weeks": "",
}


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/edit/"


def test_facts_change_and_aims_keep_their_rows(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    make_aim(club, "Ensimmäinen", position=0)
    kept = make_aim(club, "Toinen", position=1)

    response = client_of(outi).post(url(club), GOOD)
    club.refresh_from_db()

    assert response.status_code == 303
    assert (club.name, club.place, club.length, club.starts_at) == (
        "Uusi nimi",
        "Sali",
        120,
        dt.time(12),
    )
    assert club.holiday_weeks == []
    assert [aim.text for aim in club.aims.all()] == ["Toinen", "Kolmas"]
    assert club.aims.get(text="Toinen").pk == kept.pk


def test_the_page_shows_what_is_kept(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    make_aim(club, "Ensimmäinen", position=0)
    make_aim(club, "Toinen", position=1)
    form = client_of(outi).get(url(club)).context["form"]

    assert form["aims"].value() == "Ensimmäinen\nToinen"
    assert form["name"].value() == club.name


def test_bad_input_changes_nothing(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {**GOOD, "place": ""})
    club.refresh_from_db()

    assert response.status_code == 200
    assert response.context["form"].errors == {"place": ["Täytä tämä kenttä."]}
    assert club.place == "Kokoushuone Kaisla"
    # The crumbs keep the club's own name while another is being typed.
    assert response.context["navigation"].club.name == club.name


def test_only_the_facilitator_edits(
    client_of: Callable[[Member | User], Client], cast: Cast, club: Club
) -> None:
    assert statuses_of(cast, client_of, url(club)) == FACILITATORS_ONLY
