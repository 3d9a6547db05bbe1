"""What a member's own page shows, gathered in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from boards.models import Memo, Note, Section
from clubs.models import Club, Member
from feedback.models import Survey, SurveyInvitee
from meetings.models import CAME, AgreedThing, Invitee, Meeting

LONGEST_MEETING = dt.timedelta(hours=10)


@dataclass(frozen=True)
class LastMemo:
    """The newest memo that was sent, in short."""

    memo: Memo
    agreed: list[str]
    ideas: list[str]
    present: int
    invited: int


def next_seat(member: Member, now: dt.datetime) -> Invitee | None:
    """The member's seat at the meeting that is on, or comes next."""
    seats = (
        Invitee.objects.seated()
        .filter(
            member=member,
            meeting__cancelled_at__isnull=True,
            meeting__starts_at__gt=now - LONGEST_MEETING,
        )
        .select_related("meeting__season__club", "meeting__host_group")
        .order_by("meeting__starts_at")[:2]
    )
    return next((seat for seat in seats if seat.meeting.ends_at > now), None)


def called_off(member: Member, now: dt.datetime) -> list[Meeting]:
    """The meetings to which the member was invited and that were called off, until their day has passed."""
    off = Meeting.objects.filter(cancelled_at__isnull=False, starts_at__gt=now)
    seats = Invitee.objects.seated().filter(member=member, invited_at__isnull=False)
    return list(off.filter(invitees__in=seats).order_by("starts_at"))


def agreed_things(member: Member) -> list[AgreedThing]:
    """What is open and mine, or everybody's, in the member's club; what is due first comes first."""
    mine = Q(owners=member) | Q(is_for_everybody=True)
    things = AgreedThing.objects.open().filter(mine, meeting__season__club=member.club_id)
    return list(things.select_related("meeting").prefetch_related("owners").distinct().in_order())


def last_memo(member: Member) -> LastMemo | None:
    """The newest sent memo of the club."""
    memo = (
        Memo.objects.filter(meeting__season__club=member.club_id, sent_at__isnull=False)
        .select_related("meeting")
        .order_by("-meeting__starts_at")
        .first()
    )
    if memo is None:
        return None
    came = Q(attendance__in=CAME)
    seats = memo.meeting.invitees.seated().aggregate(
        present=Count("pk", filter=came), invited=Count("pk")
    )
    ideas = [
        item for section in memo.sections.filter(kind=Section.Kind.IDEA) for item in section.items
    ]
    agreed = list(memo.meeting.agreed_things.values_list("text", flat=True))
    return LastMemo(memo, agreed, ideas, seats["present"], seats["invited"])


def open_surveys(member: Member, now: dt.datetime) -> list[SurveyInvitee]:
    """Feedback that waits for the member's answer."""
    return list(
        SurveyInvitee.objects.filter(
            member=member, has_answered=False, survey__in=Survey.objects.open_at(now)
        ).select_related("survey__meeting", "survey__season")
    )


def idea_counts(club: Club) -> dict[str, int]:
    """How many ideas the club has, and how many of them were agreed on."""
    ideas = Note.objects.ideas_of(club)
    return ideas.aggregate(ideas=Count("pk"), agreed=Count("pk", filter=Q(state=Note.State.AGREED)))
