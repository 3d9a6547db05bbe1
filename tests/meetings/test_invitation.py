"""The invitation's page: /meetings/<meeting>/invitation/."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import send_invitations
from outbox.models import Message, State
from tests import factories

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


def page(client: Client, meeting: Meeting, query: str = "") -> str:
    url = reverse("meetings:invitation", args=[meeting.pk]) + query
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split())


def test_says_who_gets_it_before_anything_leaves(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    text = page(client_of(outi), meeting)
    assert "Kutsun saavat: Aino, Leena, Petri, Timo" in text
    assert "Lähetä 4 kutsua" in text
    assert Message.objects.count() == 0


def test_names_what_is_missing(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    text = page(client_of(outi), meeting)
    assert "Ennakkomateriaalia ei ole vielä." in text
    assert "Ohjelman minuutit eivät täsmää tapaamisen pituuteen." in text
    factories.make_material(meeting)
    factories.make_agenda_item(meeting, minutes=180)
    text = page(client_of(outi), meeting)
    assert "Ennakkomateriaalia ei ole vielä." not in text
    assert "Ohjelman minuutit" not in text


def test_shows_how_many_have_left(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    send_invitations(meeting=meeting, sender=outi)
    first = Message.objects.order_by("pk")[:3].values("pk")
    Message.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
        state=State.SENT, next_at=None
    )
    text = page(client_of(outi), meeting)
    assert "Lähetetty 3/4" in text
    assert "Katso vastaukset" in text
    assert "Kaikki on kutsuttu." not in text
    assert "Lähetä 4" not in text


def test_offers_the_late_and_the_failed_another_letter(
    meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.filter(person=str(aino.pk)).update(state=State.FAILED, next_at=None)
    factories.make_member(meeting.season.club, "Uusi", "Ukko", user=None)
    text = page(client_of(outi), meeting)
    assert "Ilman kutsua, tai viesti ei mennyt perille: Aino, Uusi" in text
    assert "Lähetä 2 kutsua" in text
    assert "1 ei perille" in text


def test_a_club_without_members_gets_the_next_step(other_club: Any, client_of: ClientOf) -> None:
    lead = factories.make_facilitator(other_club, "Vesa", "Vetäjä")
    meeting = factories.make_meeting(factories.make_season(other_club))
    text = page(client_of(lead), meeting)
    assert "Klubissa ei ole vielä jäseniä, joita kutsua." in text


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    factories.make_members(meeting.season.club, count)
    send_invitations(meeting=meeting, sender=outi)
    client = client_of(outi)
    with django_assert_num_queries(12):
        client.get(reverse("meetings:invitation", args=[meeting.pk]))
