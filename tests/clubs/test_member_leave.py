from collections.abc import Callable

from django.test import Client

from accounts.models import User
from audit.models import Entry
from clubs.models import Member
from tests.cast import Cast
from tests.factories import join_token, make_member


def url(member: Member) -> str:
    return f"/people/{member.pk}/leave/"


def test_a_person_is_taken_out_and_their_links_end(
    client_of: Callable[[Member], Client], client: Client, outi: Member
) -> None:
    leaving = make_member(outi.club, "Yrjö", "Ylä", user=None)
    link = f"/join/{join_token(leaving)}/"
    response = client_of(outi).post(url(leaving))
    leaving.refresh_from_db()

    assert response["Location"] == f"/clubs/{outi.club_id}/people/?done=member-left"
    assert not leaving.is_active
    assert client.get(link).status_code == 410
    assert Entry.objects.get(action="clubs.left").object == str(leaving.pk)


def test_twice_is_once(client_of: Callable[[Member], Client], outi: Member, aino: Member) -> None:
    client = client_of(outi)
    client.post(url(aino))
    aino.refresh_from_db()
    first = aino.left_at
    response = client.post(url(aino))
    aino.refresh_from_db()

    assert response.status_code == 303
    assert aino.left_at == first


def test_who_has_left_no_longer_gets_in(
    client_of: Callable[[Member], Client], outi: Member, aino: Member
) -> None:
    client_of(outi).post(url(aino))

    assert client_of(aino).get(f"/clubs/{outi.club_id}/people/").status_code == 404


def test_the_last_facilitator_cannot_leave(
    client_of: Callable[[Member], Client], outi: Member
) -> None:
    response = client_of(outi).post(url(outi))
    outi.refresh_from_db()

    assert response.status_code == 200
    assert "Klubi tarvitsee vetäjän. Valitse ensin toinen vetäjä." in response.content.decode()
    assert outi.is_active


def test_others_may_not(client_of: Callable[[Member | User], Client], cast: Cast) -> None:
    people = {name: getattr(cast, name) for name in ("aino", "eero", "ulla", "zaida", "admin")}
    statuses = {
        name: client_of(one).post(url(cast.petri)).status_code for name, one in people.items()
    }
    cast.petri.refresh_from_db()

    assert statuses == {"aino": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404}
    assert cast.petri.is_active
    assert client_of(cast.outi).get(url(cast.petri)).status_code == 405
