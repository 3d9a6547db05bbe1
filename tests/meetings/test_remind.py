"""Reminding the silent by hand: POST /meetings/<meeting>/participants/remind/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Answer, Meeting
from meetings.services import record_answer, send_invitations
from outbox.models import Message

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


def reminded() -> list[str]:
    letters = Message.objects.filter(kind="meetings.remind").values_list("to_name", flat=True)
    return sorted(letters)


def test_only_those_who_have_not_answered_and_once_a_day(
    meeting: Meeting,
    outi: Member,
    aino: Member,
    client_of: ClientOf,
    travel: Callable[[dt.datetime], None],
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    for member, value in ((aino, "maybe"), *((one, "yes") for one in _hosts(meeting))):
        seat = meeting.invitees.get(member=member)
        record_answer(invitee=seat, value=value, source=Answer.Source.MAIL)
    url = reverse("meetings:remind", args=[meeting.pk])
    first, second = (client_of(outi).post(url) for _twice in range(2))
    assert first["Location"].endswith("?done=meetings-reminded")
    assert second["Location"].endswith("?done=meetings-nobody-silent")
    assert reminded() == ["Petri Pelto"]
    travel(timezone.now() + dt.timedelta(days=1))
    client_of(outi).post(url)
    assert reminded() == ["Petri Pelto", "Petri Pelto"]


def _hosts(meeting: Meeting) -> list[Member]:
    assert meeting.host_group is not None
    return [place.member for place in meeting.host_group.places.all()]


def test_nobody_who_was_not_invited(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    client_of(outi).post(reverse("meetings:remind", args=[meeting.pk]))
    assert reminded() == []


def test_is_refused_after_the_beginning(
    invited: Meeting, outi: Member, client_of: ClientOf
) -> None:
    Meeting.objects.filter(pk=invited.pk).update(starts_at=timezone.now())
    response = client_of(outi).post(reverse("meetings:remind", args=[invited.pk]))
    assert response.status_code == 400
