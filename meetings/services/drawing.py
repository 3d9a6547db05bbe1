"""The draw of work pairs: drawing, confirming, undoing, and who hosts which meeting."""

import secrets
from collections.abc import Collection, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from clubs.draw import METHOD, DrawInputs, Outcome, draw_groups
from clubs.models import Draw, Member, Season, WorkGroup, WorkGroupMember
from clubs.saving import hold
from meetings.models import Meeting, TurnSwap
from meetings.services.draw_inputs import (
    Unavailable,
    check_inputs,
    draw_inputs,
    meetings_to_host,
)

Locked = Sequence[Collection[UUID]]

ALREADY_DRAWN = _("The pairs of this season have already been drawn.")
INVITATIONS_LEFT = _(
    "Invitations of this season have left, so the pairs can no longer be drawn again."
)
HAS_HOSTED = _(
    "A pair of this season has hosted already, so the pairs can no longer be drawn again."
)
CHANGED = _(
    "Members or meetings have changed since the draw, so it can no longer be confirmed. Draw again."
)


def published_draw(season: Season) -> Draw | None:
    """The draw that stands, if there is one."""
    return season.draws.filter(published_at__isnull=False, superseded_at=None).first()


def newest_draw(season: Season) -> Draw | None:
    """The draw that was drawn last, confirmed or not."""
    return season.draws.order_by("-drawn_at").first()


def pending_draw(season: Season) -> Draw | None:
    """The newest draw, while it waits to be confirmed."""
    newest = newest_draw(season)
    return newest if newest and newest.published_at is None else None


def locks_of(draw: Draw | None) -> list[list[UUID]]:
    """The locked pairs of a draw, without those who are no longer in it."""
    if draw is None or not draw.inputs["locked"]:
        return []
    here = {str(pk) for pk in draw.season.club.members.invited().values_list("pk", flat=True)}
    groups = [[UUID(one) for one in group if one in here] for group in draw.inputs["locked"]]
    return [group for group in groups if len(group) > 1]


def why_settled(season: Season) -> ValidationError | None:
    """Why the pairs that stand stay: letters about them have left, or one has hosted; None while they can be drawn again."""
    meetings = season.meetings.all()
    if (
        season.announced_at is not None
        or meetings.filter(invited_at__isnull=False).exists()
        or season.invitations.filter(invited_at__isnull=False).exists()
    ):
        return ValidationError(INVITATIONS_LEFT, code="left")
    if meetings.filter(host_group__isnull=False, starts_at__lte=timezone.now()).exists():
        return ValidationError(HAS_HOSTED, code="hosted")
    return None


@transaction.atomic
def draw_pairs(
    *,
    season: Season,
    drawn_by: Member,
    seed: str | None = None,
    reason: str = "",
    replaces: UUID | None = None,
    locked: Locked | None = None,
    unavailable: Unavailable | None = None,
    is_even: bool = False,
) -> Draw:
    """Draw the pairs of a season and store how; facilitators see them until they are confirmed.

    Drawing again needs a ``reason``; ``replaces`` names the draw that the reader saw. ``locked`` groups of members stay
    together (unless given, those of the draw before), ``unavailable`` says which meetings a member cannot host, ``is_even`` deals the meetings left over to the
    pairs. Raises ``ValidationError`` with code ``nobody``, ``few`` (one member), ``empty`` (no coming meetings), ``locks``
    (locked pairs that cannot be), ``done`` (somebody drew first, or no reason was given), ``left`` (invitations have
    left, so pairs stay) or ``hosted`` (a pair has hosted).
    """
    hold(season.club)
    newest = newest_draw(season)
    _check_again(season, newest, reason, replaces)
    if locked is None:
        locked = locks_of(newest)
    inputs = draw_inputs(season, locked=locked, unavailable=unavailable, is_even=is_even)
    check_inputs(inputs)
    used_seed = seed or secrets.token_hex(16)
    draw = Draw(
        season=season,
        method=METHOD,
        seed=used_seed,
        inputs=inputs.as_json(),
        outcome=draw_groups(inputs, used_seed).as_json(),
        reason=reason,
        drawn_by=drawn_by,
    )
    draw.full_clean(validate_constraints=False)
    draw.save()
    _log(draw, "meetings.drawn_again" if newest else "meetings.drawn", drawn_by)
    return draw


@transaction.atomic
def confirm_draw(*, draw: Draw, by: Member) -> Draw:
    """Let a draw stand: everybody sees it, and each group hosts its meetings.

    Raises ``ValidationError`` with code ``done`` (confirmed already, or drawn again since), ``changed`` (members or
    meetings are no longer those that were drawn), ``left`` or ``hosted`` (an earlier draw stands, and invitations have
    left, or one of its pairs has hosted).
    """
    season = draw.season
    hold(season.club)
    newest = newest_draw(season)
    draw.refresh_from_db()
    if draw.published_at is not None or newest != draw:
        raise ValidationError(ALREADY_DRAWN, code="done")
    standing = published_draw(season)
    if standing is not None:
        _check_not_settled(season)
    if has_changed(draw):
        raise ValidationError(CHANGED, code="changed")
    now = timezone.now()
    if standing is not None:
        standing.superseded_at = now
        standing.save(update_fields=["superseded_at"])
    draw.published_at = now
    _save_once(draw)
    _seat_groups(draw)
    _log(draw, "meetings.draw_confirmed", by)
    return draw


def publish_draw(
    *,
    season: Season,
    drawn_by: Member,
    seed: str | None = None,
    reason: str = "",
    locked: Locked | None = None,
    unavailable: Unavailable | None = None,
    is_even: bool = False,
) -> Draw:
    """Draw the pairs and confirm them at once. Raises what ``draw_pairs`` and ``confirm_draw`` raise."""
    with transaction.atomic():
        draw = draw_pairs(
            season=season,
            drawn_by=drawn_by,
            seed=seed,
            reason=reason,
            locked=locked,
            unavailable=unavailable,
            is_even=is_even,
        )
        return confirm_draw(draw=draw, by=drawn_by)


@transaction.atomic
def undo_draw(*, draw: Draw, by: Member) -> Draw:
    """Take back that a draw was confirmed; the one that stood before it stands again.

    Raises ``ValidationError`` with code ``done`` (it does not stand), ``left`` (invitations have left) or ``hosted`` (one of
    its pairs has hosted).
    """
    season = draw.season
    hold(season.club)
    draw.refresh_from_db()
    if draw.published_at is None or draw.superseded_at is not None:
        raise ValidationError(ALREADY_DRAWN, code="done")
    _check_not_settled(season)
    before = season.draws.filter(superseded_at=draw.published_at).first()
    draw.published_at = None
    draw.save(update_fields=["published_at"])
    season.groups.all().delete()
    if before is not None:
        before.superseded_at = None
        before.save(update_fields=["superseded_at"])
        _seat_groups(before)
    _log(draw, "meetings.draw_undone", by)
    return draw


def has_changed(draw: Draw) -> bool:
    """Whether other people, or other meetings than those drawn, would be drawn today."""
    members = {str(pk) for pk in draw.season.club.members.invited().values_list("pk", flat=True)}
    meetings = {str(pk) for pk in meetings_to_host(draw.season).values_list("pk", flat=True)}
    return members != {row["id"] for row in draw.inputs["members"]} or meetings != {
        row["id"] for row in draw.inputs["meetings"]
    }


def _check_again(season: Season, newest: Draw | None, reason: str, replaces: UUID | None) -> None:
    is_stale = newest and (not reason.strip() or (replaces is not None and replaces != newest.pk))
    if is_stale:
        raise ValidationError(ALREADY_DRAWN, code="done")
    if published_draw(season) is not None:
        _check_not_settled(season)


def _log(draw: Draw, action: str, person: Member) -> None:
    record(
        actor=str(person.user_id or ""),
        action=action,
        club=str(draw.season.club_id),
        object=str(draw.season_id),
        detail=draw.seed[:8],
    )


def _check_not_settled(season: Season) -> None:
    if problem := why_settled(season):
        raise problem


def _save_once(draw: Draw) -> None:
    """Save a draw, or raise ``done`` when another one got there first; the constraint decides."""
    try:
        with transaction.atomic():
            draw.save(update_fields=["published_at"])
    except IntegrityError as error:
        raise ValidationError(ALREADY_DRAWN, code="done") from error


def _seat_groups(draw: Draw) -> None:
    """Make the groups of an outcome the season's groups, in place of those of an earlier draw."""
    season = draw.season
    season.groups.all().delete()
    asked = TurnSwap.objects.filter(offered__season=season, state=TurnSwap.State.OPEN)
    asked.update(state=TurnSwap.State.WITHDRAWN, answered_at=timezone.now())
    locked = {frozenset(group) for group in draw.inputs["locked"]}
    here = {str(pk) for pk in season.club.members.active().values_list("pk", flat=True)}
    turns = Outcome.from_json(draw.outcome).groups
    groups = [
        WorkGroup(
            season=season, draw=draw, position=place, is_locked=frozenset(turn.members) in locked
        )
        for place, turn in enumerate(turns)
    ]
    WorkGroup.objects.bulk_create(groups)
    WorkGroupMember.objects.bulk_create(
        WorkGroupMember(group=group, season=season, member_id=UUID(member), position=place)
        for group, turn in zip(groups, turns, strict=True)
        for place, member in enumerate(turn.members)
        if member in here
    )
    hosts = {
        meeting: group
        for group, turn in zip(groups, turns, strict=True)
        for meeting in turn.meetings
    }
    meetings = list(Meeting.objects.filter(season=season, pk__in=hosts))
    for meeting in meetings:
        meeting.host_group = hosts[str(meeting.pk)]
    Meeting.objects.bulk_update(meetings, ["host_group"])


def repeats(draw: Draw) -> bool | None:
    """Draw again from the stored inputs and seed: whether the outcome is the same; None for an older method."""
    if draw.method != METHOD:
        return None
    again = draw_groups(DrawInputs.from_json(draw.inputs), draw.seed)
    return again.as_json() == draw.outcome
