"""Sentences of the calendar in the active language."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clubs.calendar import Break, Clash, Kind, Span, holiday_name
from ui.dates import format_day


def describe_clash(clash: Clash) -> str:
    """Why the day is closed: "ti 18.10. on syyslomaviikolla 42"."""
    values = {"day": format_day(clash.day, year=False), "week": clash.week}
    if clash.kind == Kind.PUBLIC_HOLIDAY:
        values["holiday"] = lower_name(clash.day)
        return _("%(day)s is a public holiday: %(holiday)s") % values
    if clash.kind == Kind.CHRISTMAS:
        return _("%(day)s is in the Christmas holidays") % values
    if clash.kind == Kind.SUMMER:
        return _("%(day)s is in the summer holidays") % values
    if clash.holiday == Break.AUTUMN:
        return _("%(day)s is in the autumn holiday week %(week)s") % values
    if clash.holiday == Break.WINTER:
        return _("%(day)s is in the winter holiday week %(week)s") % values
    return _("%(day)s is in the holiday week %(week)s") % values


def name_span(span: Span) -> str:
    """The label of closed days on the line of the year: "syysloma 42–43", "joulu"."""
    first, last = span.first.isocalendar().week, span.last.isocalendar().week
    weeks = f"{first}" if first == last else f"{first}–{last}"
    if span.kind == Kind.PUBLIC_HOLIDAY:
        return lower_name(span.first)
    if span.kind == Kind.CHRISTMAS:
        return _("Christmas")
    if span.kind == Kind.SUMMER:
        return _("summer")
    if span.holiday == Break.AUTUMN:
        return _("autumn holiday %(weeks)s") % {"weeks": weeks}
    if span.holiday == Break.WINTER:
        return _("winter holiday %(weeks)s") % {"weeks": weeks}
    return _("holiday %(weeks)s") % {"weeks": weeks}


def lower_name(day: dt.date) -> str:
    """The public holiday's name as it stands inside a Finnish or Swedish sentence; English keeps its capitals."""
    language = (get_language() or "fi")[:2]
    name = holiday_name(day, language)
    return name if language == "en" else name[:1].lower() + name[1:]
