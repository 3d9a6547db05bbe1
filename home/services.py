"""What a facilitator, or a site admin, does about letters that did not get through."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from clubs.joining import KIND as JOINING
from clubs.letterhead import club_of
from clubs.models import Member
from clubs.services import correct_address, note_told
from meetings import kinds
from outbox.models import Channel, Message, Suppression
from outbox.services import cancel_waiting, clear_suppression, pause_sending, resend, resume_sending

# Letters that bring the joining link.
WITH_THE_LINK = (JOINING, kinds.INVITE, kinds.SEASON)
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
    _note_told(message)
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
    _note_told(message)
    return True


def _note_told(message: Message) -> None:
    if message.kind in WITH_THE_LINK:
        note_told(member=UUID(message.person))


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


@transaction.atomic
def send_anew(*, message: Message, by: User) -> Message:
    """A site admin has a letter written anew that did not get through; returns the new one.

    Raises ``ValidationError`` in plain words where that is not needed, not possible, or of no use any more.
    """
    made = resend(message_id=message.pk, by=str(by.pk))
    _note_told(message)
    record(
        actor=str(by.pk),
        action="outbox.resent",
        club=club_of(message.scope),
        object=str(message.pk),
        detail=message.kind,
    )
    return made


@transaction.atomic
def let_address(*, suppression: Suppression, by: User) -> None:
    """A site admin says that an address works again. Raises ``ValidationError`` where somebody has said so already."""
    if not clear_suppression(address=suppression.address, by=str(by.pk)):
        raise ValidationError(_("Mail goes to this address already."), code="cleared")
    record(actor=str(by.pk), action="outbox.address_works", object=str(suppression.pk))


@transaction.atomic
def stop_channel(*, by: User) -> None:
    """A site admin lets nothing leave. Raises ``ValidationError`` where nothing leaves already."""
    if not pause_sending(by=str(by.pk)):
        raise ValidationError(_("Sending is paused already."), code="paused")
    record(actor=str(by.pk), action="outbox.paused", object=_channel_key())


@transaction.atomic
def open_channel(*, by: User) -> None:
    """A site admin lets letters leave again. Raises ``ValidationError`` where they do."""
    if not resume_sending(by=str(by.pk)):
        raise ValidationError(_("Letters are leaving already."), code="open")
    record(actor=str(by.pk), action="outbox.resumed", object=_channel_key())


def _channel_key() -> str:
    return str(Channel.objects.values_list("pk", flat=True).get())
