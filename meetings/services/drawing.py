"""Publishing the draw of work pairs: what goes into it, what comes out, and who hosts which meeting."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from clubs.draw import METHOD, DrawInputs, DrawMember, draw_groups
from clubs.models import Draw, Member, Season, WorkGroup, WorkGroupMember
from meetings.models import Meeting

ALREADY_DRAWN = _("The pairs of this season have already been drawn.")
INVITATIONS_LEFT = _(
    "Invitations of this season have left, so the pairs can no longer be drawn again."
)


def draw_inputs(
    season: Season,
    *,
    locked: Sequence[Collection[UUID]] = (),
    unavailable: Mapping[UUID, Collection[UUID]] | None = None,
) -> DrawInputs:
    """What the lot depends on: members of today, coming meetings without an invitation, earlier pairs of the club.

    ``locked`` are groups of member ids that stay together besides the season's own locked ones; ``unavailable`` names
    for a member the meetings that they cannot host.
    """
    members = list(season.club.members.invited().order_by("pk"))
    coming = season.meetings.filter(starts_at__gt=timezone.now())
    meetings = coming.filter(invited_at=None, cancelled_at=None).order_by("starts_at")
    here = {str(member.pk) for member in members}
    groups = {*_locked(season), *(tuple(sorted(map(str, people))) for people in locked)}
    return DrawInputs(
        members=[
            DrawMember(
                id=str(member.pk),
                is_new=member.is_new_in_role,
                unit=member.unit,
                unavailable=frozenset(str(pk) for pk in (unavailable or {}).get(member.pk, ())),
            )
            for member in members
        ],
        meetings=[
            (str(meeting.pk), timezone.localdate(meeting.starts_at).isoformat())
            for meeting in meetings
        ],
        past_pairs=_past_pairs(season, here),
        locked=sorted(group for group in groups if group and here.issuperset(group)),
    )


def _past_pairs(season: Season, here: set[str]) -> list[tuple[str, str]]:
    groups: dict[UUID, list[str]] = {}
    places = WorkGroupMember.objects.filter(season__club=season.club).exclude(season=season)
    for group, member in places.values_list("group_id", "member_id"):
        groups.setdefault(group, []).append(str(member))
    pairs = {pair for people in groups.values() for pair in combinations(sorted(people), 2)}
    return sorted(pair for pair in pairs if here.issuperset(pair))


def _locked(season: Season) -> list[tuple[str, ...]]:
    groups: dict[UUID, list[str]] = {}
    places = WorkGroupMember.objects.filter(season=season, group__is_locked=True)
    for group, member in places.order_by("group__position").values_list("group_id", "member_id"):
        groups.setdefault(group, []).append(str(member))
    return [tuple(sorted(people)) for people in groups.values()]


def published_draw(season: Season) -> Draw | None:
    """The draw that stands, if there is one."""
    return season.draws.filter(published_at__isnull=False, superseded_at=None).first()


@transaction.atomic
def publish_draw(
    *,
    season: Season,
    drawn_by: Member,
    seed: str | None = None,
    reason: str = "",
    replaces: UUID | None = None,
    locked: Sequence[Collection[UUID]] = (),
    unavailable: Mapping[UUID, Collection[UUID]] | None = None,
) -> Draw:
    """Draw the pairs of a season, store how, and let each pair host its meeting.

    Drawing again needs a ``reason``; ``replaces`` names the draw that the reader saw. ``locked`` groups of members stay
    together, ``unavailable`` says which meetings a member cannot host. Raises ``ValidationError`` with code ``few``
    (under two people), ``empty`` (no coming meetings), ``done`` (somebody drew first, or no reason was given) or
    ``left`` (invitations have left, so pairs stay).
    """
    current = published_draw(season)
    if current is not None:
        _check_again(season, current, reason, replaces)
    inputs = draw_inputs(season, locked=locked, unavailable=unavailable)
    _check_inputs(inputs)
    used_seed = seed or secrets.token_hex(16)
    outcome = draw_groups(inputs, used_seed)
    if current is not None:
        _supersede(current)
    draw = Draw(
        season=season,
        method=METHOD,
        seed=used_seed,
        inputs=inputs.as_json(),
        outcome=outcome.as_json(),
        reason=reason,
        drawn_by=drawn_by,
        published_at=timezone.now(),
    )
    _save_once(draw)
    _seat_groups(draw)
    _log(draw, "meetings.drawn_again" if current else "meetings.drawn")
    return draw


def _log(draw: Draw, action: str) -> None:
    season, person = draw.season, draw.drawn_by
    record(
        actor=str(person.user_id or "") if person else "",
        action=action,
        club=str(season.club_id),
        object=str(season.pk),
        detail=draw.seed[:8],
    )


def _check_inputs(inputs: DrawInputs) -> None:
    if len(inputs.members) < 2:
        raise ValidationError(_("The draw needs at least two members."), code="few")
    if not inputs.meetings:
        raise ValidationError(
            _("The season has no coming meetings that a pair could host."), code="empty"
        )


def _check_again(season: Season, current: Draw, reason: str, replaces: UUID | None) -> None:
    if not reason.strip() or (replaces is not None and replaces != current.pk):
        raise ValidationError(ALREADY_DRAWN, code="done")
    if invitations_left(season):
        raise ValidationError(INVITATIONS_LEFT, code="left")


def invitations_left(season: Season) -> bool:
    """Whether an invitation of any meeting of the season has left: from then on the pairs stay."""
    return season.meetings.filter(invited_at__isnull=False).exists()


def _supersede(draw: Draw) -> None:
    standing = Draw.objects.filter(pk=draw.pk, superseded_at=None)
    if not standing.update(superseded_at=timezone.now()):
        raise ValidationError(ALREADY_DRAWN, code="done")


def _save_once(draw: Draw) -> None:
    """Save a draw, or raise ``done`` when another one got there first; the constraint decides."""
    draw.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            draw.save()
    except IntegrityError as error:
        raise ValidationError(ALREADY_DRAWN, code="done") from error


def _seat_groups(draw: Draw) -> None:
    """Make the groups of an outcome the season's groups, in place of those of an earlier draw."""
    season = draw.season
    season.groups.all().delete()
    locked = {frozenset(group) for group in draw.inputs["locked"]}
    turns = draw.outcome["groups"]
    groups = [
        WorkGroup(
            season=season, draw=draw, position=place, is_locked=frozenset(turn["members"]) in locked
        )
        for place, turn in enumerate(turns)
    ]
    WorkGroup.objects.bulk_create(groups)
    WorkGroupMember.objects.bulk_create(
        WorkGroupMember(group=group, season=season, member_id=UUID(member), position=place)
        for group, turn in zip(groups, turns, strict=True)
        for place, member in enumerate(turn["members"])
    )
    hosts = {turn["meeting"]: group for group, turn in zip(groups, turns, strict=True)}
    meetings = list(Meeting.objects.filter(pk__in=[pk for pk in hosts if pk]))
    for meeting in meetings:
        meeting.host_group = hosts[str(meeting.pk)]
    Meeting.objects.bulk_update(meetings, ["host_group"])


def repeats(draw: Draw) -> bool | None:
    """Draw again from the stored inputs and seed: whether the outcome is the same; None for an older method."""
    if draw.method != METHOD:
        return None
    again = draw_groups(DrawInputs.from_json(draw.inputs), draw.seed)
    return again.as_json() == draw.outcome
