"""Which meetings a visitor may reach, and by which right."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from clubs.access import Visitor, enter, facilitated_club_for, require_facilitator, stand_by_link
from clubs.links import BadLink, read
from clubs.models import Draw, Member
from meetings.models import (
    AgreedOwner,
    AgreedThing,
    DatePoll,
    FreeLetter,
    Invitee,
    Material,
    Meeting,
    PollInvitee,
    SeasonInvitation,
    Theme,
    TurnSwap,
)

LINK_DAYS_AFTER = 14
AGREED_LINK_DAYS = 31


def invitee_of_token(token: str) -> Invitee:
    """The seat that an answer link refers to.

    Raises ``BadLink`` when the link is mistyped or revoked, the membership has ended, (as "uninvited") the invitation was
    withdrawn, or (as "over") the meeting ended 14 days ago.
    """
    reference = read(token, "answer")
    invitee = (
        Invitee.objects.select_related(
            "member__user", "meeting__season__club", "meeting__host_group"
        )
        .filter(pk=reference.pk, generation=reference.generation, member__left_at__isnull=True)
        .first()
    )
    if invitee is None:
        raise BadLink("revoked")
    if invitee.uninvited_at is not None:
        raise BadLink("uninvited")
    if (timezone.now() - invitee.meeting.ends_at).days >= LINK_DAYS_AFTER:
        raise BadLink("over")
    return invitee


def agreed_owner_of_token(token: str) -> AgreedOwner:
    """Who is in charge of which thing agreed, by a reminder's link.

    Raises ``BadLink`` when the link is mistyped, the membership has ended, somebody else is in charge now, or the
    thing's date was over a month ago.
    """
    reference = read(token, "agreed")
    row = (
        AgreedOwner.objects.select_related(
            "member__user",
            "agreed_thing__meeting__season__club",
            "agreed_thing__meeting__host_group",
        )
        .filter(pk=reference.pk, member__left_at__isnull=True)
        .first()
    )
    if row is None:
        raise BadLink("revoked")
    due_on = row.agreed_thing.due_on
    if due_on and (timezone.localdate() - due_on).days > AGREED_LINK_DAYS:
        raise BadLink("revoked")
    return row


def season_invitation_of_token(token: str) -> SeasonInvitation:
    """Whose letter about which season a link comes from.

    Raises ``BadLink`` when the link is mistyped or revoked, the membership has ended, or (as "over") the season's last
    meeting ended 14 days ago.
    """
    reference = read(token, "season")
    invitation = (
        SeasonInvitation.objects.select_related("member__user", "season__club")
        .annotate(last_at=Max("season__meetings__starts_at"))
        .filter(pk=reference.pk, generation=reference.generation, member__left_at__isnull=True)
        .first()
    )
    if invitation is None or invitation.last_at is None:
        raise BadLink("revoked")
    if (timezone.now() - invitation.last_at).days >= LINK_DAYS_AFTER:
        raise BadLink("over")
    return invitation


def poll_seat_of_token(token: str) -> PollInvitee:
    """Who was asked in which date poll, by a letter's link.

    Raises ``BadLink`` when the link is mistyped or revoked, the membership has ended, or (as "poll") the poll's last time
    was 14 days ago.
    """
    reference = read(token, "poll")
    seat = (
        PollInvitee.objects.select_related("member__user", "poll__season__club", "poll__meeting")
        .annotate(last_at=Max("poll__slots__starts_at"))
        .filter(pk=reference.pk, generation=reference.generation, member__left_at__isnull=True)
        .first()
    )
    if seat is None or seat.last_at is None:
        raise BadLink("revoked")
    if (timezone.now() - seat.last_at).days >= LINK_DAYS_AFTER:
        raise BadLink("poll")
    return seat


def poll_for(visitor: Visitor, pk: UUID) -> DatePoll:
    """A date poll, for the people of its club once it has been asked, and for its facilitators."""
    poll = DatePoll.objects.select_related("season__club", "meeting").filter(pk=pk).first()
    if poll is None:
        raise Http404
    enter(visitor, poll.season.club)
    if poll.asked_at is None:
        require_facilitator(visitor)
    return poll


def facilitated_poll_for(visitor: Visitor, pk: UUID) -> DatePoll:
    """A date poll with all that was said in it, for the facilitators of its club only."""
    poll = poll_for(visitor, pk)
    require_facilitator(visitor)
    return poll


def managed_poll_seat_for(visitor: Visitor, poll: UUID, pk: UUID) -> PollInvitee:
    """The row in a date poll of somebody who is asked and still a member, for the facilitators of its club only."""
    found = facilitated_poll_for(visitor, poll)
    members = found.season.club.members.invited()
    seat = found.invitees.filter(pk=pk, member__in=members).select_related("member").first()
    if seat is None:
        raise Http404
    seat.poll = found
    return seat


def meeting_for(visitor: Visitor, pk: UUID) -> Meeting:
    """A meeting, for its club's people and, on pages open to links, for those who came to it by a letter's link."""
    meeting = Meeting.objects.select_related("season__club", "host_group").filter(pk=pk).first()
    if meeting is None:
        raise Http404
    try:
        enter(visitor, meeting.season.club)
    except Http404:
        _enter_by_link(visitor, meeting)
    return meeting


def _enter_by_link(visitor: Visitor, meeting: Meeting) -> None:
    token = visitor.links.get(str(meeting.pk))
    if token is None or not visitor.is_open_to_links:
        raise Http404
    try:
        invitee = invitee_of_token(token)
    except BadLink as error:
        raise Http404 from error
    if invitee.meeting_id != meeting.pk:
        raise Http404
    stand_by_link(visitor, invitee.member, meeting.season.club)


def free_letter_for(visitor: Visitor, club: UUID, pk: UUID) -> FreeLetter:
    """A facilitator's own letter, for the facilitators of its club only."""
    found = facilitated_club_for(visitor, club)
    letter = FreeLetter.objects.filter(club=found, pk=pk).select_related("club", "meeting").first()
    if letter is None:
        raise Http404
    return letter


def member_of(visitor: Visitor) -> Member:
    """Who stands behind the request, once an access function has let them in."""
    if visitor.member is None:
        raise Http404
    return visitor.member


def is_host(member: Member | None, meeting: Meeting) -> bool:
    """Whether the person belongs to the pair that hosts the meeting."""
    group = meeting.host_group
    return bool(member and group and group.places.filter(member=member).exists())


def edited_meeting_for(visitor: Visitor, pk: UUID) -> Meeting:
    """A meeting whose agenda and pre-reading the visitor may edit.

    That is facilitators, and the meeting's host pair when signed in.
    """
    meeting = meeting_for(visitor, pk)
    if visitor.is_facilitator or (visitor.user and is_host(visitor.member, meeting)):
        return meeting
    raise PermissionDenied


def facilitated_meeting_for(visitor: Visitor, pk: UUID) -> Meeting:
    """A meeting, for the facilitators of its club only."""
    meeting = meeting_for(visitor, pk)
    require_facilitator(visitor)
    return meeting


def managed_draw_for(visitor: Visitor, pk: UUID) -> Draw:
    """A draw of a season, for the facilitators of its club only."""
    draw = Draw.objects.select_related("season__club").filter(pk=pk).first()
    if draw is None:
        raise Http404
    enter(visitor, draw.season.club)
    require_facilitator(visitor)
    return draw


def swap_for(visitor: Visitor, pk: UUID) -> TurnSwap:
    """A request to swap host turns, for the people of both pairs, whoever made it, and facilitators."""
    swap = (
        TurnSwap.objects.select_related(
            *("offered__season__club", "offered__host_group", "wanted__season__club"),
            *("wanted__host_group", "asked_by", "answered_by"),
        )
        .filter(pk=pk)
        .first()
    )
    if swap is None:
        raise Http404
    member = enter(visitor, swap.offered.season.club)
    is_part = member.is_facilitator or member.pk == swap.asked_by_id
    if is_part or is_host(member, swap.offered) or is_host(member, swap.wanted):
        return swap
    raise PermissionDenied


def theme_for(visitor: Visitor, pk: UUID) -> Theme:
    """A theme, for the people of its club."""
    theme = Theme.objects.select_related("club", "parent").filter(pk=pk).first()
    if theme is None:
        raise Http404
    enter(visitor, theme.club)
    return theme


def managed_theme_for(visitor: Visitor, pk: UUID) -> Theme:
    """A theme, for the facilitators of its club only."""
    theme = theme_for(visitor, pk)
    require_facilitator(visitor)
    return theme


def material_for(visitor: Visitor, pk: UUID) -> Material:
    """A piece of pre-reading, for whoever may see its meeting."""
    material = Material.objects.filter(pk=pk).first()
    if material is None:
        raise Http404
    material.meeting = meeting_for(visitor, material.meeting_id)
    return material


def managed_invitee_for(visitor: Visitor, meeting: UUID, pk: UUID) -> Invitee:
    """Somebody's seat at a meeting, for the facilitators of its club only."""
    found = facilitated_meeting_for(visitor, meeting)
    seat = found.invitees.select_related("member__user").filter(pk=pk).first()
    if seat is None:
        raise Http404
    seat.meeting = found
    return seat


def agreed_for(visitor: Visitor, pk: UUID) -> AgreedThing:
    """A thing agreed that the visitor may edit and settle.

    That is its owners, everybody where it is everybody's, and facilitators; signed in.
    """
    thing = AgreedThing.objects.filter(pk=pk).first()
    if thing is None:
        raise Http404
    thing.meeting = meeting_for(visitor, thing.meeting_id)
    if not visitor.user or not may_settle(visitor, thing):
        raise PermissionDenied
    return thing


def may_settle(visitor: Visitor, thing: AgreedThing) -> bool:
    """Whether the visitor, who stands in the club, may say what became of a thing; owners need to be at hand."""
    if visitor.is_facilitator or thing.is_for_everybody:
        return True
    return any(owner == visitor.member for owner in thing.owners.all())
