"""Calendar entries, read back by two parsers."""

import datetime as dt
import io
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from meetings import ics

UTC = dt.UTC
HELSINKI = ZoneInfo("Europe/Helsinki")
CONTROLS = {*range(32), 127}
ENTRY = ics.Entry(
    uid=ics.uid_of("4f1c", "klubi.example.fi"),
    sequence=3,
    stamp=dt.datetime(2022, 9, 20, 6, 4, tzinfo=UTC),
    starts_at=dt.datetime(2022, 10, 11, 6, tzinfo=UTC),
    ends_at=dt.datetime(2022, 10, 11, 9, tzinfo=UTC),
    title="Luotsimalli: muutos kuuluu kaikille; ääni, hiljaisuus",
    place="Kampus Koivu, tila B214",
    description="Teema: Muutosjohtaminen\n\nhttps://example.org/a\\b",
    url="https://klubi.example.fi/meetings/4f1c/",
    organizer=ics.Person('Outi "Oma" Mäkelä, Klubi', "klubi@example.fi"),
    attendee=ics.Person("Aino Kettunen", "aino@example.org"),
)


def test_reads_back_as_it_was_written() -> None:
    calendar = Calendar.from_ical(ics.request(ENTRY))
    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "4f1c@klubi.example.fi",
        3,
        "CONFIRMED",
    )
    assert event["DTSTART"].dt == ENTRY.starts_at
    assert event["DTEND"].dt == ENTRY.ends_at
    assert event["DTSTAMP"].dt == ENTRY.stamp
    assert str(event["SUMMARY"]) == ENTRY.title
    assert str(event["LOCATION"]) == ENTRY.place
    assert str(event["DESCRIPTION"]) == ENTRY.description


def test_a_second_parser_agrees() -> None:
    event = vobject.readOne(ics.request(ENTRY).decode()).vevent
    assert event.dtstart.value == ENTRY.starts_at
    assert event.dtend.value == ENTRY.ends_at
    assert event.summary.value == ENTRY.title
    assert event.description.value == ENTRY.description
    assert event.attendee.value == "mailto:aino@example.org"


def test_names_only_this_person_and_asks_for_no_reply() -> None:
    [event] = Calendar.from_ical(ics.request(ENTRY)).walk("VEVENT")
    attendee = event["ATTENDEE"]
    assert str(attendee) == "mailto:aino@example.org"
    assert attendee.params["RSVP"] == "FALSE"
    assert attendee.params["CN"] == "Aino Kettunen"


def test_drops_double_quotes_from_a_name() -> None:
    [event] = Calendar.from_ical(ics.request(ENTRY)).walk("VEVENT")
    assert event["ORGANIZER"].params["CN"] == "Outi Oma Mäkelä, Klubi"


def test_lines_are_folded_at_75_octets() -> None:
    data = ics.request(replace(ENTRY, description="ääkkösiä " * 60))
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) == 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert str(Calendar.from_ical(data).walk("VEVENT")[0]["DESCRIPTION"]) == "ääkkösiä " * 60


def test_a_cancellation_says_so() -> None:
    calendar = Calendar.from_ical(ics.cancel(replace(ENTRY, sequence=4)))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"], event["UID"]) == (
        "CANCEL",
        "CANCELLED",
        4,
        ENTRY.uid,
    )


def test_a_download_invites_nobody() -> None:
    calendar = Calendar.from_ical(ics.publish([ENTRY]))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], "ATTENDEE" in event) == ("PUBLISH", False)


def test_the_zone_is_two_yearly_rules() -> None:
    text = ics.request(ENTRY).decode()
    assert text.count("RRULE:FREQ=YEARLY") == 2
    assert text.count("BEGIN:STANDARD") == text.count("BEGIN:DAYLIGHT") == 1
    assert "RDATE" not in text


def _zone() -> dt.tzinfo:
    """The entry's own rules as a calendar would understand them; not the tz database under the same name."""
    text = ics.VTIMEZONE.replace(b"Europe/Helsinki", b"Ours").decode()
    zone = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get("Ours")
    assert zone is not None
    return zone


@pytest.mark.parametrize("year", range(2020, 2038))
def test_the_zone_equals_the_tz_database(year: int) -> None:
    """For every hour of the year that the clocks show once."""
    ours, hours = _zone(), 0
    moment = dt.datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        local = moment.astimezone(HELSINKI)
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            assert local.replace(tzinfo=ours).utcoffset() == local.utcoffset(), local
            hours += 1
        moment += dt.timedelta(hours=1)
    assert hours in (8758, 8782)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example('a;b,c\\n\r\nd\x00\x0be"')
def test_any_words_come_back_whole(words: str) -> None:
    """But for control characters, which no line of a calendar may hold, and the kind of line end."""
    entry = replace(ENTRY, title=words, place=words, description=words)
    entry = replace(entry, organizer=ics.Person(words, "klubi@example.fi"))
    data = ics.request(entry)
    kept = "".join(
        sign
        for sign in re.sub(r"\r\n?", "\n", words)
        if sign in "\n\t" or ord(sign) not in CONTROLS
    )
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == kept
    assert vobject.readOne(data.decode()).vevent.contents["summary"][0].value == kept
    assert str(event["ORGANIZER"]) == "mailto:klubi@example.fi"
    assert {line[:1] for line in data.split(b"\r\n")} & {b"\t", b"\n"} == set()
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
