"""What happens in a meeting and what is read before it; the meeting's own details."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from clubs.saving import hold
from meetings.agenda import Timed
from meetings.models import AgendaItem, Material, Meeting, ReadMark, Theme
from meetings.rows import MOST_ROWS
from meetings.services.changes import held, mark_changed
from meetings.services.invitations import announce_changes
from meetings.services.overlaps import check_moved
from meetings.services.planning import agenda_items, renumber
from meetings.services.revisions import Part, revised
from meetings.services.themes import set_themes

DETAILS = [
    *("title", "introduction", "starts_at", "length", "place", "video_url", "is_hybrid"),
    "personal_note",
]


@dataclass(frozen=True, kw_only=True)
class MaterialRow:
    """One line of the pre-reading. With ``pk`` it is a row that exists: its readers' ticks stay."""

    title: str
    url: str
    minutes: int
    kind: str = Material.Kind.ARTICLE
    note: str = ""
    pk: UUID | None = None


def save_agenda(
    *,
    meeting: Meeting,
    rows: Sequence[Timed],
    base: str = "",
    by: Member | None = None,
    own: int = 0,
) -> list[AgendaItem]:
    """Let these rows (kind, title, minutes, note) be the whole agenda, in this order.

    ``base``, ``by`` and ``own`` are as in ``revised``. Raises ``ValidationError`` for a row that is not valid or more
    than 40 rows, and ``Stale``; nothing changes then.
    """
    _check_count(len(rows))
    items = agenda_items(meeting, rows)
    for item in items:
        item.full_clean()
    with revised(meeting=meeting, part=Part.AGENDA, base=base, by=by, own=own):
        meeting.agenda_items.all().delete()
        return AgendaItem.objects.bulk_create(items)


def save_materials(
    *,
    meeting: Meeting,
    rows: Sequence[MaterialRow],
    base: str = "",
    by: Member | None = None,
    own: int = 0,
) -> list[Material]:
    """Let these rows be the whole pre-reading, in this order; rows that are not named are deleted.

    ``base``, ``by`` and ``own`` are as in ``revised``. Raises ``ValidationError`` for a row that is not valid (a link
    that is not http or https) or more than 40 rows, and ``Stale``; nothing changes then.
    """
    _check_count(len(rows))
    with revised(meeting=meeting, part=Part.MATERIALS, base=base, by=by, own=own):
        return _write_materials(meeting, rows)


def _write_materials(meeting: Meeting, rows: Sequence[MaterialRow]) -> list[Material]:
    known = {material.pk: material for material in meeting.materials.all()}
    saved = []
    for position, row in enumerate(rows):
        material = known.pop(row.pk, None) if row.pk else None
        material = material or Material(meeting=meeting)
        material.position, material.kind, material.title = position, row.kind, row.title
        material.url, material.minutes, material.note = row.url, row.minutes, row.note
        material.full_clean()
        material.save()
        saved.append(material)
    meeting.materials.filter(pk__in=list(known)).delete()
    return saved


def _check_count(count: int) -> None:
    if count > MOST_ROWS:
        raise ValidationError(_("At most 40 rows."), code="many")


@transaction.atomic
def mark_read(*, material: Material, member: Member, is_read: bool) -> None:
    """Set or take away a person's own tick. The same twice changes nothing."""
    if is_read:
        ReadMark.objects.get_or_create(material=material, member=member)
    else:
        ReadMark.objects.filter(material=material, member=member).delete()


def _check_changeable(old: Meeting, now: dt.datetime, *, is_time: bool) -> None:
    if old.cancelled_at:
        raise ValidationError(
            _("The meeting has been called off, so it can no longer be changed."), code="cancelled"
        )
    if is_time and old.invited_at and old.starts_at <= now:
        raise ValidationError(
            {"starts_at": _("The meeting has begun, so its time can no longer be changed.")}
        )


@transaction.atomic
def edit_meeting(
    *,
    meeting: Meeting,
    title: str,
    introduction: str,
    starts_at: dt.datetime,
    length: int,
    place: str,
    video_url: str,
    personal_note: str,
    themes: Sequence[Theme],
    is_hybrid: bool = False,
    reason: str = "",
    editor: Member | None = None,
    now: dt.datetime | None = None,
) -> Meeting:
    """Change the details of a meeting.

    Once invitations have left, a change of time, length, place, link or title raises the calendar entry's SEQUENCE,
    and everybody who was told something else gets a letter with the new details and ``reason``, in the name of
    ``editor`` (of the club's facilitator when the host pair edits). A new time or length also starts the answers anew.
    Raises ``ValidationError`` for moving an invited meeting that has begun (field ``starts_at``), for one that was
    called off (code ``cancelled``), and for a time that is past or at which the club has another meeting.
    """
    now = now or timezone.now()
    hold(meeting.season.club)
    old = held(meeting)
    is_time = (old.starts_at, old.length) != (starts_at, length)
    _check_changeable(old, now, is_time=is_time)
    meeting.title, meeting.introduction, meeting.length = title, introduction, length
    meeting.place, meeting.video_url, meeting.personal_note = place, video_url, personal_note
    meeting.starts_at, meeting.is_hybrid = starts_at, is_hybrid
    if is_time:
        check_moved(meeting, old=old, now=now)
    meeting.full_clean(validate_unique=False)
    meeting.save(update_fields=DETAILS)
    renumber(meeting)
    if is_time or (old.title, old.place, old.video_url) != (title, place, video_url):
        mark_changed(meeting, old=old, is_time=is_time, reason=reason)
    set_themes(meeting=meeting, themes=themes)
    sender = editor if editor and editor.is_facilitator else None
    announce_changes(meeting=meeting, sender=sender, now=now)
    return meeting
