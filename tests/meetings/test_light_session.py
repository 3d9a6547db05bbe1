"""A letter's link on a device where somebody else is signed in gives what the link gives, and no more."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Invitee
from tests.cast import Cast, user_of

pytestmark = pytest.mark.django_db
LinkClient = Callable[[Invitee], Client]


def signed_in_with_link(link_client: LinkClient, seat: Invitee, person: Member) -> Client:
    """The device of ``person``, signed in, who was sent somebody else's letter and answered with it."""
    client = link_client(seat)
    links = client.session["links"]
    client.force_login(user_of(person))
    session = client.session
    session["links"] = links
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def statuses(client: Client, cast: Cast, names: list[str]) -> dict[str, int]:
    return {name: client.get(reverse(name, args=[cast.meeting.pk])).status_code for name in names}


OPEN = ["meetings:meeting", "meetings:calendar", "boards:board"]
CLOSED = [
    *("meetings:participants", "meetings:agenda", "meetings:materials", "meetings:meeting-edit"),
    *("meetings:invitation", "meetings:attendance", "boards:freeze", "boards:memo"),
    "feedback:results",
]


@pytest.mark.parametrize("whose", ["aino", "leena"])
def test_a_forwarded_letter_makes_nobody_a_host(
    link_client: LinkClient, cast: Cast, whose: str
) -> None:
    seat = cast.meeting.invitees.get(member=getattr(cast, whose))
    client = signed_in_with_link(link_client, seat, cast.ulla)
    assert statuses(client, cast, OPEN) == dict.fromkeys(OPEN, 200)
    assert statuses(client, cast, CLOSED) == dict.fromkeys(CLOSED, 404)


def test_nor_a_facilitator_when_its_reader_has_become_one(
    link_client: LinkClient, cast: Cast
) -> None:
    seat = cast.meeting.invitees.get(member=cast.aino)
    client = signed_in_with_link(link_client, seat, cast.ulla)
    Member.objects.filter(pk=cast.aino.pk).update(role=Member.Role.FACILITATOR)
    assert statuses(client, cast, CLOSED) == dict.fromkeys(CLOSED, 404)
    page = client.get(reverse("meetings:meeting", args=[cast.meeting.pk])).content.decode()
    assert reverse("meetings:invitation", args=[cast.meeting.pk]) not in page
    assert reverse("meetings:participants", args=[cast.meeting.pk]) not in page


def test_ones_own_link_takes_nothing_from_ones_account(link_client: LinkClient, cast: Cast) -> None:
    seat = cast.meeting.invitees.get(member=cast.leena)
    client = signed_in_with_link(link_client, seat, cast.leena)
    seen = ["meetings:participants", "meetings:agenda", "feedback:results", "boards:memo"]
    assert statuses(client, cast, seen) == dict.fromkeys(seen, 200)
