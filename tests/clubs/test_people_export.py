import codecs
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from audit.models import Entry
from clubs.models import Club, Member
from clubs.people import parse_people
from clubs.people_csv import write_people
from clubs.people_rows import people_of
from tests.cast import Cast
from tests.factories import make_member


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/people/export/"


def test_the_file_opens_in_a_finnish_spreadsheet_and_is_noted(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, eero: Member, club: Club
) -> None:
    told = timezone.now()
    make_member(club, "Vilma", "Vihta", user=None, joining_mailed_at=told, is_new_in_role=True)
    response = client_of(outi).post(url(club))
    lines = response.content.decode("utf-8-sig").split("\r\n")
    day = timezone.localdate(told)

    assert response.content.startswith(codecs.BOM_UTF8)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert f"esihenkiloiden-vertaisklubi-{day.isoformat()}.csv" in response["Content-Disposition"]
    assert lines[0] == (
        "Etunimi;Sukunimi;Sähköpostiosoite;Tehtävänimike;Yksikkö;Kieli;Uusi tehtävässä;Rooli;Tila"
    )
    assert lines[2].startswith(
        "Aino;Aalto;aino.aalto@example.org;;Myyntipalvelut;fi;;Jäsen;liittynyt"
    )
    assert lines[3].startswith(
        "Vilma;Vihta;vilma.vihta@example.org;;;fi;x;Jäsen;kutsuttu liittymään"
    )
    assert len(lines) == 5  # eero has left; the last line is empty
    assert Entry.objects.get(action="clubs.exported").detail == "people"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_was_exported_can_be_read_again(club: Club, language: str) -> None:
    first = make_member(
        club, "Åsa-Liisa", 'von "Essen"; Öberg', user=None, email="asa@example.org", unit="=1+1",
        job_title="-päällikkö", language="sv", is_new_in_role=True,
    )  # fmt: skip
    with translation.override(language):
        text = write_people(people_of(club).rows).decode()
    [line] = parse_people(text, known=[])

    assert "'=1+1" in text
    assert "'-päällikkö" in text
    assert line.person is not None
    assert (line.person.first_name, line.person.last_name) == (first.first_name, first.last_name)
    assert (line.person.email, line.person.unit) == ("asa@example.org", "=1+1")
    assert (line.person.job_title, line.person.language) == ("-päällikkö", "sv")
    assert line.person.is_new


def test_others_may_not(client_of: Callable[[Member | User], Client], cast: Cast) -> None:
    people = {name: getattr(cast, name) for name in ("petri", "eero", "ulla", "zaida", "admin")}
    statuses = {
        name: client_of(one).post(url(cast.club)).status_code for name, one in people.items()
    }

    assert statuses == {"petri": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404}
