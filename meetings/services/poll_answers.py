"""What people say of the times that a date poll offers."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.models import Member
from clubs.saving import hold
from meetings import kinds
from meetings.models import DatePoll, PollInvitee, SlotAnswer
from meetings.poll_state import PollState, state_of
from meetings.services.polls import check_state
from outbox.services import cancel


@transaction.atomic
def answer_poll(
    *,
    poll: DatePoll,
    member: Member,
    values: Mapping[UUID, str],
    given_by: Member | None = None,
    now: dt.datetime | None = None,
) -> bool:
    """Write down what a member says of each coming time (by the slot's key); whether it says anything new.

    All of it is one round in a log that is only added to; the same again adds nothing. Letters of the poll that wait for the
    person are taken back. ``given_by`` is who recorded it for somebody else. Raises ``ValidationError`` for a poll that is not open (its state), a coming time that is left
    out (``unsaid``), and somebody who is not a member any more (``left``).
    """
    now = now or timezone.now()
    # Held: of two answers at once the second is the next round, and a time that is chosen meanwhile is waited for.
    hold(poll)
    poll.refresh_from_db()
    slots = list(poll.slots.all())
    check_state(state_of(poll, slots, now), PollState.OPEN)
    coming = [slot.pk for slot in slots if slot.starts_at > now]
    if any(pk not in values for pk in coming):
        raise ValidationError(_("Choose for every time whether it works."), code="unsaid")
    invitee = _seat(poll, member)
    said = said_by(invitee)
    given = {pk: values[pk] for pk in coming}
    is_new = any(said.get(pk) != value for pk, value in given.items())
    if is_new:
        _write(invitee, given, given_by, now)
    PollInvitee.objects.filter(pk=invitee.pk).update(answered_at=now)
    cancel(topic=kinds.poll_topic(poll), person=str(member.pk))
    return is_new


def _seat(poll: DatePoll, member: Member) -> PollInvitee:
    """The person's row; a member who joined after the asking gets one."""
    is_member = poll.season.club.members.invited().filter(pk=member.pk).exists()
    if not is_member:
        raise ValidationError(_("Only members of the club answer."), code="left")
    invitee, _is_new = PollInvitee.objects.get_or_create(poll=poll, member=member)
    return invitee


def _write(
    invitee: PollInvitee, given: Mapping[UUID, str], given_by: Member | None, now: dt.datetime
) -> None:
    last = invitee.answers.aggregate(last=Max("round"))["last"] or 0
    rows = [
        SlotAnswer(
            slot_id=pk, invitee=invitee, value=value, round=last + 1, given_by=given_by, at=now
        )
        for pk, value in given.items()
    ]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    SlotAnswer.objects.bulk_create(rows)


def said_by(invitee: PollInvitee) -> dict[UUID, str]:
    """By the slot's key: what the person said last. One query."""
    return {answer.slot_id: answer.value for answer in invitee.answers.order_by("round")}
