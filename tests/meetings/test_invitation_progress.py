"""How many have left: /meetings/<meeting>/invitation/progress/."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import send_invitations
from outbox.models import Message, State

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


def fragment(client: Client, meeting: Meeting) -> str:
    url = reverse("meetings:invitation-progress", args=[meeting.pk])
    return client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_asks_again_until_all_have_left(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    assert fragment(client, meeting).strip() == ""
    send_invitations(meeting=meeting, sender=outi)
    html = fragment(client, meeting)
    assert "Lähetetty 0/4" in html
    assert 'hx-trigger="every 2s"' in html
    Message.objects.update(state=State.SENT, next_at=None)
    html = fragment(client, meeting)
    assert "Lähetetty 4/4" in html
    assert "hx-trigger" not in html


def test_names_failures(meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf) -> None:
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None)
    Message.objects.filter(person=str(aino.pk)).update(state=State.FAILED)
    html = fragment(client_of(outi), meeting)
    assert "Lähetetty 3/4" in html
    assert "1 ei perille" in html
