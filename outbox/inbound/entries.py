"""Reads the one event of a calendar's reply (RFC 5545, RFC 5546). Pure, and bounded.

The icalendar library reads whole calendars: it works out time zones, and a rule that repeats every second keeps it busy
for minutes. Here only the lines of the event that say something about an answer are read.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline, Parameters
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from outbox.inbound.outcomes import Refused
from outbox.inbound.parts import Part
from outbox.inbound.replies import Method

CALENDAR_MAX = 256_000
LINES_MAX = 5_000
LINE_MAX = 8_000
# A counter-proposal may name further people (RFC 5546, 3.2.7); a reply names one.
ATTENDEES_MAX = 50
SEQUENCE_MAX = 2**31 - 1
YEARS = range(2000, 2100)
# Others are guessed at by nobody; the names of codecs are not looked up, some of them compute for long.
CHARSETS = frozenset(
    {"utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16"}
)
NAME = re.compile(r"([A-Za-z0-9-]{1,60})[;:]")
READ = frozenset(
    {"ATTENDEE", "COMMENT", "DTEND", "DTSTAMP", "DTSTART", "RECURRENCE-ID", "SEQUENCE", "UID"}
)


@dataclass(frozen=True)
class Attendee:
    """Somebody whom the event invites: the address in small letters, the answer, and a note that some calendars put here."""

    address: str
    partstat: str
    note: str


@dataclass(frozen=True)
class Event:
    """What the event of a reply says."""

    method: Method
    uid: str
    sequence: int
    stamp: datetime
    attendees: tuple[Attendee, ...]
    comment: str
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One content line: its parameters and its value."""

    parameters: Parameters
    value: str


Lines = dict[str, list[Line]]


def read_event(part: Part) -> Event | None:
    """The event of a calendar part; None where the calendar is no reply. Raises Refused with what is wrong."""
    method, events = _collect(_text(part))
    if method not in Method.__members__:
        return None
    if len(events) != 1 or "RECURRENCE-ID" in events[0]:
        raise Refused("events")
    event = events[0]
    return Event(
        method=Method(method),
        uid=_one(event, "UID").value[:500],
        sequence=_number(event),
        stamp=_stamp(event),
        attendees=_attendees(event),
        comment="\n".join(line.value for line in event.get("COMMENT", [])[:5]),
        starts_at=_moment(event, "DTSTART"),
        ends_at=_moment(event, "DTEND"),
    )


def _text(part: Part) -> str:
    content = part.content(CALENDAR_MAX)
    if content.count(b"\n") > LINES_MAX:
        raise Refused("too_many_lines")
    charset = part.parameter("charset").strip().lower() or "utf-8"
    if charset not in CHARSETS:
        raise Refused("charset")
    text = content.decode(charset, "replace")
    if "\0" in text:
        raise Refused("nul")
    return text


def _collect(text: str) -> tuple[str, list[Lines]]:
    """The method, and the lines of each event that we read; what stands in alarms and time zones is passed over."""
    method, events = "", list[Lines]()
    inside: list[str] = []
    for line in re.sub(r"\r?\n[ \t]", "", text).split("\n"):
        found = NAME.match(line)
        if found is None:
            continue
        name, rest = found[1].upper(), line[found.end() :].strip().upper()
        if name == "BEGIN":
            inside.append(rest)
            if inside == ["VCALENDAR", "VEVENT"]:
                events.append({})
        elif name == "END":
            if inside[-1:] != [rest]:
                raise Refused("malformed")
            inside.pop()
        elif name == "METHOD" and inside == ["VCALENDAR"]:
            method = rest
        elif name in READ and inside == ["VCALENDAR", "VEVENT"]:
            events[-1].setdefault(name, []).append(_line(line))
    return method, events


def _line(text: str) -> Line:
    if len(text) > LINE_MAX:
        raise Refused("malformed")
    try:
        _name, parameters, value = Contentline(text.rstrip("\r")).parts()
    except (ValueError, KeyError) as error:
        raise Refused("malformed") from error
    return Line(parameters, value.strip())


def _one(event: Lines, name: str) -> Line:
    """The line of a name that must stand exactly once."""
    lines = event.get(name, [])
    if len(lines) != 1 or not lines[0].value:
        raise Refused("malformed")
    return lines[0]


def _number(event: Lines) -> int:
    """The SEQUENCE; without one it is the first (RFC 5545, 3.8.7.4)."""
    if "SEQUENCE" not in event:
        return 0
    value = _one(event, "SEQUENCE").value
    if not re.fullmatch(r"[0-9]{1,10}", value) or int(value) > SEQUENCE_MAX:
        raise Refused("malformed")
    return int(value)


def _stamp(event: Lines) -> datetime:
    """When the reply was made, which the standard wants in UTC."""
    try:
        value = _one(event, "DTSTAMP").value
        stamp = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused("malformed") from error
    if stamp.year not in YEARS:
        raise Refused("malformed")
    return stamp


def _attendees(event: Lines) -> tuple[Attendee, ...]:
    lines = event.get("ATTENDEE", [])
    if not 1 <= len(lines) <= ATTENDEES_MAX:
        raise Refused("attendees")
    return tuple(
        Attendee(
            address=re.sub(r"^mailto:", "", line.value, flags=re.I).strip().lower(),
            partstat=_parameter(line, "PARTSTAT").upper(),
            # Google writes the person's note here.
            note=_parameter(line, "X-RESPONSE-COMMENT"),
        )
        for line in lines
    )


def _parameter(line: Line, name: str) -> str:
    value = line.parameters.get(name, "")
    return value if isinstance(value, str) else ""


def _moment(event: Lines, name: str) -> datetime | None:
    """A time in UTC; None where it is missing, a whole day, or in a time zone nobody knows."""
    line = next(iter(event.get(name, [])), None)
    if line is None:
        return None
    zone = _parameter(line, "TZID").strip('"')
    try:
        is_utc = line.value.endswith("Z")
        local = datetime.strptime(line.value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(
            tzinfo=UTC if is_utc else ZoneInfo(WINDOWS_TO_OLSON.get(zone, zone))
        )
    except (ValueError, KeyError, OSError):
        return None
    return local.astimezone(UTC) if local.year in YEARS else None
