"""A meeting's calendar entry (RFC 5545, RFC 5546). Pure: the times, names and the stamp come from outside."""

import datetime as dt
from dataclasses import dataclass

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from ui.dates import HELSINKI

# Written as two yearly rules: a list of dates (RDATE), which the library would write by itself, makes Outlook shift
# the entry by an hour. Equals the tz database for Helsinki from 1996 on.
VTIMEZONE = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Helsinki\r
BEGIN:DAYLIGHT\r
TZNAME:EEST\r
DTSTART:19960331T030000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0300\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZNAME:EET\r
DTSTART:19961027T040000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZOFFSETFROM:+0300\r
TZOFFSETTO:+0200\r
END:STANDARD\r
END:VTIMEZONE\r
"""


@dataclass(frozen=True)
class Person:
    """Somebody in a calendar entry."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one calendar entry says.

    ``uid`` and ``organizer`` stay the same in every revision; ``stamp`` is when this revision was published.
    ``description`` must hold no personal links: calendars are shared.
    """

    uid: str
    sequence: int
    stamp: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    place: str = ""
    description: str = ""
    url: str = ""
    organizer: Person | None = None
    attendee: Person | None = None


def uid_of(key: object, host: str) -> str:
    """The entry's name for ever: ``<key>@<host>``."""
    return f"{key}@{host}"


def request(entry: Entry) -> bytes:
    """An invitation or its newer revision (``METHOD:REQUEST``), CRLF lines folded at 75 octets."""
    return _calendar(entry, "REQUEST", "CONFIRMED")


def cancel(entry: Entry) -> bytes:
    """Takes the meeting out of the calendar (``METHOD:CANCEL``); the caller raises ``sequence``."""
    return _calendar(entry, "CANCEL", "CANCELLED")


def publish(entry: Entry) -> bytes:
    """An entry for one's own calendar, downloaded from a page (``METHOD:PUBLISH``, nobody invited)."""
    return _calendar(entry, "PUBLISH", "CONFIRMED")


def _calendar(entry: Entry, method: str, status: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Vertaisklubi//FI")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(VTIMEZONE))
    calendar.add_component(_event(entry, method, status))
    return bytes(calendar.to_ical())


def _event(entry: Entry, method: str, status: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(HELSINKI))
    event.add("dtend", entry.ends_at.astimezone(HELSINKI))
    event.add("summary", entry.title)
    event.add("status", status)
    for name in ("description", "url"):
        if value := getattr(entry, name):
            event.add(name, value)
    if entry.place:
        event.add("location", entry.place)
    if entry.organizer:
        event.add("organizer", _address(entry.organizer))
    if entry.attendee and method != "PUBLISH":
        event.add("attendee", _attendee(entry.attendee))
    return event


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    # A double quote cannot be written in a parameter at all (RFC 5545, 3.2).
    address.params["CN"] = vText(person.name.replace('"', ""))
    return address


def _attendee(person: Person) -> vCalAddress:
    """The invited person. No reply is asked for: answers count by the buttons of the letter only."""
    address = _address(person)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
