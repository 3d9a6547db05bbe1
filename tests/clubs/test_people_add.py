from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member
from tests.cast import Cast

OUTLOOK = (
    "Kettunen Leea <leea.kettunen@example.org>; Salonen Pertti <pertti.salonen@example.org>;"
    " Lindholm Mikael <mikael.lindholm@example.org>"
)


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/people/add/"


def names(club: Club) -> list[str]:
    return [member.full_name for member in club.members.active()]


def test_an_outlook_list_becomes_members(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {"text": OUTLOOK})
    leea = club.members.get(first_name="Leea")

    assert response.status_code == 303
    assert response["Location"] == f"/clubs/{club.pk}/people/?done=people-added"
    assert names(club) == ["Leea Kettunen", "Mikael Lindholm", "Outi Oivallus", "Pertti Salonen"]
    assert (leea.email, leea.role, leea.user, leea.language) == (
        "leea.kettunen@example.org",
        Member.Role.MEMBER,
        None,
        "fi",
    )


def test_with_htmx_the_browser_is_sent_on(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {"text": OUTLOOK}, headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == f"/clubs/{club.pk}/people/?done=people-added"
    assert len(names(club)) == 4


def test_good_lines_are_saved_and_bad_ones_stay_in_the_box(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, club: Club
) -> None:
    text = f"ilman osoitetta\n{OUTLOOK}\naino.aalto@example.org\njukka@väärä\n"
    response = client_of(outi).post(url(club), {"text": text})
    page = response.content.decode()

    assert response.status_code == 200
    assert len(names(club)) == 5
    assert response.context["form"]["text"].value() == "ilman osoitetta\njukka@väärä"
    assert "2 riviä on korjattava" in page
    assert "3 henkilöä lisättiin." in page
    assert "Rivillä ei ole sähköpostiosoitetta." in page
    assert "Tarkista osoite." in page
    # The numbers are those of the lines that are left in the box.
    assert "Rivi 1. Rivillä ei ole sähköpostiosoitetta." in page
    assert "Rivi 2. Tarkista osoite." in page


def test_the_same_list_twice_adds_nobody_twice(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    client = client_of(outi)
    client.post(url(club), {"text": OUTLOOK})
    response = client.post(url(club), {"text": OUTLOOK})

    assert response["Location"] == f"/clubs/{club.pk}/people/?done=people-there"
    assert len(names(club)) == 4


def test_a_table_brings_unit_title_language_and_newness(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    text = "Nimi;Sähköposti;Yksikkö;Nimike;Kieli;Uusi\nMikael Lindholm;m@example.org;Liiketoiminta;Koulutuspäällikkö;sv;x"
    client_of(outi).post(url(club), {"text": text})
    mikael = club.members.get(email="m@example.org")

    assert (mikael.unit, mikael.job_title, mikael.language, mikael.is_new_in_role) == (
        "Liiketoiminta",
        "Koulutuspäällikkö",
        "sv",
        True,
    )


def test_somebody_who_left_comes_back_as_a_member(
    client_of: Callable[[Member], Client], outi: Member, eero: Member, club: Club
) -> None:
    client_of(outi).post(url(club), {"text": "EERO.ENTINEN@example.org"})
    before = eero.generation
    eero.refresh_from_db()

    assert eero.is_active
    assert eero.generation == before + 1
    assert club.members.count() == 2


def test_nothing_pasted_is_said_at_the_box(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {"text": "  "})

    assert response.context["form"].errors == {
        "text": ["Liitä tai kirjoita vähintään yksi osoite."]
    }


def test_too_long_a_text_is_refused_and_kept(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    text = "a@example.org\n" * 15_000
    response = client_of(outi).post(url(club), {"text": text})

    assert list(response.context["form"].errors) == ["text"]
    assert response.context["form"]["text"].value() == text


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow_with_people(
    client_of: Callable[[Member], Client],
    outi: Member,
    club: Club,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    text = "\n".join(f"henkilo{index}@example.org" for index in range(number))
    client = client_of(outi)

    with django_assert_num_queries(10):
        client.post(url(club), {"text": text})
    assert len(names(club)) == number + 1


def test_others_may_not(
    client_of: Callable[[Member | User], Client], cast: Cast, club: Club
) -> None:
    before = names(club)
    people = {name: getattr(cast, name) for name in ("aino", "eero", "ulla", "zaida")}
    statuses = {
        name: client_of(one).post(url(club), {"text": OUTLOOK}).status_code
        for name, one in people.items()
    }

    assert statuses == {"aino": 403, "eero": 404, "ulla": 404, "zaida": 404}
    assert names(club) == before
