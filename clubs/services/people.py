"""Adding people to a club, changing what it knows of them, and letting them leave."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from clubs.models import Club, Member
from clubs.people import Person, normal_address
from clubs.registry import tell_left, tell_returned
from clubs.saving import hold, save_checked


@transaction.atomic
def add_people(*, club: Club, people: Sequence[Person]) -> list[Member]:
    """Add the people who are not in the club yet; somebody who had left comes back. Gives those added.

    The same list twice adds nobody the second time. Nothing is mailed: the invitation to join is sent by a press, or
    travels with the first invitation to a meeting. Raises ``ValidationError`` for a person whose name or address does not
    fit.
    """
    there = {member.email.lower(): member for member in club.members.all()}
    fresh: dict[str, Member] = {}
    back: list[Member] = []
    for person in people:
        known = there.get(person.email.lower())
        if known is None and person.email not in fresh:
            fresh[person.email] = _member_of(club, person)
        elif known is not None and not known.is_active and known not in back:
            back.append(known)
    for member in fresh.values():
        member.clean_fields(exclude=["club", "user"])
    # Two facilitators may paste the same list at once: the rows of the first win.
    Member.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    _let_back(back)
    added = [member.pk for member in [*fresh.values(), *back]]
    return list(club.members.filter(pk__in=added).select_related("user"))


def _let_back(members: Sequence[Member]) -> None:
    """Their old joining links have ended, so they are told anew; they come as members, whatever they were."""
    for member in members:
        member.left_at, member.role, member.joining_mailed_at = None, Member.Role.MEMBER, None
        member.generation += 1
    Member.objects.bulk_update(members, ["left_at", "role", "generation", "joining_mailed_at"])
    for member in members:
        tell_returned(member)


@transaction.atomic
def return_to_club(*, member: Member, by: User | None = None) -> Member:
    """Let somebody who had left be in the club again, with their answers and notes. A second call changes nothing."""
    _hold(member)
    if not member.is_active:
        _let_back([member])
        _record("clubs.returned", member, by)
    return member


def _member_of(club: Club, person: Person) -> Member:
    return Member(
        club=club,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        unit=person.unit,
        job_title=person.job_title,
        language=person.language or "fi",
        is_new_in_role=person.is_new,
    )


@transaction.atomic
def edit_member(
    *,
    member: Member,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    unit: str = "",
    job_title: str = "",
    language: str,
    is_new_in_role: bool = False,
    edited_by: User | None = None,
) -> Member:
    """Change what a club knows of a person. Raises ``ValidationError``.

    A new address ends the joining links that went to the old one. Only somebody who has joined can facilitate,
    and a club keeps at least one facilitator.
    """
    _hold(member)
    old_email, old_role = member.email, member.role
    if role == Member.Role.FACILITATOR:
        _require_joined(member)
    else:
        _require_another_facilitator(member, "role")
    member.first_name, member.last_name = first_name, last_name
    member.email = normal_address(email) or email
    member.role, member.unit, member.job_title = role, unit, job_title
    member.language, member.is_new_in_role = language, is_new_in_role
    if member.email.lower() != old_email.lower():
        _end_joining_links(member)
    save_checked(member)
    if role != old_role:
        _record("clubs.role_changed", member, edited_by, role)
    return member


@transaction.atomic
def correct_address(*, member: Member, email: str, corrected_by: User | None = None) -> Member:
    """Change where the club's letters to a person go; how the person signs in stays as it is.

    Raises ``ValidationError`` for what is no address, or somebody else's in the club. Ends the joining links that went to
    the old address.
    """
    _hold(member)
    address = normal_address(email)
    if not address:
        raise ValidationError(
            {"email": _("Write the address in full, like name@example.org.")}, code="address"
        )
    if address == member.email.lower():
        return member
    member.email = address
    _end_joining_links(member)
    save_checked(member)
    _record("clubs.address_corrected", member, corrected_by)
    return member


def _end_joining_links(member: Member) -> None:
    """Whoever reads the old mailbox must not join in this person's place."""
    if member.user_id is None:
        member.generation += 1
        member.joining_mailed_at = None


@transaction.atomic
def leave_club(*, member: Member, ended_by: User | None = None) -> Member:
    """End a membership; links in the person's letters stop working. A second call changes nothing.

    Raises ``ValidationError`` for the last facilitator.
    """
    _hold(member)
    if not member.is_active:
        return member
    _require_another_facilitator(member)
    member.left_at = timezone.now()
    member.generation += 1
    member.save(update_fields=["left_at", "generation"])
    tell_left(member, ended_by)
    _record("clubs.left", member, ended_by)
    return member


def record_export(*, club: Club, what: str, by: User | None = None) -> None:
    """Note that a facilitator took data of the club out of the service. ``what`` names the list, never its content."""
    record(
        actor=str(by.pk) if by else "",
        action="clubs.exported",
        club=str(club.pk),
        object=str(club.pk),
        detail=what,
    )


def _hold(member: Member) -> None:
    """Read the person anew, with the club held: of two facilitators who take each other out, the second is refused."""
    hold(member.club)
    hold(member)
    member.refresh_from_db()


def _require_joined(member: Member) -> None:
    """A facilitator works signed in, and invitations to meetings, with their joining link, go to members only."""
    if member.user_id is None:
        words = _(
            "Only a person who has joined can facilitate. Send them the invitation to join first."
        )
        raise ValidationError({"role": words}, code="not_joined")


def _require_another_facilitator(member: Member, field: str = "__all__") -> None:
    others = Member.objects.facilitators().filter(club=member.club_id).exclude(pk=member.pk)
    if member.is_facilitator and member.is_active and not others.exists():
        raise ValidationError(
            {field: _("A club needs a facilitator. Choose another one first.")},
            code="last_facilitator",
        )


def _record(action: str, member: Member, actor: User | None, detail: str = "") -> None:
    record(
        actor=str(actor.pk) if actor else "",
        action=action,
        club=str(member.club_id),
        object=str(member.pk),
        detail=detail,
    )
