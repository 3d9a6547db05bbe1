"""Who was there."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.models import Invitee, Meeting


@transaction.atomic
def record_attendance(*, meeting: Meeting, attendance: Mapping[UUID, str]) -> int:
    """Note who was there: by the invitee's key ``present``, ``remote``, ``absent``, or an empty text for not noted.

    Returns how many rows changed; people not named stay as they were. Raises ``ValidationError`` for an unknown word
    or a person of another meeting, and changes nothing then.
    """
    if unknown := set(attendance.values()) - {*Invitee.Attendance.values, ""}:
        raise ValidationError(
            _("Unknown attendance: %(word)s.") % {"word": sorted(unknown)[0]}, code="unknown"
        )
    rows = {row.pk: row for row in meeting.invitees.filter(pk__in=attendance)}
    if len(rows) < len(attendance):
        raise ValidationError(_("Somebody here was not invited to this meeting."), code="foreign")
    changed = [row for pk, row in rows.items() if row.attendance != attendance[pk]]
    for row in changed:
        row.attendance = attendance[row.pk]
    Invitee.objects.bulk_update(changed, ["attendance"])
    return len(changed)
