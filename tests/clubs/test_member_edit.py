from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Entry
from clubs.models import Club, Member
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from tests.factories import make_facilitator, make_member


def url(member: Member) -> str:
    return f"/people/{member.pk}/"


def data(member: Member, **changes: str) -> dict[str, str]:
    return {
        "first_name": member.first_name,
        "last_name": member.last_name,
        "email": member.email,
        "job_title": member.job_title,
        "unit": member.unit,
        "role": member.role,
        "language": member.language,
        **changes,
    }


@pytest.fixture
def untold(club: Club) -> Member:
    return make_member(club, "Yrjö", "Ylä", user=None)


def test_a_person_is_corrected(
    client_of: Callable[[Member], Client], outi: Member, untold: Member
) -> None:
    changed = data(
        untold, first_name="Yrjänä", unit="Logistiikka", language="sv", is_new_in_role="on"
    )
    response = client_of(outi).post(url(untold), changed)
    untold.refresh_from_db()

    assert response.status_code == 303
    assert response["Location"] == f"/clubs/{untold.club_id}/people/?done=saved"
    assert (untold.full_name, untold.unit, untold.language, untold.is_new_in_role) == (
        "Yrjänä Ylä",
        "Logistiikka",
        "sv",
        True,
    )


def test_a_new_address_ends_the_old_joining_link(
    client_of: Callable[[Member], Client], outi: Member, untold: Member
) -> None:
    before = untold.generation
    client_of(outi).post(url(untold), data(untold, email="Yrjo@ÖÖ.fi"))
    untold.refresh_from_db()

    assert untold.email == "yrjo@xn--ndaa.fi"
    assert untold.generation == before + 1


def test_somebody_who_joined_keeps_their_own_language(
    client_of: Callable[[Member], Client], outi: Member, aino: Member
) -> None:
    client = client_of(outi)
    assert "language" not in client.get(url(aino)).context["form"].fields

    client.post(url(aino), data(aino, language="sv", unit="Talous"))
    aino.refresh_from_db()

    assert (aino.language, aino.unit) == ("fi", "Talous")


def test_a_member_becomes_a_facilitator_and_it_is_recorded(
    client_of: Callable[[Member], Client], outi: Member, aino: Member
) -> None:
    client_of(outi).post(url(aino), data(aino, role="facilitator"))
    aino.refresh_from_db()
    entry = Entry.objects.get(action="clubs.role_changed")

    assert aino.is_facilitator
    assert (entry.actor, entry.object, entry.detail) == (
        str(outi.user_id),
        str(aino.pk),
        "facilitator",
    )


def test_who_has_not_joined_cannot_facilitate(
    client_of: Callable[[Member], Client], outi: Member, untold: Member
) -> None:
    response = client_of(outi).post(url(untold), data(untold, role="facilitator"))

    assert response.context["form"].errors == {
        "role": [
            "Vetäjäksi voi valita vain liittyneen henkilön. Lähetä hänelle ensin liittymiskutsu."
        ]
    }


def test_the_last_facilitator_stays_one(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    client = client_of(outi)
    response = client.post(url(outi), data(outi, role="member"))
    assert response.context["form"].errors == {
        "role": ["Klubi tarvitsee vetäjän. Valitse ensin toinen vetäjä."]
    }

    make_facilitator(club, "Toinen", "Vetäjä")
    client.post(url(outi), data(outi, role="member"))
    outi.refresh_from_db()
    assert not outi.is_facilitator


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"email": "väärä"},
            {"email": ["Kirjoita osoite kokonaan, esimerkiksi nimi@example.org."]},
        ),
        ({"email": "PETRI.PELTO@example.org"}, {"__all__": ["Osoite on jo klubissa."]}),
        ({"first_name": ""}, {"first_name": ["Täytä tämä kenttä."]}),
        (
            {"role": "king"},
            {"role": ["Valitse oikea vaihtoehto. king ei ole vaihtoehtojen joukossa."]},
        ),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    client_of: Callable[[Member], Client],
    outi: Member,
    petri: Member,
    untold: Member,
    changes: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    response = client_of(outi).post(url(untold), data(untold, **changes))
    form = response.context["form"]
    email = untold.email
    untold.refresh_from_db()

    assert response.status_code == 200
    assert form.errors == errors
    assert all(form[name].value() == value for name, value in changes.items())
    assert (untold.email, untold.first_name) == (email, "Yrjö")
    assert response.context["name"] == "Yrjö Ylä"


def test_only_facilitators_of_the_club_may(
    client_of: Callable[[Member | User], Client], cast: Cast
) -> None:
    assert statuses_of(cast, client_of, url(cast.petri)) == FACILITATORS_ONLY
    assert client_of(cast.outi).get(url(cast.ulla)).status_code == 404
