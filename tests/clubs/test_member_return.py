from collections.abc import Callable

from django.test import Client

from accounts.models import User
from audit.models import Entry
from clubs.models import Member
from clubs.services import leave_club
from meetings.models import Meeting
from tests.cast import Cast
from tests.factories import make_facilitator


def url(member: Member) -> str:
    return f"/people/{member.pk}/return/"


def test_who_has_left_is_listed_and_comes_back_with_the_seats(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, invited: Meeting
) -> None:
    client = client_of(outi)
    leave_club(member=aino)
    page = client.get(f"/clubs/{outi.club_id}/people/").content.decode()
    response = client.post(url(aino))
    aino.refresh_from_db()

    assert url(aino) in page
    assert response["Location"] == f"/clubs/{outi.club_id}/people/?done=member-returned"
    assert aino.is_active
    assert aino in {seat.member for seat in invited.invitees.seated()}
    assert Entry.objects.filter(action="clubs.returned").count() == 1


def test_a_facilitator_comes_back_as_a_member_and_twice_is_once(
    client_of: Callable[[Member], Client], outi: Member
) -> None:
    other = make_facilitator(outi.club, "Pirjo", "Pari")
    leave_club(member=other)
    client = client_of(outi)
    client.post(url(other))
    other.refresh_from_db()
    generation = other.generation
    client.post(url(other))
    other.refresh_from_db()

    assert other.role == Member.Role.MEMBER
    assert other.generation == generation


def test_others_may_not(client_of: Callable[[Member | User], Client], cast: Cast) -> None:
    people = {name: getattr(cast, name) for name in ("petri", "eero", "ulla", "zaida", "admin")}
    statuses = {
        name: client_of(one).post(url(cast.eero)).status_code for name, one in people.items()
    }

    assert statuses == {"petri": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404}
