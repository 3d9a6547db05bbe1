"""A meeting's calendar entry (RFC 5545, RFC 5546). Pure: the times, names and the stamp come from outside.

Written line by line: three hundred invitations are to be ready within a second, and the library that reads them back
in the tests needs longer than that for writing them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ui.dates import HELSINKI

# Two yearly rules: a list of dates (RDATE) makes Outlook shift the entry by an hour. Equals the tz database for
# Helsinki from 1996 on.
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
LINE_MAX = 75
# What no line of a calendar may hold (RFC 5545, 3.1): control characters but the tab.
CONTROLS = dict.fromkeys([*range(9), *range(10, 32), 127])
TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Person:
    """Somebody in a calendar entry."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one calendar entry says.

    ``uid`` and the organizer's address stay the same in every revision; ``stamp`` is when this revision was published.
    ``description`` must hold no personal links: calendars are shared. ``wants_reply`` asks the calendar for a reply
    by mail; without it answers count by the buttons of the letter only.
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
    wants_reply: bool = False
    is_cancelled: bool = False


def uid_of(key: object, host: str) -> str:
    """The entry's name for ever: ``<key>@<host>``."""
    return f"{key}@{host}"


def request(entry: Entry) -> bytes:
    """An invitation or its newer revision (``METHOD:REQUEST``), CRLF lines folded at 75 octets."""
    return _calendar("REQUEST", [entry])


def cancel(entry: Entry) -> bytes:
    """Takes the meeting out of the calendar (``METHOD:CANCEL``); the caller raises ``sequence``."""
    return _calendar("CANCEL", [replace(entry, is_cancelled=True, wants_reply=False)])


def publish(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """Entries for one's own calendar, from a page or a feed called ``name`` (``METHOD:PUBLISH``, nobody invited)."""
    return _calendar(
        "PUBLISH",
        [replace(entry, organizer=None, attendee=None) for entry in entries],
        # The name and how often to ask again: as RFC 7986 says it, and as the programs before it do.
        *([f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"] if name else []),
        *(["REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"] if name else []),
    )


def _calendar(method: str, entries: Iterable[Entry], *more: str) -> bytes:
    head = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vertaisklubi//FI", f"METHOD:{method}", *more
    ]  # fmt: skip
    events = [line for entry in entries for line in _event(entry)]
    return b"".join([*map(_folded, head), VTIMEZONE, *map(_folded, events), b"END:VCALENDAR\r\n"])


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{entry.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART;TZID=Europe/Helsinki:{entry.starts_at.astimezone(HELSINKI):%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID=Europe/Helsinki:{entry.ends_at.astimezone(HELSINKI):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    if entry.place:
        yield f"LOCATION:{_text(entry.place)}"
    if entry.organizer:
        yield f"ORGANIZER;{_address(entry.organizer)}"
    if entry.attendee:
        reply = "TRUE" if entry.wants_reply else "FALSE"
        yield (
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;"
            f"RSVP={reply};{_address(entry.attendee)}"
        )
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.translate(CONTROLS) for line in lines).translate(TEXT)


def _address(person: Person) -> str:
    """A person's name as a parameter, and the address; a double quote cannot be written in one at all (3.2)."""
    name = person.name.translate(CONTROLS).replace('"', "")
    return f'CN="{name}":mailto:{person.email}'


def _folded(line: str) -> bytes:
    """One line, cut into pieces of at most 75 octets, never within a character (3.1)."""
    raw = line.encode()
    pieces, start, size = [], 0, LINE_MAX
    while start < len(raw):
        end = start + size
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end])
        # The space that begins a further piece counts too.
        start, size = end, LINE_MAX - 1
    return b"\r\n ".join(pieces) + b"\r\n"
