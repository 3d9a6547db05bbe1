"""A look at a letter before it leaves by itself."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from outbox.models import Message

ClientOf = Callable[[Member | User], Client]


def path(meeting: Meeting, step: str) -> str:
    return f"/clubs/{meeting.season.club_id}/mail/planned/{meeting.pk}/{step}/"


@pytest.mark.parametrize("step", ["remind14", "remind7", "soon", "duty14"])
def test_it_is_shown_as_its_first_recipient_would_get_it(
    client_of: ClientOf, outi: Member, invited: Meeting, step: str
) -> None:
    client = client_of(outi)
    page = client.get(path(invited, step))
    frame = client.get(path(invited, step) + "html/")
    assert page.status_code == 200
    assert path(invited, step) + "html/" in page.content.decode()
    assert str(invited.title) in frame.content.decode()
    assert re.findall(r"/(?:a|u|join)/[\w:.-]{20,}", frame.content.decode()) == []
    assert Message.objects.count() == 0


def test_what_is_not_planned_does_not_exist(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    assert client_of(outi).get(path(invited, "nonsense")).status_code == 404
    assert client_of(aino).get(path(invited, "remind7")).status_code == 403
