"""Ending the links of letters that have fallen into wrong hands."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audit.services import record
from clubs.models import Member
from meetings.models import Invitee, SeasonInvitation


@transaction.atomic
def revoke_links(*, seat: Invitee | SeasonInvitation, by: User) -> None:
    """End the links that letters about this meeting or season have brought to a person; the next letter has a new one.

    Who came in by such a link is outside again at the next page.
    """
    type(seat).objects.filter(pk=seat.pk).update(generation=F("generation") + 1)
    seat.refresh_from_db(fields=["generation"])
    member = Member.objects.get(pk=seat.member_id)
    record(
        actor=str(by.pk),
        action="meetings.links_revoked",
        club=str(member.club_id),
        object=str(seat.pk),
    )
