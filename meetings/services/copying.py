"""Copying a season before: the titles, themes and agendas of its meetings into those of a season being planned."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Season
from clubs.saving import hold
from meetings.agenda_template import is_default_agenda
from meetings.models import AgendaItem, Meeting, MeetingTheme


def seasons_to_copy(club: Club, *, but: UUID | None = None) -> list[Season]:
    """The club's seasons that have something to copy, the newest first; one query."""
    held = Meeting.objects.filter(season=OuterRef("pk"), cancelled_at=None)
    seasons = club.seasons.filter(Exists(held)).order_by("-starts_on", "name")
    return [season for season in seasons if season.pk != but]


def copied_meetings(source: Season) -> list[Meeting]:
    """What is copied of a season: its meetings in their order, without those called off."""
    return list(source.meetings.filter(cancelled_at=None).order_by("starts_at"))


@transaction.atomic
def copy_season(*, season: Season, source: Season) -> int:
    """Copy titles, themes and agendas, the first meeting's to the first and so on; return how many meetings changed.

    What somebody has written stays: a title, themes, an agenda that is no longer the template's. A meeting whose
    invitations have left takes nothing. Raises ``ValidationError`` for the season itself and for one of another club.
    """
    if source.club_id != season.club_id or source == season:
        raise ValidationError(_("Choose another season of this club."), code="season")
    hold(season)
    sources = _with_content(copied_meetings(source))
    targets = _with_content(copied_meetings(season))
    pairs = [
        (theirs, ours)
        for theirs, ours in zip(sources, targets, strict=False)
        if ours.invited_at is None
    ]
    return len({*_copy_titles(pairs), *_copy_themes(pairs), *_copy_agendas(pairs)})


def _with_content(meetings: list[Meeting]) -> Sequence[Meeting]:
    return list(
        Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings])
        .prefetch_related("agenda_items", "theme_rows")
        .order_by("starts_at")
    )


Pairs = Iterable[tuple[Meeting, Meeting]]


def _copy_titles(pairs: Pairs) -> list[UUID]:
    named = []
    for theirs, ours in pairs:
        if theirs.title and not ours.title:
            ours.title = theirs.title
            named.append(ours)
    Meeting.objects.bulk_update(named, ["title"])
    return [meeting.pk for meeting in named]


def _copy_themes(pairs: Pairs) -> list[UUID]:
    rows = [
        MeetingTheme(meeting=ours, theme_id=row.theme_id)
        for theirs, ours in pairs
        if not ours.theme_rows.all()
        for row in theirs.theme_rows.all()
    ]
    MeetingTheme.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.meeting_id for row in rows]


def _copy_agendas(pairs: Pairs) -> list[UUID]:
    changed = []
    items = []
    for theirs, ours in pairs:
        wanted, present = list(theirs.agenda_items.all()), list(ours.agenda_items.all())
        is_same = [_row(item) for item in wanted] == [_row(item) for item in present]
        if is_same or not wanted or not is_default_agenda(present, ours.length):
            continue
        changed.append(ours.pk)
        for item in wanted:
            kind, title, minutes, note = _row(item)
            items.append(
                AgendaItem(
                    meeting=ours,
                    position=item.position,
                    kind=kind,
                    title=title,
                    minutes=minutes,
                    note=note,
                )
            )
    AgendaItem.objects.filter(meeting__in=changed).delete()
    AgendaItem.objects.bulk_create(items)
    return changed


def _row(item: AgendaItem) -> tuple[str, str, int, str]:
    return item.kind, item.title, item.minutes, item.note
