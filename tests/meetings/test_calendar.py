"""The calendar entry to download: /meetings/<meeting>/calendar.ics."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import send_invitations
from outbox.models import Message

ClientOf = Callable[[Member], Client]


def test_is_the_entry_of_the_letter(
    meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    response = client_of(aino).get(reverse("meetings:calendar", args=[meeting.pk]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert "attachment" in response["Content-Disposition"]
    [mine] = Calendar.from_ical(response.content).walk("VEVENT")
    letter = Message.objects.get(person=str(aino.pk))
    [mailed] = Calendar.from_ical(bytes(letter.calendar)).walk("VEVENT")
    for name in ("UID", "SEQUENCE", "SUMMARY", "LOCATION"):
        assert mine[name] == mailed[name]
    assert (mine["DTSTART"].dt, mine["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)
    assert "ATTENDEE" not in mine
