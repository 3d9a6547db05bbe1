"""Saying that a thing agreed is done: POST /agreed/<agreed_thing>/settle/."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import AgreedThing, Invitee, Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def thing(invited: Meeting, aino: Member) -> AgreedThing:
    return factories.make_agreed(invited, "Kävelykokous", aino)


def url_of(thing: AgreedThing) -> str:
    return reverse("meetings:agreed-settle", args=[thing.pk])


@pytest.mark.parametrize(
    ("state", "notice"), [("done", "meetings-settled"), ("dropped", "meetings-dropped")]
)
def test_the_owner_settles_it_and_opens_it_again(
    thing: AgreedThing, aino: Member, client_of: ClientOf, state: str, notice: str
) -> None:
    client = client_of(aino)
    response = client.post(url_of(thing), {"state": state})
    club = thing.meeting.season.club_id
    assert response["Location"] == f"/clubs/{club}/agreed/?done={notice}"
    thing.refresh_from_db()
    assert (thing.state, thing.settled_at is None) == (state, False)
    client.post(url_of(thing), {"state": "open"})
    thing.refresh_from_db()
    assert (thing.state, thing.settled_at) == ("open", None)


def test_the_same_twice_keeps_the_first_time(
    thing: AgreedThing, aino: Member, client_of: ClientOf
) -> None:
    client_of(aino).post(url_of(thing), {"state": "done"})
    first = AgreedThing.objects.get(pk=thing.pk).settled_at
    client_of(aino).post(url_of(thing), {"state": "done"})
    assert AgreedThing.objects.get(pk=thing.pk).settled_at == first


def test_returns_where_it_was_pressed(
    thing: AgreedThing, aino: Member, client_of: ClientOf
) -> None:
    response = client_of(aino).post(url_of(thing), {"state": "done", "next": "/me/"})
    assert response["Location"] == "/me/?done=meetings-settled"
    response = client_of(aino).post(url_of(thing), {"state": "done", "next": "//example.com"})
    assert response["Location"].startswith("/clubs/")


def test_others_may_not(thing: AgreedThing, petri: Member, client_of: ClientOf) -> None:
    assert client_of(petri).post(url_of(thing), {"state": "done"}).status_code == 403
    AgreedThing.objects.filter(pk=thing.pk).update(is_for_everybody=True)
    assert client_of(petri).post(url_of(thing), {"state": "done"}).status_code == 303


def test_a_link_is_not_enough(
    thing: AgreedThing, aino: Member, link_client: Callable[[Invitee], Client]
) -> None:
    client = link_client(thing.meeting.invitees.get(member=aino))
    assert client.post(url_of(thing), {"state": "done"}).status_code == 302


def test_an_unknown_state_is_refused(thing: AgreedThing, aino: Member, client_of: ClientOf) -> None:
    assert client_of(aino).post(url_of(thing), {"state": "lost"}).status_code == 400
    thing.refresh_from_db()
    assert thing.state == "open"
