"""Days and times in the words of the active language.

Finnish and Swedish weekdays have two letters, a span has an en dash without spaces, full hours lose their
minutes unless the other end of the span needs them. Moments are shown in Finnish time wherever the server is.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

HELSINKI = ZoneInfo("Europe/Helsinki")

WEEKDAYS = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("må", "ti", "on", "to", "fr", "lö", "sö"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CLOCK_WORDS = {"fi": "klo ", "sv": "kl. ", "en": ""}


def format_day(value: date | datetime, *, year: bool = True) -> str:
    """`ti 11.10.2022`, in English `Tue 11 Oct 2022`; without the year `ti 11.10.`, `Tue 11 Oct`."""
    day = _day(value)
    language = _language()
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "en":
        return f"{weekday} {day.day} {MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"
    return f"{weekday} {day.day}.{day.month}.{day.year if year else ''}"


def format_time(value: time | datetime, *, minutes: bool = False) -> str:
    """`9` or `9.30`; `minutes=True` keeps the zeros of a full hour: `9.00`."""
    clock = _clock(value)
    if clock.minute or minutes:
        return f"{clock.hour}.{clock.minute:02}"
    return str(clock.hour)


def format_span(start: time | datetime, end: time | datetime | None = None) -> str:
    """`klo 9–12`; when either end has minutes, both show them: `klo 9.30–12.00`. One end alone: `klo 9`."""
    word = CLOCK_WORDS[_language()]
    if end is None:
        return word + format_time(start, minutes=not word)
    minutes = bool(_clock(start).minute or _clock(end).minute)
    return f"{word}{format_time(start, minutes=minutes)}–{format_time(end, minutes=minutes)}"


def format_when(start: datetime, end: datetime | None = None, *, year: bool = True) -> str:
    """`ti 11.10.2022 klo 9–12`, in English `Tue 11 Oct 2022, 9–12`."""
    comma = "" if CLOCK_WORDS[_language()] else ","
    return f"{format_day(start, year=year)}{comma} {format_span(start, end)}"


def _language() -> str:
    """One of the three languages; what is none of them reads Finnish."""
    language = (get_language() or "fi")[:2]
    return language if language in WEEKDAYS else "fi"


def _day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _clock(value: time | datetime) -> time:
    return _local(value).time() if isinstance(value, datetime) else value


def _local(value: datetime) -> datetime:
    """An aware moment in Finnish time; a naive one is taken as Finnish already."""
    return value.astimezone(HELSINKI) if value.tzinfo else value
