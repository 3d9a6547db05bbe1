"""The previewed letter to oneself: POST /meetings/<meeting>/invitation/send-to-me/."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Meeting
from outbox.models import Message
from outbox.services import Letter

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


@pytest.mark.parametrize(
    ("is_taken", "notice"), [(True, "meetings-copy-sent"), (False, "meetings-copy-failed")]
)
def test_goes_to_the_facilitator_and_answers_for_nobody(
    invited: Meeting,
    outi: Member,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
    is_taken: bool,
    notice: str,
) -> None:
    sent: list[Letter] = []

    def take(*, letter: Letter) -> bool:
        sent.append(letter)
        return is_taken

    monkeypatch.setattr("meetings.views.previews.send_now", take)
    url = reverse("meetings:invitation-send-to-me", args=[invited.pk])
    response = client_of(outi).post(url, {"language": "sv"})
    assert response["Location"].endswith(f"?done={notice}")
    [letter] = sent
    assert (letter.to_email, letter.language) == (outi.email, "sv")
    assert letter.subject.startswith("Förhandsgranskning: Inbjudan: ")
    assert "/a/" not in letter.text + letter.html
    assert Message.objects.count() == 0
