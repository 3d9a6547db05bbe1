"""What a memo shows, gathered once for its page and for all its letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boards.memo import Line, as_line, with_supports
from boards.models import Memo, Note, Review, Section
from clubs.models import Member, WorkGroupMember
from meetings.models import CAME, AgreedThing, Invitee, Material, Meeting

TITLES: dict[str, str | Promise] = {
    Section.Kind.GOAL: _("Goals"),
    Section.Kind.IDEA: _("Ideas"),
    Section.Kind.QUESTION: _("Questions that stayed on the table"),
    Section.Kind.FREE: _("Other notes"),
}
# What is told of a thing agreed of which the meeting itself said nothing.
UNSAID = {
    AgreedThing.State.OPEN: Review.Outcome.CONTINUES,
    AgreedThing.State.DONE: Review.Outcome.DONE,
    AgreedThing.State.DROPPED: Review.Outcome.DROPPED,
}


@dataclass(frozen=True)
class Part:
    """A section of the memo with its lines."""

    kind: str
    title: str | Promise
    lines: Sequence[Line]


@dataclass(frozen=True)
class Earlier:
    """A thing agreed in an earlier meeting, and what this meeting said of it."""

    thing: AgreedThing
    outcome: str
    label: str | Promise

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.outcome == Review.Outcome.DONE


@dataclass(frozen=True)
class Paper:
    """A memo, complete."""

    meeting: Meeting
    opening: str
    agreed: Sequence[AgreedThing]
    parts: Sequence[Part]
    earlier: Sequence[Earlier]
    materials: Sequence[Material]
    hosts: Sequence[Member]
    present: int
    invited: int
    following: Meeting | None
    following_hosts: Sequence[Member]

    @property
    def share(self) -> int:
        """Those who were there, in per cent of the invited."""
        return round(100 * self.present / self.invited) if self.invited else 0

    def owned_by(self, member: Member | None) -> list[AgreedThing]:
        """The things agreed that bear this person's name."""
        return [thing for thing in self.agreed if member and member in thing.owners.all()]


def paper_of(memo: Memo) -> Paper:
    """Gather a memo in a fixed number of queries."""
    meeting = memo.meeting
    following = next_meeting(meeting)
    hosts = hosts_of([meeting, following] if following else [meeting])
    seats = meeting.invitees.seated().aggregate(
        invited=Count("pk"), present=Count("pk", filter=Q(attendance__in=CAME))
    )
    return Paper(
        meeting=meeting,
        opening=memo.opening,
        agreed=list(meeting.agreed_things.prefetch_related("owners")),
        parts=_parts(memo),
        earlier=earlier_of(meeting),
        materials=list(meeting.materials.all()),
        hosts=hosts[meeting.host_group_id],
        present=seats["present"],
        invited=seats["invited"],
        following=following,
        following_hosts=hosts[following.host_group_id] if following else [],
    )


def _parts(memo: Memo) -> list[Part]:
    notes = Note.objects.filter(section__board__meeting=memo.meeting_id).present().with_counts()
    supports = {as_line(note.text, note.link): note.support_count for note in notes if note.text}
    return [
        Part(
            kind=section.kind,
            title=section.title or TITLES[section.kind],
            lines=with_supports(section.items, supports),
        )
        for section in memo.sections.all()
        if section.items
    ]


def earlier_of(meeting: Meeting) -> list[Earlier]:
    """Things agreed in earlier meetings of the club that were still open when this one began.

    Those settled between the last meeting and this one belong here too. Three queries.
    """
    before = meeting_before(meeting)
    if before is None:
        return []
    words = dict(
        Review.objects.filter(board__meeting=meeting).values_list("agreed_thing", "outcome")
    )
    things = (
        AgreedThing.objects.before(meeting)
        .filter(
            Q(state=AgreedThing.State.OPEN)
            | Q(settled_at__gte=before.starts_at)
            | Q(pk__in=list(words))
        )
        .select_related("meeting")
        .prefetch_related("owners")
        .order_by("meeting__starts_at", "created_at")
    )
    return [_earlier(thing, words.get(thing.pk)) for thing in things]


def _earlier(thing: AgreedThing, word: str | None) -> Earlier:
    outcome = Review.Outcome(word) if word else UNSAID[AgreedThing.State(thing.state)]
    return Earlier(thing=thing, outcome=outcome, label=outcome.label)


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The club's meeting before this one that was not called off."""
    return (
        Meeting.objects.filter(
            season__club=meeting.season.club_id,
            starts_at__lt=meeting.starts_at,
            cancelled_at__isnull=True,
        )
        .order_by("-starts_at")
        .first()
    )


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The club's meeting after this one that has not been called off."""
    return (
        Meeting.objects.filter(
            season__club=meeting.season.club_id,
            starts_at__gt=meeting.starts_at,
            cancelled_at__isnull=True,
        )
        .order_by("starts_at")
        .first()
    )


def hosts_of(meetings: Collection[Meeting]) -> dict[object, list[Member]]:
    """By host group: its people, in the pair's order. One query."""
    groups = {meeting.host_group_id for meeting in meetings}
    found: dict[object, list[Member]] = {group: [] for group in groups}
    places = WorkGroupMember.objects.filter(group__in=groups - {None}).select_related("member")
    for place in places:
        found[place.group_id].append(place.member)
    return found


def readers_of(meeting: Meeting) -> list[Invitee]:
    """Those who get the memo: invited to the meeting and still in the club."""
    rows = meeting.invitees.seated().filter(member__left_at__isnull=True)
    return list(rows.select_related("member__user"))
