"""Calendar entries kept as files, and read back by two parsers that know nothing of each other."""

import os
from pathlib import Path
from typing import Any

import vobject
from icalendar import Calendar

FOLDER = Path(__file__).parent / "golden"
NAMES = ("uid", "sequence", "dtstamp", "dtstart", "dtend", "summary", "location", "status")


def check_golden(name: str, entry: bytes) -> None:
    """Compare an entry with its file, byte for byte. With WRITE_GOLDEN=1 the file is written anew: look at the difference."""
    file = FOLDER / f"{name}.ics"
    if os.environ.get("WRITE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(entry)
    assert entry == file.read_bytes()


def by_icalendar(entry: bytes) -> dict[str, Any]:
    """What the icalendar library reads."""
    calendar = Calendar.from_ical(entry)
    [event] = calendar.walk("VEVENT")
    found = {name: event.decoded(name) for name in NAMES if name in event}
    found = {
        name: value.decode() if isinstance(value, bytes) else value for name, value in found.items()
    }
    people = {name: str(event[name]) for name in ("organizer", "attendee") if name in event}
    return {"method": str(calendar["METHOD"]), **found, **people}


def by_vobject(entry: bytes) -> dict[str, Any]:
    """What the vobject library reads."""
    calendar = vobject.readOne(entry.decode())
    event = calendar.vevent
    found = {name: event.contents[name][0].value for name in NAMES if name in event.contents}
    people = {
        name: event.contents[name][0].value
        for name in ("organizer", "attendee")
        if name in event.contents
    }
    return {
        "method": calendar.method.value,
        **found,
        "sequence": int(found["sequence"]),
        **people,
    }
