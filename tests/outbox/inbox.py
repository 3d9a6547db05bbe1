"""Letters of a club whose invitations have left, and what became of them; the real handler takes them."""

import datetime as dt

from django.utils import timezone

from clubs.models import Member
from meetings.models import Answer, Invitee, Meeting
from meetings.replies import take_reply
from outbox.inbound import replies
from outbox.inbound.replies import register_reply_handler
from outbox.models import Message, State
from tests.replies import Reply, google


def reply_of(seat: Invitee, **said: object) -> Reply:
    """Return a reply of the seat's person, a minute old, as our own server vouches for it."""
    fields: dict[str, object] = {
        "uid": f"{seat.meeting_id}@localhost",
        "address": seat.member.email,
        "stamp": timezone.now() - dt.timedelta(minutes=1),
        **said,
    }
    domain = seat.member.email.rpartition("@")[2]
    fields.setdefault("found", f"mx.example.org; dmarc=pass header.from={domain}")
    return Reply(**fields)  # type: ignore[arg-type]


def good_letter(seat: Invitee, **said: object) -> bytes:
    """Return an ordinary reply."""
    return google(reply_of(seat, **said))


def answers_of(seat: Invitee) -> list[tuple[str, str]]:
    """Return the log of a seat, oldest first: value and source."""
    return [(row.value, row.source) for row in Answer.objects.filter(invitee=seat).order_by("at")]


def standing(seat: Invitee) -> str:
    """Return the current answer."""
    return Invitee.objects.get(pk=seat.pk).answer


def sent_letter(meeting: Meeting, member: Member) -> Message:
    """Return an invitation that the relay took."""
    now = timezone.now()
    message = Message(
        key=f"invite:{meeting.pk}:1:{member.pk}",
        kind="meetings.invite",
        topic=f"meeting:{meeting.pk}",
        person=str(member.pk),
        to_email=member.email,
        language="fi",
        subject="Kutsu",
        created_at=now,
        deadline=now + dt.timedelta(days=3),
        state=State.SENT,
        handed_at=now,
        sent_at=now,
    )
    message.message_id = f"<{message.pk.hex}@example.org>"
    message.save()
    return message


def use_real_handler() -> None:
    """Let meetings take the replies, whatever another test put in its place."""
    replies._handlers.clear()
    register_reply_handler(take_reply)
