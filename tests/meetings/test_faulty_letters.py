"""A letter that cannot be put together fails the click, says so there, and leaves nothing half done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import TemplateSyntaxError
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import send_invitations
from outbox import rendering
from outbox.models import Message, Reason
from tests.meetings.letters import let_leave
from tests.meetings.test_meeting_edit import data_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.fixture
def no_letters(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on every letter has a fault."""

    def fail(*args: object, **kwargs: object) -> str:
        raise TemplateSyntaxError("a fault in the template")

    return lambda: monkeypatch.setattr(rendering, "_render", fail)


def test_sending_invitations_says_that_the_letter_has_a_fault(
    meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf, no_letters: Any
) -> None:
    no_letters()
    response = client_of(outi).post(reverse("meetings:invitation-send", args=[meeting.pk]))
    assert response.status_code == 400
    assert str(Reason.FAULT.label) in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.invited_at is None
    assert not Message.objects.exists()


def test_what_was_typed_into_a_change_stays(
    meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf, no_letters: Any
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    client = client_of(outi)
    no_letters()
    url = reverse("meetings:meeting-edit", args=[meeting.pk])
    response = client.post(url, data_of(meeting, place="Kirjasto Kaarna"))
    html = response.content.decode()
    assert response.status_code == 400
    assert "Kirjasto Kaarna" in html
    assert str(Reason.FAULT.label) in html
    assert Meeting.objects.get(pk=meeting.pk).place != "Kirjasto Kaarna"
