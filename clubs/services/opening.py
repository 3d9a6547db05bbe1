"""Opening a club and changing its facts and aims."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from clubs.models import Aim, Club, Member
from clubs.people import Person
from clubs.services.people import add_people

MAX_AIMS = 12


@transaction.atomic
def open_club(
    *,
    user: User,
    name: str,
    place: str,
    organisation: str = "",
    purpose: str = "",
    starts_at: dt.time = dt.time(9),
    length: int = 180,
    aims: Iterable[str] = (),
    holiday_weeks: Iterable[int] = (),
    people: Sequence[Person] = (),
) -> Club:
    """A club whose facilitator is ``user``, with its first members (``add_people``), or nothing at all.

    Raises ``ValidationError``, also when they have one of that name.
    """
    if Member.objects.facilitators().filter(user=user, club__name__iexact=name.strip()).exists():
        raise ValidationError({"name": _("You already have a club with this name.")}, code="double")
    club = Club(
        name=name,
        organisation=organisation,
        place=place,
        purpose=purpose,
        starts_at=starts_at,
        length=length,
        holiday_weeks=sorted(set(holiday_weeks)),
    )
    club.full_clean()
    club.save()
    _set_aims(club, aims)
    _add_facilitator(club, user)
    add_people(club=club, people=people)
    record(actor=str(user.pk), action="clubs.opened", club=str(club.pk))
    return club


def _add_facilitator(club: Club, user: User) -> None:
    facilitator = Member(
        club=club,
        user=user,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        role=Member.Role.FACILITATOR,
        language=user.language,
        joined_at=timezone.now(),
    )
    facilitator.full_clean()
    facilitator.save()


@transaction.atomic
def edit_club(
    *,
    club: Club,
    name: str,
    place: str,
    organisation: str = "",
    purpose: str = "",
    starts_at: dt.time,
    length: int,
    aims: Iterable[str] = (),
    holiday_weeks: Iterable[int] = (),
) -> Club:
    """Change a club's facts and the defaults of its coming seasons. Raises ``ValidationError``.

    Aims whose text stays keep their row, so that answers to them stay together.
    """
    club.name, club.organisation, club.place, club.purpose = name, organisation, place, purpose
    club.starts_at, club.length = starts_at, length
    club.holiday_weeks = sorted(set(holiday_weeks))
    club.full_clean()
    club.save()
    _set_aims(club, aims)
    return club


def _set_aims(club: Club, aims: Iterable[str]) -> None:
    """Make the club's aims these texts in this order; doubles count once."""
    texts = list(dict.fromkeys(text.strip() for text in aims if text.strip()))
    if len(texts) > MAX_AIMS:
        raise ValidationError(
            {"aims": _("A club has at most %(limit)s aims.") % {"limit": MAX_AIMS}}, code="too_many"
        )
    kept = {aim.text: aim for aim in club.aims.all()}
    club.aims.exclude(text__in=texts).delete()
    for position, text in enumerate(texts):
        aim = kept.get(text) or Aim(club=club, text=text)
        aim.position = position
        try:
            aim.full_clean(exclude=["club"])
        except ValidationError as error:
            raise ValidationError({"aims": error.messages}) from error
        aim.save()
