"""The calendar entries of a meeting's life, kept as files: invited, moved, in another place, one person off it, called off."""

import datetime as dt
import email
from collections.abc import Callable
from email import policy
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Club, Member
from meetings.models import Meeting
from meetings.services import call_off, edit_meeting, send_invitations, uninvite
from outbox.mime import as_bytes
from outbox.models import Message, State
from tests import factories
from tests.meetings.golden import by_icalendar, by_vobject, check_golden

HELSINKI = timezone.get_default_timezone()
KEY = UUID("4f1c2b6e-5d0a-4c8e-9b1a-0a1b2c3d4e5f")
UID = f"{KEY}@klubi.example.fi"
INVITED_AT = dt.datetime(2026, 9, 22, 9, 4, tzinfo=HELSINKI)
MONDAY = dt.timedelta(days=6)


def sent() -> None:
    """Let the mail server have taken everything that waits."""
    Message.objects.filter(state=State.QUEUED).update(
        state=State.SENT, next_at=None, sent_at=timezone.now(), handed_at=timezone.now()
    )


def entry(kind: str, member: Member) -> bytes:
    """The newest letter's entry."""
    letter = Message.objects.filter(kind=kind, person=str(member.pk)).latest("created_at")
    return bytes(letter.calendar)


def changed(meeting: Meeting, now: dt.datetime, **changes: Any) -> None:
    details: dict[str, Any] = {
        "title": meeting.title,
        "introduction": meeting.introduction,
        "starts_at": meeting.starts_at,
        "length": meeting.length,
        "place": meeting.place,
        "video_url": meeting.video_url,
        "personal_note": meeting.personal_note,
        "themes": list(meeting.themes.all()),
    }
    edit_meeting(meeting=meeting, now=now, **{**details, **changes})


@pytest.fixture
def life(
    club: Club, outi: Member, aino: Member, petri: Member, settings: Settings,
    travel: Callable[[dt.datetime], None],
) -> Meeting:  # fmt: skip
    """A meeting on Tuesday 13 October 2026 at nine, three weeks ahead, its invitations sent."""
    settings.CALENDAR_DOMAIN = "klubi.example.fi"
    settings.BASE_URL = "https://klubi.example.fi"
    settings.DEFAULT_FROM_EMAIL = "klubi@example.fi"
    travel(INVITED_AT)
    theme = factories.make_theme(club, "Muutosjohtaminen")
    meeting = factories.make_meeting(
        factories.make_season(club),
        id=KEY,
        title="Luotsimalli: muutos kuuluu kaikille",
        starts_at=dt.datetime(2026, 10, 13, 9, tzinfo=HELSINKI),
        place="Kampus Koivu, tila B214",
    )
    meeting.themes.add(theme)
    factories.make_material(
        meeting, title="Luotsit muutoksen tukena; näin me teimme", url="https://example.org/1"
    )
    send_invitations(meeting=meeting, sender=outi)
    sent()
    return meeting


def both(data: bytes) -> dict[str, Any]:
    """What two parsers read alike."""
    assert by_icalendar(data) == by_vobject(data)
    return by_icalendar(data)


def test_invited(life: Meeting, aino: Member) -> None:
    data = entry("meetings.invite", aino)
    check_golden("invite", data)
    assert both(data) == {
        "method": "REQUEST",
        "uid": UID,
        "sequence": 0,
        "dtstamp": INVITED_AT,
        "dtstart": dt.datetime(2026, 10, 13, 9, tzinfo=HELSINKI),
        "dtend": dt.datetime(2026, 10, 13, 12, tzinfo=HELSINKI),
        "summary": "Esihenkilöiden vertaisklubi: Luotsimalli: muutos kuuluu kaikille",
        "location": "Kampus Koivu, tila B214",
        "status": "CONFIRMED",
        "organizer": "mailto:klubi@example.fi",
        "attendee": "mailto:aino.aalto@example.org",
    }


def test_moved(life: Meeting, aino: Member) -> None:
    changed(life, INVITED_AT + MONDAY, starts_at=dt.datetime(2026, 10, 27, 10, tzinfo=HELSINKI))
    data = entry("meetings.changed", aino)
    check_golden("move", data)
    found = both(data)
    assert (found["uid"], found["sequence"], found["method"]) == (UID, 1, "REQUEST")
    # After the clocks have gone back.
    assert found["dtstart"].isoformat() == "2026-10-27T10:00:00+02:00"
    assert found["dtstamp"] == INVITED_AT + MONDAY


def test_in_another_place(life: Meeting, aino: Member) -> None:
    changed(life, INVITED_AT + MONDAY, place="Kampus Leppä, tila A1")
    data = entry("meetings.changed", aino)
    check_golden("place", data)
    found = both(data)
    assert (found["sequence"], found["location"]) == (1, "Kampus Leppä, tila A1")


def test_one_person_off_it(life: Meeting, outi: Member, aino: Member, petri: Member) -> None:
    seat = life.invitees.get(member=petri)
    uninvite(invitee=seat, by=outi, now=INVITED_AT + MONDAY)
    data = entry("meetings.uninvited", petri)
    check_golden("uninvite", data)
    found = both(data)
    assert (found["method"], found["status"], found["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert (found["uid"], found["attendee"]) == (UID, "mailto:petri.pelto@example.org")
    assert not Message.objects.filter(kind="meetings.uninvited").exclude(person=petri.pk).exists()


def test_called_off_after_all_that(
    life: Meeting, outi: Member, aino: Member, petri: Member
) -> None:
    changed(life, INVITED_AT + MONDAY, place="Kampus Leppä, tila A1")
    sent()
    uninvite(invitee=life.invitees.get(member=petri), by=outi, now=INVITED_AT + MONDAY)
    sent()
    call_off(
        meeting=life,
        reason="Kouluttaja sairastui.",
        instead="",
        by=outi,
        now=INVITED_AT + 2 * MONDAY,
    )
    data = entry("meetings.cancelled", aino)
    check_golden("cancel", data)
    found = both(data)
    # Petri's own cancellation was number 2.
    assert (found["method"], found["status"], found["sequence"]) == ("CANCEL", "CANCELLED", 3)
    assert (found["uid"], found["organizer"]) == (UID, "mailto:klubi@example.fi")


@pytest.mark.parametrize("kind", ["meetings.invite", "meetings.cancelled"])
def test_the_letter_holds_it_last_and_as_a_file(
    life: Meeting, outi: Member, aino: Member, kind: str
) -> None:
    call_off(meeting=life, reason="", instead="", by=outi)
    row = Message.objects.get(kind=kind, person=str(aino.pk))
    letter = email.message_from_bytes(
        as_bytes(row, sender="klubi@example.fi"), policy=policy.default
    )
    alternative, attachment = letter.iter_parts()
    parts = list(alternative.iter_parts())
    assert [letter.get_content_type(), alternative.get_content_type()] == [
        "multipart/mixed",
        "multipart/alternative",
    ]
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    data = parts[-1].get_payload(decode=True)
    assert isinstance(data, bytes)
    assert data == attachment.get_payload(decode=True) == bytes(row.calendar)
    assert attachment.get_filename() == "kutsu.ics"
    assert both(data)["method"] == parts[-1].get_param("method") == row.calendar_method


def test_a_shared_entry_names_nobody_and_holds_no_key(life: Meeting, aino: Member) -> None:
    data = entry("meetings.invite", aino).replace(b"\r\n ", b"").decode()
    description = next(line for line in data.splitlines() if line.startswith("DESCRIPTION"))
    assert "/a/" not in data
    assert "Petri" not in data
    assert "Outi" not in description
    assert (
        "Luotsit muutoksen tukena\\; näin me teimme\\, 10 min: https://example.org/1" in description
    )
