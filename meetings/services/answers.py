"""Answers to an invitation."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from clubs.saving import hold
from meetings import kinds
from meetings.models import Answer, AnswerValue, Invitee, Meeting
from outbox.services import cancel
from ui.dates import format_when


def _check(meeting: Meeting, value: str, now: dt.datetime) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")
    if meeting.starts_at <= now:
        raise ValidationError(
            _("The meeting has begun, so the answer can no longer be changed."), code="begun"
        )
    if value not in AnswerValue.offered(is_hybrid=meeting.is_hybrid):
        raise ValidationError(_("Choose one of the answers."), code="answer")


def _held(invitee: Invitee, seen: int | None) -> Meeting:
    """The seat's meeting as it is now, kept to this transaction: an answer to a time that has changed is none."""
    meeting = invitee.meeting
    seen = meeting.time_revision if seen is None else seen
    hold(meeting)
    meeting.refresh_from_db(
        fields=["starts_at", "length", "cancelled_at", "time_revision", "is_hybrid"]
    )
    invitee.refresh_from_db(fields=["uninvited_at"])
    if invitee.uninvited_at is not None:
        raise ValidationError(_("The invitation has been withdrawn."), code="uninvited")
    if meeting.time_revision != seen:
        raise ValidationError(
            _("The time of the meeting has changed, it is now %(when)s. Answer once more."),
            code="moved",
            params={"when": format_when(meeting.starts_at, meeting.ends_at)},
        )
    return meeting


@transaction.atomic
def record_answer(
    *,
    invitee: Invitee,
    value: str,
    source: str,
    greeting: str = "",
    given_by: Member | None = None,
    seen: int | None = None,
    now: dt.datetime | None = None,
    sequence: int | None = None,
    stamp: dt.datetime | None = None,
) -> Answer:
    """Append an answer to the log and let the newest be the current one; reminders that wait are taken back.

    ``given_by`` is who recorded it for somebody else; ``seen`` the meeting's ``time_revision`` on the page that was answered,
    where it is known; ``sequence`` and ``stamp`` are those of a calendar's reply, which was
    given when it says and not when it was read. Raises ``ValidationError`` for a value that the meeting does not
    offer (code ``answer``), or one that has begun (``begun``) or was called off (``cancelled``), for somebody whose
    invitation was withdrawn (``uninvited``), and when the time has changed since the meeting was seen (``moved``).
    """
    now = now or timezone.now()
    meeting = _held(invitee, seen)
    _check(meeting, value, now)
    answer = Answer(
        invitee=invitee,
        value=value,
        source=source,
        greeting=greeting,
        time_revision=meeting.time_revision,
        given_by=given_by,
        at=min(stamp, now) if stamp else now,
        sequence=sequence,
        stamp=stamp,
    )
    answer.full_clean()
    answer.save()
    _let_stand(invitee, answer)
    return answer


def _let_stand(invitee: Invitee, answer: Answer) -> None:
    """Make an answer the current one, unless a newer one is."""
    standing = Invitee.objects.filter(pk=invitee.pk).exclude(answered_at__gt=answer.at)
    if not standing.update(answer=answer.value, answered_at=answer.at):
        invitee.refresh_from_db(fields=["answer", "answered_at"])
        return
    invitee.answer, invitee.answered_at = answer.value, answer.at
    cancel(
        topic=kinds.topic_of(invitee.meeting),
        kinds=kinds.stale_after(answer.value),
        person=str(invitee.member_id),
    )
