"""What a facilitator does about letters that did not get through."""

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record
from clubs.models import Member
from clubs.services import correct_address
from outbox.models import Message
from outbox.services import cancel_waiting, clear_suppression, resend

# The letter need not or cannot be sent again, which is no reason to refuse the corrected address.
NOT_NEEDED = {"no_need", "no_sense", "resent"}


@transaction.atomic
def mend_letter(*, message: Message, member: Member, email: str, by: Member) -> bool:
    """Correct the person's contact address and send the letter anew; False when it is of no use any more.

    Raises ``ValidationError``, and changes nothing, for what is no address, somebody else's in the club, or one from
    which mail came back.
    """
    correct_address(member=member, email=email, corrected_by=by.user)
    try:
        with transaction.atomic():
            resend(message_id=message.pk, by=str(by.pk))
    except ValidationError as error:
        if error.code not in NOT_NEEDED:
            raise ValidationError({"email": error.messages}, code=error.code) from error
        return False
    _note("outbox.resent", message, by)
    return True


@transaction.atomic
def take_address_back(*, message: Message, by: Member) -> bool:
    """Somebody says that an address works again: let mail go there, and send the letter anew if it is still of use."""
    clear_suppression(address=message.to_email, by=str(by.pk))
    _note("outbox.address_works", message, by)
    try:
        with transaction.atomic():
            resend(message_id=message.pk, by=str(by.pk))
    except ValidationError:
        return False
    return True


@transaction.atomic
def stop_sending(*, topic: str, kind: str, by: Member) -> int:
    """Take back what has not left of one sending; returns how many letters."""
    count = cancel_waiting(topic=topic, kind=kind, by=str(by.pk))
    record(
        actor=str(by.user_id or ""),
        action="outbox.stopped",
        club=str(by.club_id),
        object=topic,
        detail=f"{kind}: {count} letters",
    )
    return count


def _note(action: str, message: Message, by: Member) -> None:
    record(
        actor=str(by.user_id or ""),
        action=action,
        club=str(by.club_id),
        object=str(message.pk),
        detail=message.kind,
    )
