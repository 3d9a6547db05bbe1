"""Making one person of two rows: somebody who was added twice, or who came back by another address."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from clubs.letterhead import scope_of
from clubs.models import Member, Season, WorkGroup
from clubs.registry import row_that_stays, tell_merged
from clubs.saving import hold, save_checked
from outbox.services import move_person

Relation = models.ForeignKey[Member]


@transaction.atomic
def merge_members(
    *, kept: Member, double: Member, email: str = "", by: User | None = None
) -> Member:
    """Move all that belongs to ``double`` to ``kept`` and delete ``double``; gives ``kept``.

    ``email``, the address of either, is where letters go from now on (without one ``kept``'s). What the club knows of
    ``kept`` stays, what it does not know is taken from ``double``. Where both have a row and only one may be (a seat at
    a meeting, a place in a pair), the app that owns the rows says which stays (``clubs.registry.register_joining``).
    Links of the rows that stay go on working; those of the others end.

    Raises ``ValidationError`` for a person with oneself (code ``self``), somebody of another club or already merged
    (``foreign``), two who both have an account and are in the club (``two_accounts``), an address of neither (``email``).
    """
    _check_pair(kept, double)
    _hold_both(kept, double)
    if kept.user_id and double.user_id and kept.is_active and double.is_active:
        raise ValidationError(
            _(
                "Both have joined with an account of their own. Take one of them out of the club first."
            ),
            code="two_accounts",
        )
    address = email.strip().lower() or kept.email
    if address.lower() not in (kept.email.lower(), double.email.lower()):
        raise ValidationError({"email": _("Choose one of the two addresses.")}, code="email")
    for relation in _relations():
        _move(relation, kept, double)
    tell_merged(kept, double)
    move_person(scope=scope_of(kept.club_id), old=str(double.pk), new=str(kept.pk))
    gone = str(double.pk)
    double.delete()
    _take_over(kept, double, address)
    save_checked(kept)
    actor, club = str(by.pk) if by else "", str(kept.club_id)
    record(actor=actor, action="clubs.merged", club=club, object=str(kept.pk), detail=gone)
    return kept


def _check_pair(kept: Member, double: Member) -> None:
    if kept.pk == double.pk:
        raise ValidationError(_("Choose another person: this is the same one."), code="self")
    if kept.club_id != double.club_id:
        raise ValidationError(_("Choose a person of this club."), code="foreign")


def _hold_both(kept: Member, double: Member) -> None:
    """Read both anew, with the club held: of two who merge at once the second finds the double gone."""
    hold(kept.club)
    try:
        for member in sorted([kept, double], key=lambda one: one.pk):
            hold(member)
            member.refresh_from_db()
    except Member.DoesNotExist as error:
        raise ValidationError(_("Choose a person of this club."), code="foreign") from error


def _relations() -> Iterator[Relation]:
    """Every foreign key to a person, of every app: a new table is moved without anybody having to remember it."""
    for field in Member._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ManyToOneRel) and isinstance(field.field, models.ForeignKey):
            yield field.field


def _move(relation: Relation, kept: Member, double: Member) -> None:
    rows = relation.model._default_manager
    name = relation.name
    for theirs in rows.filter(**{name: double}) if _once_per(relation) else ():
        same = {key: getattr(theirs, key) for key in _once_per(relation)}
        mine = rows.filter(**{name: kept}, **same).first()
        if mine is not None:
            (theirs if row_that_stays(mine, theirs) == mine else mine).delete()
    rows.filter(**{name: double}).update(**{name: kept})


def _once_per(relation: Relation) -> list[str]:
    """The columns with which the person's row must be the only one, none where there may be many."""
    for rule in relation.model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and relation.name in rule.fields:
            others = [name for name in rule.fields if name != relation.name]
            columns = [relation.model._meta.get_field(name) for name in others]
            return [one.attname for one in columns if isinstance(one, models.Field)]
    return []


def _take_over(kept: Member, double: Member, address: str) -> None:
    """What the club knows of one person, from both rows; the refusals of letters of both count."""
    is_facilitator = any(one.is_facilitator and one.is_active for one in (kept, double))
    account = kept.user
    if double.user is not None and (account is None or not kept.is_active):
        account = double.user
    kept.role = Member.Role.FACILITATOR if is_facilitator else Member.Role.MEMBER
    if address != kept.email.lower() and account is None:
        # Whoever reads the other mailbox must not join in this person's place.
        kept.generation += 1
        kept.joining_mailed_at = None
    kept.user, kept.email = account, address
    kept.last_name = kept.last_name or double.last_name
    kept.unit = kept.unit or double.unit
    kept.job_title = kept.job_title or double.job_title
    kept.is_new_in_role = kept.is_new_in_role or double.is_new_in_role
    kept.muted_letters = sorted({*kept.muted_letters, *double.muted_letters})
    if double.is_active:
        kept.left_at = None
    kept.joined_at = min(filter(None, [kept.joined_at, double.joined_at]), default=None)
    kept.created_at = min(kept.created_at, double.created_at)


def left_alone_by(*, kept: Member, double: Member) -> list[tuple[Season, str]]:
    """Who would be left in the pairs that lose the double, because the person who stays is in another of that season.

    The season and the names; two queries.
    """
    seasons = kept.places.values_list("season", flat=True)
    places = double.places.filter(season__in=list(seasons)).exclude(group__places__member=kept)
    groups = WorkGroup.objects.filter(places__in=places).select_related("season")
    return [
        (group.season, ", ".join(_names_without(double, group)))
        for group in groups.prefetch_related("places__member")
    ]


def _names_without(member: Member, group: WorkGroup) -> list[str]:
    return [place.member.full_name for place in group.places.all() if place.member != member]
