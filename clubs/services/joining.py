"""The invitation to join a club: sending it, and accepting it."""

import datetime as dt
from enum import Enum, auto
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import open_account
from audit.services import record
from clubs.joining import KIND, joining_letter, key_start
from clubs.letterhead import scope_of
from clubs.models import Member
from clubs.saving import hold
from outbox.models import UNDELIVERED, WAITING, Message, State
from outbox.services import enqueue, suppressed

# So soon after a letter a second press means the first one.
SAME_PRESS = dt.timedelta(minutes=5)


class Outcome(Enum):
    """What became of a press that sends the invitation to join."""

    SENT = auto()
    ALREADY = auto()
    RETURNED = auto()


class NeedsSignIn(Exception):
    """The invitation's address has an account already: its owner must sign in before joining."""


class NotOpen(Exception):
    """The invitation was used, withdrawn, or its person has left."""


@transaction.atomic
def send_joining(*, member: Member, sender: Member, now: dt.datetime | None = None) -> Outcome:
    """Send somebody who has not joined the invitation to join, also once more.

    Nothing is written (``ALREADY``) while an earlier one waits to leave, or was written a moment ago. To an address from
    which mail has come back nothing leaves (``RETURNED``): the letter stands among those to be mended. Links in earlier
    letters go on working. Raises ``ValidationError`` for who has left (code ``left``) or joined (``joined``).
    """
    now = now or timezone.now()
    hold(member)
    member.refresh_from_db()
    _require_invitable(member)
    if _has_fresh(member, now):
        return Outcome.ALREADY
    enqueue(letters=[joining_letter(member=member, sender=sender, now=now)])
    if suppressed([member.email]):
        return Outcome.RETURNED
    member.joining_mailed_at = now
    member.save(update_fields=["joining_mailed_at"])
    record(
        actor=str(sender.user_id or ""),
        action="clubs.joining_sent",
        club=str(member.club_id),
        object=str(member.pk),
    )
    return Outcome.SENT


def _require_invitable(member: Member) -> None:
    if not member.is_active:
        raise ValidationError(
            _("The person has left the club. Take them back into the club first."), code="left"
        )
    if member.user_id is not None:
        raise ValidationError(_("The person has joined the club already."), code="joined")


def _has_fresh(member: Member, now: dt.datetime) -> bool:
    """Whether a letter with the person's present link is on its way, or has just left. One query."""
    rows = Message.objects.filter(
        scope=scope_of(member.club_id),
        kind=KIND,
        person=str(member.pk),
        key__startswith=key_start(member),
    ).exclude(state__in=[State.CANCELLED, *UNDELIVERED])
    return rows.filter(Q(state__in=WAITING) | Q(created_at__gt=now - SAME_PRESS)).exists()


def note_told(*, member: UUID) -> None:
    """Note that a letter with the joining link has been written anew to the person with this key."""
    Member.objects.active().filter(pk=member, user__isnull=True).update(
        joining_mailed_at=timezone.now()
    )


@transaction.atomic
def join_club(*, member: Member, user: User | None = None) -> User:
    """Accept the invitation of ``member``: as ``user``, or else with a new account at the invitation's address.

    Gives the account. Raises ``NeedsSignIn`` when the address has one and ``user`` is None, ``NotOpen`` when the
    invitation was used or withdrawn (of two at once the second), ``ValidationError`` when ``user`` is in the club.
    """
    if user is None and User.objects.filter(email=member.email.lower()).exists():
        raise NeedsSignIn
    if user is not None:
        _leave_old_place(member, user)
    taken = Member.objects.filter(
        pk=member.pk, user__isnull=True, left_at__isnull=True, generation=member.generation
    ).update(joined_at=timezone.now())
    if not taken:
        raise NotOpen
    if user is None:
        user = open_account(
            email=member.email,
            first_name=member.first_name,
            last_name=member.last_name,
            language=member.language,
        )
    member.refresh_from_db()
    member.user = user
    member.generation += 1
    member.full_clean()
    member.save(update_fields=["user", "generation"])
    record(
        actor=str(user.pk), action="clubs.joined", club=str(member.club_id), object=str(member.pk)
    )
    return user


def _leave_old_place(member: Member, user: User) -> None:
    """Refuse a second place in the club; one that has ended (the person comes back by another address) gives way."""
    places = Member.objects.filter(club=member.club_id, user=user)
    if places.active().exists():
        raise ValidationError(_("You are in this club already."), code="double")
    places.update(user=None)
