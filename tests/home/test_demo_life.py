"""The demo sends, moves and calls off a meeting, by the buttons; its mailbox shows the letters and their numbers."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from clubs.models import Member
from home.schedule import run_tick
from meetings.models import Meeting
from outbox.smtp import stored_letters
from vertaisklubi.env import parse_email_url

ClientOf = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _demo(settings: Settings, tmp_path: Path) -> None:
    """Letters go to a folder, as in the demo."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.EMAIL_SERVER = parse_email_url("demo:")


def posted(client: Client, meeting: Meeting, name: str, data: dict[str, Any] | None = None) -> None:
    """Press a button of a meeting's page, and let the minute pass."""
    response = client.post(reverse(name, args=[meeting.pk]), data or {})
    assert response.status_code == 303, response.content.decode()
    run_tick()


def entries_in_mailbox(client: Client) -> list[tuple[str, int, str]]:
    """Aino's calendar entries as the letters hold them, in the order of their numbers; each page shows its own."""
    entries = []
    for stored in stored_letters():
        if "aino.aalto@example.org" not in str(stored.message["To"]):
            continue
        parts = stored.message.walk()
        [part] = [part for part in parts if part.get_content_type() == "text/calendar"]
        calendar = Calendar.from_ical(part.get_content())
        [event] = calendar.walk("VEVENT")
        number = event.decoded("SEQUENCE")
        assert f"SEQUENCE:{number}" in client.get(f"/demo/mail/{stored.id}/").content.decode()
        entries.append((str(calendar["METHOD"]), number, str(event["STATUS"])))
    return sorted(entries, key=lambda entry: entry[1])


def test_the_mailbox_shows_the_right_sequence(
    meeting: Meeting, outi: Member, aino: Member, client: Client, client_of: ClientOf
) -> None:
    facilitator = client_of(outi)
    posted(facilitator, meeting, "meetings:invitation-send")
    form = {
        "title": meeting.title, "day": "7.9.2027", "clock": "13", "length": "180",
        "place": meeting.place, "reason": "Tila on varattu.",
    }  # fmt: skip
    posted(facilitator, meeting, "meetings:meeting-edit", form)
    posted(
        facilitator,
        meeting,
        "meetings:call-off",
        {"reason": "Kouluttaja sairastui.", "instead": ""},
    )

    listed = client.get("/demo/mail/?to=aino").content.decode()
    found = [
        subject
        for subject in re.findall(r"(Kutsu|Aika muuttui|Peruttu): Hyvinvointi työssä", listed)
    ]
    # The newest stands first.
    assert list(dict.fromkeys(found)) == ["Peruttu", "Aika muuttui", "Kutsu"]

    assert entries_in_mailbox(client) == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
