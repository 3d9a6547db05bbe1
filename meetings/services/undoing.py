"""Bringing back what a part of a meeting was, and a copy of a meeting."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from clubs.models import Member
from clubs.saving import hold
from meetings.agenda_template import Item
from meetings.models import Meeting, Revision, Theme
from meetings.services.details import edit_meeting
from meetings.services.files import remembered_files
from meetings.services.overlaps import check_free, next_day
from meetings.services.planning import add_meeting
from meetings.services.program import MaterialRow, save_agenda, save_materials
from meetings.services.revisions import Part, content_of
from meetings.services.themes import set_themes
from meetings.wallclock import at_wall


def before(revision: Revision) -> Revision | None:
    """What stood when this revision was saved; None for the first."""
    rows = Revision.objects.filter(meeting=revision.meeting_id, part=revision.part)
    return rows.filter(number__lt=revision.number).order_by("-number").first()


def restore_revision(*, revision: Revision, by: Member, base: str = "") -> None:
    """Let a part be what it was in ``revision``; what stood until now is kept, so that this can be undone too.

    Where a theme or a file no longer exists, the rest comes back without it. Raises ``Stale`` when ``base`` no longer
    stands, and ``ValidationError`` as saving the part does (a time that is past, say).
    """
    meeting = Meeting.objects.select_related("season__club").get(pk=revision.meeting_id)
    content = revision.content
    if revision.part == Part.AGENDA:
        save_agenda(meeting=meeting, rows=[Item(**row) for row in content], by=by, base=base)
    elif revision.part == Part.MATERIALS:
        files = {row["pk"] for row in content_of(meeting, Part.MATERIALS)}
        files |= remembered_files(meeting).keys()
        rows = [_material(row) for row in content if row["url"] or row["pk"] in files]
        save_materials(meeting=meeting, rows=rows, by=by, base=base)
    else:
        _restore_details(meeting, content, by, base)


def _material(row: Mapping[str, Any]) -> MaterialRow:
    names = ("kind", "title", "url", "minutes", "note", "file", "file_name", "file_size")
    return MaterialRow(pk=UUID(row["pk"]), **{name: row[name] for name in names})


def _restore_details(meeting: Meeting, content: Mapping[str, Any], by: Member, base: str) -> None:
    details = dict(content)
    details["starts_at"] = dt.datetime.fromisoformat(details["starts_at"])
    themes = Theme.objects.filter(club=meeting.season.club_id, pk__in=details["themes"])
    details["themes"] = list(themes)
    edit_meeting(meeting=meeting, editor=by, base=base, **details)


@transaction.atomic
def duplicate_meeting(*, meeting: Meeting) -> Meeting:
    """Add a meeting like this one on the season's next free day: title, words, place, agenda, themes and linked readings.

    Nobody is invited to it; hosts, files, answers and what was agreed are not copied. Raises ``ValidationError`` past 40
    meetings, and where the club meets at that time already.
    """
    season = meeting.season
    hold(season.club)
    copy = add_meeting(season=season, starts_at=at_wall(next_day(season), season.starts_at))
    names = ("title", "introduction", "length", "place", "video_url", "is_hybrid", "personal_note")
    for name in names:
        setattr(copy, name, getattr(meeting, name))
    check_free(club=season.club, starts_at=copy.starts_at, length=copy.length, but=[copy.pk])
    copy.full_clean(validate_unique=False)
    copy.save(update_fields=names)
    set_themes(meeting=copy, themes=list(meeting.themes.all()))
    rows = [Item(**row) for row in content_of(meeting, Part.AGENDA)]
    save_agenda(meeting=copy, rows=rows)
    links = [
        MaterialRow(kind=one.kind, title=one.title, url=one.url, minutes=one.minutes, note=one.note)
        for one in meeting.materials.exclude(url="")
    ]
    save_materials(meeting=copy, rows=links)
    return copy
