"""Accepting an invitation to a club."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import open_account
from audit.services import record
from clubs.models import Member


class NeedsSignIn(Exception):
    """The invitation's address has an account already: its owner must sign in before joining."""


class NotOpen(Exception):
    """The invitation was used, withdrawn, or its person has left."""


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
