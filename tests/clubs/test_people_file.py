from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clubs.models import Club, Member

TABLE = "Etunimi;Sukunimi;Sähköposti;Yksikkö\r\nÅsa;Öberg;asa.oberg@example.org;Myynti\r\n"


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/people/file/"


def send(client: Client, club: Club, content: bytes, name: str = "jasenet.csv") -> Any:
    return client.post(url(club), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_goes_to_the_box_with_what_would_become_of_it(
    client_of: Callable[[Member], Client], outi: Member, club: Club, coding: str
) -> None:
    response = send(client_of(outi), club, TABLE.encode(coding))
    page = response.content.decode()
    [person] = response.context["judgement"].people

    assert response.status_code == 200
    assert (person.first_name, person.last_name, person.unit) == ("Åsa", "Öberg", "Myynti")
    assert "Åsa;Öberg;asa.oberg@example.org;Myynti" in page
    # Who reads by ear or by keys is told where they have come, and goes on from there.
    assert page.count("autofocus") == page.count("Ketään ei ole vielä lisätty.") == 1
    assert club.members.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tiedosto on tyhjä."),
        (b"PK\x03\x04 and more", "Tallenna se ensin CSV-muotoon"),
        (b"\xd0\xcf\x11\xe0 and more", "Tallenna se ensin CSV-muotoon"),
        (b"\x00\x01\x02binary", "Tämä ei ole tekstitiedosto."),
        (b"a@example.org\n" * 80_000, "Tiedosto on liian suuri: enintään 1 Mt."),
    ],
)
def test_what_is_no_list_of_people_is_refused(
    client_of: Callable[[Member], Client], outi: Member, club: Club, content: bytes, sentence: str
) -> None:
    response = send(client_of(outi), club, content)
    page = response.content.decode()

    assert response.status_code == 400
    # At the field, and in the summary that takes the focus and leads to it.
    assert page.count(sentence) == 2
    assert 'href="#id_file"' in page
    assert response.context["judgement"] is None


def test_a_file_must_be_chosen(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    assert "Valitse ensin tiedosto." in client_of(outi).post(url(club)).content.decode()
