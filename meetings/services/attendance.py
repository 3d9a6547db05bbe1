"""Who was there."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models import CAME, Invitee, Meeting


def people_without_seat(meeting: Meeting) -> list[Member]:
    """Who of the club may have walked in: its people who are not on the meeting's list, facilitators last."""
    club = meeting.season.club_id
    return sorted(
        Member.objects.active()
        .filter(club=club)
        .exclude(invitations__in=meeting.invitees.seated()),
        key=lambda one: (one.is_facilitator, one.name_key),
    )


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    attendance: Mapping[UUID, str],
    walked_in: Mapping[UUID, str] | None = None,
) -> int:
    """Note who was there: by the invitee's key ``present``, ``remote``, ``absent``, or an empty text for not noted.

    ``walked_in`` says the same of people without a seat, by the member's key; whoever came is given one. Returns how
    many rows changed; people not named stay as they were. Raises ``ValidationError`` for an unknown word or a person
    of another meeting or club, and changes nothing then.
    """
    extra = walked_in or {}
    if unknown := {*attendance.values(), *extra.values()} - {*Invitee.Attendance.values, ""}:
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
    return len(changed) + _seat_those_who_came(meeting, extra)


def _seat_those_who_came(meeting: Meeting, walked_in: Mapping[UUID, str]) -> int:
    came = {member: word for member, word in walked_in.items() if word in CAME}
    people = Member.objects.active().filter(club=meeting.season.club_id, pk__in=came)
    if len(people) < len(came):
        raise ValidationError(_("Somebody here is not in this club."), code="foreign")
    for member in people:
        # Somebody else may have invited them while the form was open.
        Invitee.objects.update_or_create(
            meeting=meeting,
            member=member,
            defaults={"attendance": came[member.pk], "uninvited_at": None},
        )
    return len(people)
