"""One letter that came in: what it is, who takes it, and that it never does harm."""

from datetime import datetime

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from outbox.inbound.bounces import is_report, take_bounce
from outbox.inbound.entries import Attendee, Event, read_event
from outbox.inbound.outcomes import Outcome, Refused, Verdict, ignored, refused
from outbox.inbound.parts import Incoming, Part, take_apart
from outbox.inbound.replies import CalendarReply, Method, hand_on
from outbox.inbound.senders import is_vouched_for, recipients_of, sender_of
from outbox.inbound.switch import key_replied_to

_log = structlog.get_logger(__name__)
CALENDARS = ("text/calendar", "application/ics")
# Programs that answer for somebody who is away, before and since RFC 3834.
AWAY = ("x-autoreply", "x-autorespond", "x-autoresponse")


def take_in(raw: bytes, *, now: datetime) -> Outcome:
    """Do what a letter asks, in one transaction, and say what became of it. The same letter twice changes nothing.

    Whatever the letter holds, this returns. Raises only when the database is away (OperationalError, InterfaceError):
    that is not the letter's fault, and it should be taken in again later.
    """
    try:
        with transaction.atomic():
            outcome = _take(take_apart(raw), now)
    except Refused as refusal:
        outcome = refusal.outcome
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        _log.exception("inbound.fault")
        outcome = refused("fault")
    note(outcome)
    return outcome


def note(outcome: Outcome) -> None:
    """One line in the log about one letter: no address, no content."""
    write = _log.warning if outcome.verdict == Verdict.REFUSED else _log.info
    write("inbound.letter", verdict=outcome.verdict.value, reason=outcome.reason)


def _take(letter: Incoming, now: datetime) -> Outcome:
    if is_report(letter):
        return take_bounce(letter, now=now)
    if _is_automatic(letter.top):
        return ignored("automatic")
    part = letter.leaf(*CALENDARS)
    event = read_event(part) if part else None
    if event is None:
        return Outcome(Verdict.OTHER, "calendar" if part else "letter")
    return hand_on(_reply(event, letter.top))


def _is_automatic(top: Part) -> bool:
    """Whether a program answered for its owner. Google marks people's own replies "auto-generated": those count."""
    is_reply = top.first("auto-submitted").lower().startswith("auto-replied")
    is_away = any(top.every(name) for name in AWAY)
    return is_reply or is_away or top.first("precedence").lower() == "auto_reply"


def _reply(event: Event, top: Part) -> CalendarReply:
    """The reply as the handler gets it. Raises Refused where the sender is not the one who answers."""
    sender = sender_of(top)
    attendee = _attendee(event, sender)
    keys = [key for address in recipients_of(top) if (key := key_replied_to(address)) is not None]
    return CalendarReply(
        method=event.method,
        uid=event.uid,
        attendee=attendee.address,
        partstat=attendee.partstat,
        sequence=event.sequence,
        dtstamp=event.stamp,
        from_address=sender,
        comment=event.comment or attendee.note,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_authentic=is_vouched_for(top, sender, authserv_id=settings.INBOUND_AUTHSERV_ID),
        key=keys[0] if keys else None,
    )


def _attendee(event: Event, sender: str) -> Attendee:
    if event.method == Method.REPLY and len(event.attendees) != 1:
        raise Refused("attendees")
    for attendee in event.attendees:
        if attendee.address == sender:
            return attendee
    raise Refused("not_attendee")
