import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clubs.models import Club, Member
from tests.factories import make_user

URL = "/clubs/new/"
GOOD = {
    "name": "Esihenkilöiden vertaisklubi",
    "organisation": "Kuusiniemen ammattiopisto",
    "place": "Kampus Koivu",
    "purpose": "Opimme toisiltamme.",
    "starts_at": "9.30",
    "length": "180",
    "aims": "Tulen kuulluksi\n\n Tulokset leviävät \nTulen kuulluksi\n",
    "holiday_weeks": "8-10, 42",
}


@pytest.fixture
def opener(db: None) -> User:
    return make_user("Outi", "Oivallus", may_open_clubs=True)


def test_a_club_is_opened_with_its_aims_and_its_facilitator(
    client_of: Callable[[User], Client], opener: User
) -> None:
    response = client_of(opener).post(URL, GOOD)
    club = Club.objects.get()
    facilitator = club.members.get()

    assert response.status_code == 303
    assert response["Location"] == f"/clubs/{club.pk}/people/?done=club-opened"
    assert (club.name, club.organisation, club.place) == (
        "Esihenkilöiden vertaisklubi",
        "Kuusiniemen ammattiopisto",
        "Kampus Koivu",
    )
    assert (club.starts_at, club.length, club.holiday_weeks) == (
        dt.time(9, 30),
        180,
        [8, 9, 10, 42],
    )
    assert [aim.text for aim in club.aims.all()] == ["Tulen kuulluksi", "Tulokset leviävät"]
    assert (facilitator.user, facilitator.role) == (opener, Member.Role.FACILITATOR)
    assert facilitator.joined_at is not None


def test_the_page_offers_the_usual_times(client_of: Callable[[User], Client], opener: User) -> None:
    form = client_of(opener).get(URL).context["form"]

    assert 'value="9.00"' in str(form["starts_at"])
    assert form["length"].value() == 180
    assert 'value="8–10, 42–43"' in str(form["holiday_weeks"])


def test_the_same_twice_opens_one_club(client_of: Callable[[User], Client], opener: User) -> None:
    client = client_of(opener)
    client.post(URL, GOOD)
    response = client.post(URL, GOOD)

    assert response.status_code == 200
    assert response.context["form"].errors == {"name": ["Sinulla on jo samanniminen klubi."]}
    assert Club.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Täytä tämä kenttä."),
        ("name", "x" * 76, "Lyhennä tekstiä: enintään 75 merkkiä, nyt 76."),
        ("place", "  ", "Täytä tämä kenttä."),
        ("starts_at", "25", "Kirjoita aika muodossa 9 tai 9.30."),
        ("length", "20", "Tämän luvun on oltava vähintään 30."),
        ("length", "kolme", "Kirjoita luku numeroina."),
        ("holiday_weeks", "loka", "Kirjoita viikot muodossa 8–10, 42."),
        ("holiday_weeks", "54", "Kirjoita viikot muodossa 8–10, 42."),
        ("holiday_weeks", "1–53", "Jätä viikkoja myös tapaamisille."),
        ("aims", "x" * 201, "Tavoite 1 on liian pitkä: enintään 200 merkkiä."),
        ("aims", "\n".join(map(str, range(13))), "Klubilla on enintään 12 tavoitetta."),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    client_of: Callable[[User], Client], opener: User, field: str, value: str, message: str
) -> None:
    response = client_of(opener).post(URL, {**GOOD, field: value})
    form = response.context["form"]

    assert response.status_code == 200
    assert form.errors == {field: [message]}
    assert {name: form[name].value() for name in GOOD} == {**GOOD, field: value}
    assert f'href="#id_{field}"' in response.content.decode()
    assert Club.objects.count() == 0


PEOPLE = "Aalto Aino <aino.aalto@example.org>; Pelto Petri <petri.pelto@example.org>"


def test_the_first_people_come_with_the_club(
    client_of: Callable[[User], Client], opener: User
) -> None:
    response = client_of(opener).post(URL, {**GOOD, "text": f"{PEOPLE}\n{opener.email}"})
    club = Club.objects.get()

    assert response.headers["Location"] == f"/clubs/{club.pk}/season/?done=club-opened-people"
    assert sorted(member.full_name for member in club.members.invited()) == [
        "Aino Aalto",
        "Petri Pelto",
    ]
    assert club.members.facilitators().get().user == opener


def test_a_wrong_line_keeps_everything_in_the_form_and_saves_nothing(
    client_of: Callable[[User], Client], opener: User
) -> None:
    typed = {**GOOD, "text": f"{PEOPLE}\nPuuttuva Osoite"}
    response = client_of(opener).post(URL, typed)
    form, people = response.context["form"], response.context["people"]

    assert people.errors == {
        "text": ["1 rivi pitää korjata. Korjaa se tai poista se; mitään ei ole vielä tallennettu."]
    }
    assert {name: form[name].value() for name in GOOD} == GOOD
    assert people["text"].value() == typed["text"]
    assert 'href="#id_text"' in response.content.decode()
    assert (Club.objects.count(), Member.objects.count()) == (0, 0)


def test_only_those_to_whom_it_was_granted_open_clubs(
    client_of: Callable[[Member | User], Client],
    outi: Member,
    aino: Member,
    zaida: User,
    admin: User,
) -> None:
    statuses = {
        str(person): client_of(person).get(URL).status_code for person in (aino, zaida, admin)
    }

    assert statuses == {"Aino Aalto": 403, "Zaida Zetterberg": 403, "Saara Säätäjä": 200}
    assert client_of(aino).post(URL, GOOD).status_code == 403


def test_strangers_are_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(URL).headers["Location"] == f"{reverse('account_login')}?next={URL}"
