from collections.abc import Callable

from django.test import Client

from accounts.models import User
from clubs.models import Club, Member
from tests.cast import Cast

TEXT = "Aino Aalto <aino.aalto@example.org>\nSalo Outi <outi.salo@example.org>; Outi Salo outi.salo@example.org\npuuttuu"


def url(club: Club) -> str:
    return f"/clubs/{club.pk}/people/preview/"


def test_each_line_is_judged_and_nothing_is_saved(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {"text": TEXT})
    page = response.content.decode()

    assert response.status_code == 200
    assert response.context["form"]["text"].value() == TEXT
    assert [(line.number, line.problem) for line in response.context["judgement"].lines] == [
        (1, "known"),
        (2, ""),
        (2, "double"),
        (3, "no_address"),
    ]
    assert "1 lisättävä, 2 on jo, 1 korjattava" in page
    assert "Rivi 3. Rivillä ei ole sähköpostiosoitetta." in page
    assert club.members.count() == 2
    # What must be mended stands first, also in a list so long that it scrolls.
    assert page.index("Rivi 3.") < page.index("Rivi 1.")


def test_with_htmx_only_the_judgement_comes_back(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {"text": TEXT}, headers={"HX-Request": "true"})
    page = response.content.decode()

    assert "<html" not in page
    assert 'hx-swap-oob="innerHTML:#preview-status"' in page
    assert "Outi Salo" in page
    assert "HX-Request" in response["Vary"]


def test_an_empty_box_shows_what_can_be_pasted(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    client = client_of(outi)

    for data in ({"text": ""}, {"text": " \n;"}, {}):
        response = client.post(url(club), data, headers={"HX-Request": "true"})
        assert "Näissä muodoissa voi liittää" in response.content.decode()


def test_pasted_markup_stays_text(
    client_of: Callable[[Member], Client], outi: Member, club: Club
) -> None:
    response = client_of(outi).post(url(club), {"text": "<script>alert(1)</script>"})

    assert "<script>alert" not in response.content.decode()


def test_others_may_not(
    client_of: Callable[[Member | User], Client], cast: Cast, club: Club
) -> None:
    people = {name: getattr(cast, name) for name in ("aino", "ulla", "zaida")}
    statuses = {name: client_of(one).post(url(club)).status_code for name, one in people.items()}

    assert statuses == {"aino": 403, "ulla": 404, "zaida": 404}
    assert client_of(cast.outi).get(url(club)).status_code == 405
