"""What happens in a meeting and what is read before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.agenda import Timed
from meetings.models import AgendaItem, Material, Meeting, ReadMark
from meetings.rows import MOST_ROWS
from meetings.services.planning import agenda_items
from meetings.services.revisions import Part, revised


@dataclass(frozen=True, kw_only=True)
class MaterialRow:
    """One line of the pre-reading. With ``pk`` it is a row that exists: its readers' ticks stay, and its file if it has one.

    A file that was taken out is brought back by its ``file`` (the name in the store), ``file_name`` and ``file_size``.
    """

    title: str
    url: str
    minutes: int
    kind: str = Material.Kind.ARTICLE
    note: str = ""
    pk: UUID | None = None
    file: str = ""
    file_name: str = ""
    file_size: int = 0


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
        material = material or _new_material(meeting, row)
        material.position, material.kind, material.title = position, row.kind, row.title
        material.url, material.minutes, material.note = row.url, row.minutes, row.note
        if material.file:
            material.url = ""
        material.full_clean()
        material.save()
        saved.append(material)
    meeting.materials.filter(pk__in=list(known)).delete()
    return saved


def _new_material(meeting: Meeting, row: MaterialRow) -> Material:
    return Material(
        meeting=meeting, file=row.file, file_name=row.file_name, file_size=row.file_size
    )


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
