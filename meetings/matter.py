"""What letters and calendar entries say of a meeting, read once for all of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clubs.models import Club, Member
from meetings import ics
from meetings.models import AgendaItem, AgreedThing, Material, Meeting, Theme
from meetings.seats import hosts_of
from meetings.themes_shown import themes_of


@dataclass(frozen=True)
class Matter:
    """What every letter about one meeting says alike."""

    meeting: Meeting
    club: Club
    hosts: Sequence[Member]
    themes: Sequence[Theme]
    materials: Sequence[Material]
    items: Sequence[AgendaItem]
    agreed: Sequence[AgreedThing]


def gather(meeting: Meeting) -> Matter:
    """Read a meeting for its letters; seven queries."""
    return Matter(
        meeting=meeting,
        club=meeting.season.club,
        hosts=hosts_of(meeting),
        themes=themes_of([meeting])[meeting.pk].every,
        materials=list(meeting.materials.all()),
        items=list(meeting.agenda_items.all()),
        agreed=list(AgreedThing.objects.open_before(meeting)),
    )


def entry_of(
    matter: Matter,
    *,
    stamp: dt.datetime,
    organizer: ics.Person | None = None,
    attendee: ics.Person | None = None,
) -> ics.Entry:
    """A meeting's calendar entry in the active language."""
    meeting = matter.meeting
    page = settings.BASE_URL + reverse("meetings:meeting", args=[meeting.pk])
    return ics.Entry(
        uid=ics.uid_of(meeting.pk, urlsplit(settings.BASE_URL).hostname or "localhost"),
        sequence=meeting.sequence,
        stamp=stamp,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"{matter.club.name}: {meeting.display_title}",
        place=meeting.place or meeting.video_url,
        description=_description(matter, page),
        url=page,
        organizer=organizer,
        attendee=attendee,
    )


def _description(matter: Matter, page: str) -> str:
    themes = ", ".join(theme.name for theme in matter.themes)
    lines = [_("Theme: %(themes)s") % {"themes": themes}] if themes else []
    if matter.meeting.video_url:
        lines.append(_("Video link: %(url)s") % {"url": matter.meeting.video_url})
    if matter.materials:
        lines += ["", _("Read before the meeting:")]
        lines += [
            f"{material.title}, {minutes_words(material.minutes)}: {material.url}"
            for material in matter.materials
        ]
    lines += [
        "",
        page,
        _("Answer with the buttons in the letter. A reply from the calendar does not reach us."),
    ]
    return "\n".join(lines).strip()


def minutes_words(minutes: int) -> str:
    """Minutes with their unit: 10 min."""
    return _("%(minutes)s min") % {"minutes": minutes}
