"""What a calendar's reply means for a meeting, and whether it may count (RFC 5546, 3.2.3 and 3.2.7)."""

import re
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from meetings.models import AnswerValue, Invitee, Meeting
from meetings.services.calendar_replies import record_calendar_proposal, record_calendar_reply
from outbox.inbound.outcomes import Outcome, Refused, accepted
from outbox.inbound.replies import CalendarReply, Method
from ui.dates import format_when

UID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^@\s]+", re.I)
VALUE_OF = {
    "ACCEPTED": AnswerValue.YES,
    "TENTATIVE": AnswerValue.MAYBE,
    "DECLINED": AnswerValue.NO,
}


def take_reply(reply: CalendarReply) -> Outcome:
    """Record what somebody's calendar answered. Raises Refused with the reason where it may not count.

    The entry must be ours and the one who answers invited to it; the sender must be that person, as our own mail server
    found or as only the holder of the signed address can write.
    """
    seat = _seat(reply)
    if not (reply.is_authentic or reply.key == seat.pk):
        raise Refused("not_authentic")
    try:
        return _propose(seat, reply) if reply.method == Method.COUNTER else _answer(seat, reply)
    except ValidationError as error:
        raise Refused(getattr(error, "code", "") or "invalid") from error


def _seat(reply: CalendarReply) -> Invitee:
    found = UID.fullmatch(reply.uid)
    meetings = Meeting.objects.filter(pk=UUID(found[1])) if found else Meeting.objects.none()
    if not meetings.exists():
        raise Refused("unknown_uid")
    seat = (
        Invitee.objects.filter(
            meeting__in=meetings,
            member__email__iexact=reply.attendee,
            member__left_at__isnull=True,
            invited_at__isnull=False,
            uninvited_at__isnull=True,
        )
        .select_related("meeting__season__club", "member")
        .first()
    )
    if seat is None:
        raise Refused("not_invited")
    return seat


def _answer(seat: Invitee, reply: CalendarReply) -> Outcome:
    value = VALUE_OF.get(reply.partstat)
    if value is None:
        raise Refused("partstat")
    record_calendar_reply(
        invitee=seat,
        value=value,
        sequence=reply.sequence,
        stamp=reply.dtstamp,
        comment=reply.comment,
    )
    return accepted(value.value)


def _propose(seat: Invitee, reply: CalendarReply) -> Outcome:
    record_calendar_proposal(
        invitee=seat, sequence=reply.sequence, stamp=reply.dtstamp, comment=_words(seat, reply)
    )
    return accepted("proposal")


def _words(seat: Invitee, reply: CalendarReply) -> str:
    """The proposal in a line, in the language of whoever decides."""
    facilitator = seat.meeting.season.club.members.facilitators().first()
    language = facilitator.mail_language if facilitator else settings.LANGUAGE_CODE
    with translation.override(language):
        if reply.starts_at and reply.ends_at and reply.starts_at < reply.ends_at:
            when = format_when(reply.starts_at, reply.ends_at)
            proposal = _("Proposes another time: %(when)s.") % {"when": when}
        else:
            proposal = _("Proposes another time.")
    return f"{proposal} {reply.comment}"
