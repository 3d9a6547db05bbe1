"""Files of the pre-reading: taking one in, and forgetting those that nothing names any more."""

import datetime as dt
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from clubs.models import Member
from clubs.saving import hold
from meetings.filecheck import Refused, check_file, clean_name
from meetings.files import MOST_CLUB_BYTES, MOST_FILES, SENTENCES
from meetings.models import Material, Meeting, Revision
from meetings.rows import MOST_ROWS
from meetings.services.revisions import Part, base_of, revised

FOLDER = "materials"
GUESSED_MINUTES = 10
# How long a file that was taken out of the pre-reading can still be brought back.
KEPT_DAYS = 30
# How many saves back a file is looked for.
REMEMBERED = 40


@transaction.atomic
def add_file(
    *, meeting: Meeting, file: UploadedFile, by: Member | None = None, base: str = ""
) -> tuple[Material, str]:
    """Keep an uploaded file as the last row of the pre-reading, with its name as the title and ten minutes to read.

    Gives the row, and what the page that was at ``base`` is at now: its own upload does not make it old, somebody else's
    save does. Raises ``ValidationError`` (code: a ``Refusal``, ``many`` past ten files of a meeting or forty rows,
    ``club_full`` past 200 MB of a club); nothing is kept then.
    """
    name, size = clean_name(file.name or ""), file.size or 0
    try:
        check_file(name, file.file or BytesIO(), size)
    except Refused as refused:
        raise ValidationError(str(SENTENCES[refused.why]), code=refused.why) from refused
    hold(meeting.season.club)
    with revised(meeting=meeting, part=Part.MATERIALS, by=by):
        is_current = base_of(meeting, Part.MATERIALS) == base
        _check_room(meeting, size)
        material = Material(
            meeting=meeting,
            position=meeting.materials.count(),
            title=name.rpartition(".")[0],
            file=file,
            file_name=name,
            file_size=size,
            minutes=GUESSED_MINUTES,
        )
        material.full_clean()
        material.save()
        return material, base_of(meeting, Part.MATERIALS) if is_current else base


def _check_room(meeting: Meeting, size: int) -> None:
    materials = Material.objects.exclude(file="")
    if materials.filter(meeting=meeting).count() >= MOST_FILES:
        raise ValidationError(
            _("A meeting has at most 10 files. Remove one first, or give a link."), code="many"
        )
    if meeting.materials.count() >= MOST_ROWS:
        raise ValidationError(_("At most 40 rows."), code="many")
    of_club = materials.filter(meeting__season__club=meeting.season.club_id)
    used = of_club.aggregate(used=Sum("file_size"))["used"] or 0
    if used + size > MOST_CLUB_BYTES:
        raise ValidationError(
            _("The club's files would take over 200 MB. Remove old ones first, or give a link."),
            code="club_full",
        )


def remembered_files(meeting: Meeting) -> dict[str, Material]:
    """Files that were taken out of a meeting's pre-reading and are still stored, by the key of their row; unsaved rows.

    A page that somebody had open meanwhile, or an undo, can bring them back.
    """
    stands = set(meeting.materials.exclude(file="").values_list("file", flat=True))
    found: dict[str, Material] = {}
    for revision in Revision.objects.filter(meeting=meeting, part=Part.MATERIALS)[:REMEMBERED]:
        for row in revision.content:
            path = row.get("file", "")
            if path and path not in stands and row["pk"] not in found:
                names = ("file", "file_name", "file_size")
                found[row["pk"]] = Material(**{name: row[name] for name in names})
    return {pk: one for pk, one in found.items() if default_storage.exists(str(one.file.name))}


def purge_files(*, now: dt.datetime) -> int:
    """Delete stored files that no pre-reading names and that can no longer be brought back; answers how many.

    A file stays for 30 days after the pre-reading that it was in was saved last, so that taking it out can be undone; and
    a day after it came, so that no upload that is under way loses its file.
    """
    if not default_storage.exists(FOLDER):
        return 0
    _folders, names = default_storage.listdir(FOLDER)
    stored = {f"{FOLDER}/{name}" for name in names}
    unnamed = stored - set(Material.objects.exclude(file="").values_list("file", flat=True))
    gone = unnamed - _restorable(now) if unnamed else set()
    old = [path for path in gone if default_storage.get_modified_time(path) < now - dt.timedelta(1)]
    for path in old:
        default_storage.delete(path)
    return len(old)


def _restorable(now: dt.datetime) -> set[str]:
    """Files that a revision names, of meetings whose pre-reading was saved in the last 30 days."""
    revisions = Revision.objects.filter(part=Part.MATERIALS)
    lately = revisions.filter(saved_at__gte=now - dt.timedelta(days=KEPT_DAYS))
    contents = revisions.filter(meeting__in=lately.values("meeting")).values_list(
        "content", flat=True
    )
    return {row.get("file", "") for content in contents for row in content}
