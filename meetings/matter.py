"""What letters and calendar entries say of a meeting, read once for all of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clubs.models import Club, Member
from meetings import ics
from meetings.models import AgendaItem, AgreedThing, Material, Meeting, Theme
from meetings.seats import hosts_of
from meetings.themes_shown import themes_of
from outbox.services import reads_replies


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
    sequence: int,
    stamp: dt.datetime,
    organizer: ics.Person | None = None,
    attendee: ics.Person | None = None,
    asks: bool = False,
) -> ics.Entry:
    """A meeting's calendar entry in the active language: for one's own calendar, or an ``attendee``'s in a letter.

    ``asks`` for an answer: in the calendar where replies are read, else the description says where to answer.
    """
    meeting = matter.meeting
    return ics.Entry(
        uid=ics.uid_of(meeting.pk, settings.CALENDAR_DOMAIN),
        sequence=sequence,
        stamp=stamp,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"{matter.club.name}: {meeting.display_title}",
        place=meeting.place or meeting.video_url,
        description="\n".join(_description(matter, asks=asks)).strip(),
        url=_page(meeting),
        organizer=organizer,
        attendee=attendee,
        wants_reply=asks and reads_replies(),
        is_cancelled=meeting.cancelled_at is not None,
    )


def _page(meeting: Meeting) -> str:
    return settings.BASE_URL + reverse("meetings:meeting", args=[meeting.pk])


def reading_url(material: Material) -> str:
    """Where a letter or a calendar leads to a piece of reading: its link, or for a file the meeting's page.

    The page lets in those who may read it; a file's own address would answer others with nothing but "not found".
    """
    page = reverse("meetings:meeting", args=[material.meeting_id])
    return material.url or settings.BASE_URL + page


def _description(matter: Matter, *, asks: bool) -> Iterator[str]:
    """The lines of an entry. Calendars are shared: no personal link, nobody's name."""
    if matter.meeting.cancelled_at:
        yield _("This meeting has been called off.")
        yield ""
    if themes := ", ".join(theme.name for theme in matter.themes):
        yield _("Theme: %(themes)s") % {"themes": themes}
    if matter.meeting.video_url:
        yield _("Video link: %(url)s") % {"url": matter.meeting.video_url}
    if matter.materials:
        yield ""
        yield _("Read before the meeting:")
    for material in matter.materials:
        yield f"{material.title}, {minutes_words(material.minutes)}: {reading_url(material)}"
    yield ""
    yield _page(matter.meeting)
    if asks and reads_replies():
        yield _("Answer in your calendar or with the buttons in the letter.")
    elif asks:
        yield _(
            "Answer with the buttons in the letter. A reply from the calendar does not reach us."
        )


def minutes_words(minutes: int) -> str:
    """Minutes with their unit: 10 min."""
    return _("%(minutes)s min") % {"minutes": minutes}
