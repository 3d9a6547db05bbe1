"""Answers to an invitation."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings import kinds
from meetings.models import Answer, AnswerValue, Invitee, Meeting
from outbox.services import cancel


def _check(meeting: Meeting, value: str, now: dt.datetime) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")
    if meeting.starts_at <= now:
        raise ValidationError(
            _("The meeting has begun, so the answer can no longer be changed."), code="begun"
        )
    if value not in AnswerValue.offered(is_hybrid=meeting.is_hybrid):
        raise ValidationError(_("Choose one of the answers."), code="answer")


@transaction.atomic
def record_answer(
    *,
    invitee: Invitee,
    value: str,
    source: str,
    greeting: str = "",
    given_by: Member | None = None,
    now: dt.datetime | None = None,
) -> Answer:
    """Append an answer to the log and let it be the current one; reminders that wait are taken back.

    ``given_by`` is who recorded it for somebody else. Raises ``ValidationError`` for a value that the meeting does not
    offer (code ``answer``), or one that has begun (``begun``) or was called off (``cancelled``).
    """
    meeting = invitee.meeting
    now = now or timezone.now()
    _check(meeting, value, now)
    answer = Answer(
        invitee=invitee,
        value=value,
        source=source,
        greeting=greeting,
        time_revision=meeting.time_revision,
        given_by=given_by,
        at=now,
    )
    answer.full_clean()
    answer.save()
    invitee.answer, invitee.answered_at = value, now
    # Of two answers at once the newer one stands.
    Invitee.objects.filter(pk=invitee.pk).exclude(answered_at__gt=now).update(
        answer=value, answered_at=now
    )
    cancel(
        topic=kinds.topic_of(meeting),
        kinds=[kind for kind in kinds.REMINDERS if not kinds.is_for(kind, value)],
        person=str(invitee.member_id),
    )
    return answer
