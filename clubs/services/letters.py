"""Which letters a person takes."""

from collections.abc import Collection

from django.db import transaction

from clubs.models import Member
from clubs.preferences import MATTERS, OPTIONAL_KINDS, matter_of
from clubs.saving import hold


@transaction.atomic
def choose_letters(*, member: Member, codes: Collection[str]) -> Member:
    """Let the person get letters of these matters and of no others that can be refused."""
    muted = {kind for matter in MATTERS for kind in matter.kinds if matter.code not in codes}
    return _save(member, muted)


@transaction.atomic
def mute_letters(*, member: Member, kind: str) -> Member:
    """End the letters of the matter to which ``kind`` belongs. A second call changes nothing."""
    return _save(member, _muted(member) | _together(kind))


@transaction.atomic
def take_letters(*, member: Member, kind: str) -> Member:
    """Let the letters of the matter to which ``kind`` belongs come again. A second call changes nothing."""
    return _save(member, _muted(member) - _together(kind))


def _together(kind: str) -> set[str]:
    matter = matter_of(kind)
    return set(matter.kinds) if matter else set()


def _muted(member: Member) -> set[str]:
    """What is refused now, read with the row held: two presses in two mail programs at once both count."""
    hold(member)
    member.refresh_from_db(fields=["muted_letters"])
    return set(member.muted_letters)


def _save(member: Member, muted: set[str]) -> Member:
    member.muted_letters = sorted(muted & OPTIONAL_KINDS)
    member.save(update_fields=["muted_letters"])
    return member
