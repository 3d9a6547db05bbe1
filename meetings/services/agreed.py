"""Things agreed: made in a meeting, owned, dated, settled."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models import AgreedOwner, AgreedThing, Meeting


@transaction.atomic
def agree(
    *,
    meeting: Meeting,
    text: str,
    owners: Sequence[Member] = (),
    is_for_everybody: bool = False,
    due_on: dt.date | None = None,
) -> AgreedThing:
    """Write down what a meeting agreed. Raises ``ValidationError`` (fields ``text``, ``owners``)."""
    agreed_thing = AgreedThing(
        meeting=meeting, text=text, is_for_everybody=is_for_everybody, due_on=due_on
    )
    agreed_thing.full_clean()
    agreed_thing.save()
    _set_owners(agreed_thing, owners)
    return agreed_thing


@transaction.atomic
def edit_agreed(
    *,
    agreed_thing: AgreedThing,
    text: str,
    owners: Sequence[Member],
    is_for_everybody: bool,
    due_on: dt.date | None,
) -> AgreedThing:
    """Change the words, the owners or the due date. Raises ``ValidationError`` (fields ``text``, ``owners``)."""
    agreed_thing.text = text
    agreed_thing.is_for_everybody = is_for_everybody
    agreed_thing.due_on = due_on
    agreed_thing.full_clean()
    agreed_thing.save()
    _set_owners(agreed_thing, owners)
    return agreed_thing


@transaction.atomic
def settle_agreed(
    *, agreed_thing: AgreedThing, state: str, now: dt.datetime | None = None
) -> AgreedThing:
    """Mark a thing done, dropped, or open again. The same state twice keeps the first time.

    Raises ``ValidationError`` (field ``state``) for an unknown state.
    """
    if agreed_thing.state == state:
        return agreed_thing
    agreed_thing.state = state
    agreed_thing.settled_at = None if state == AgreedThing.State.OPEN else now or timezone.now()
    agreed_thing.full_clean()
    agreed_thing.save(update_fields=["state", "settled_at"])
    return agreed_thing


@transaction.atomic
def answer_agreed(
    *,
    agreed_thing: AgreedThing,
    state: str,
    due_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> AgreedThing:
    """What an owner says of a thing before its date: it is done, or it goes on, perhaps until another date.

    Raises ``ValidationError`` for another ``state``, and (field ``due_on``) for a date that is over.
    """
    now = now or timezone.now()
    if state not in (AgreedThing.State.OPEN, AgreedThing.State.DONE):
        raise ValidationError({"state": _("Choose one of the answers.")}, code="state")
    if state == AgreedThing.State.OPEN and due_on and due_on != agreed_thing.due_on:
        if due_on < timezone.localdate(now):
            raise ValidationError({"due_on": _("This day is over. Choose a later one.")})
        agreed_thing.due_on = due_on
        agreed_thing.full_clean()
        agreed_thing.save(update_fields=["due_on"])
    return settle_agreed(agreed_thing=agreed_thing, state=state, now=now)


@transaction.atomic
def withdraw_agreed(*, agreed_thing: AgreedThing) -> None:
    """Take a thing back as if it had not been agreed: the note that it came from keeps the words."""
    agreed_thing.delete()


def _set_owners(agreed_thing: AgreedThing, owners: Sequence[Member]) -> None:
    club_id = agreed_thing.meeting.season.club_id
    if any(owner.club_id != club_id for owner in owners):
        raise ValidationError({"owners": _("Choose people of this club.")})
    wanted = {owner.pk for owner in owners}
    rows = AgreedOwner.objects.filter(agreed_thing=agreed_thing)
    kept = set(rows.values_list("member_id", flat=True))
    rows.filter(member__in=kept - wanted).delete()
    AgreedOwner.objects.bulk_create(
        [AgreedOwner(agreed_thing=agreed_thing, member_id=pk) for pk in wanted - kept],
        ignore_conflicts=True,
    )
