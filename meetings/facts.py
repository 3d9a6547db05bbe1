"""What the plan of letters needs to know of meetings, read at once for all of them."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from clubs.models import Club, Member, WorkGroupMember
from meetings import kinds
from meetings.models import AgreedThing, Invitee, LetterPlan, Meeting
from meetings.timings import AGREED_DUE, BEFORE, DUTY
from outbox.models import Message, State

KINDS = [line.kind for line in (*BEFORE, AGREED_DUE)]
COUNTED = frozenset(line.kind for line in BEFORE if line not in DUTY)


@dataclass
class Facts:
    """Seats, hosts and members, and which letters have been written (also those that failed; not those taken back)."""

    seats: dict[UUID, list[Invitee]] = field(default_factory=dict)
    uninvited: set[tuple[UUID, UUID]] = field(default_factory=set)
    members: dict[UUID, list[Member]] = field(default_factory=dict)
    hosts: dict[UUID, list[Member]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)

    def letters_before(self, meeting: Meeting, member: Member) -> int:
        """How many automatic letters before the meeting the person has had."""
        return self.letters[kinds.topic_of(meeting), str(member.pk)]


def facts_of(meetings: Collection[Meeting], *, things: Sequence[AgreedThing] = ()) -> Facts:
    """Read it all: four queries, however many meetings there are; none for none."""
    facts = Facts()
    if meetings:
        _read_people(facts, meetings)
    topics = {kinds.topic_of(meeting) for meeting in meetings}
    topics |= {f"meeting:{thing.meeting_id}" for thing in things}
    if topics:
        _read_letters(facts, topics)
    return facts


def _read_people(facts: Facts, meetings: Collection[Meeting]) -> None:
    seats: defaultdict[UUID, list[Invitee]] = defaultdict(list)
    by_key = {meeting.pk: meeting for meeting in meetings}
    rows = Invitee.objects.filter(meeting__in=by_key, member__left_at__isnull=True)
    for seat in rows.select_related("member__user"):
        seat.meeting = by_key[seat.meeting_id]
        if seat.uninvited_at is None:
            seats[seat.meeting_id].append(seat)
        else:
            facts.uninvited.add((seat.meeting_id, seat.member_id))
    facts.seats = dict(seats)
    members: defaultdict[UUID, list[Member]] = defaultdict(list)
    clubs = {meeting.season.club_id for meeting in meetings}
    for member in Member.objects.invited().filter(club__in=clubs).select_related("user"):
        members[member.club_id].append(member)
    facts.members = dict(members)
    hosts: defaultdict[UUID, list[Member]] = defaultdict(list)
    groups = {meeting.host_group_id for meeting in meetings if meeting.host_group_id}
    places = WorkGroupMember.objects.filter(group__in=groups, member__left_at__isnull=True)
    for place in places.select_related("member__user"):
        hosts[place.group_id].append(place.member)
    facts.hosts = dict(hosts)


def _read_letters(facts: Facts, topics: Iterable[str]) -> None:
    rows = Message.objects.filter(topic__in=topics, kind__in=KINDS).exclude(state=State.CANCELLED)
    for topic, person, kind, key, resend_of in rows.values_list(
        "topic", "person", "kind", "key", "resend_of"
    ):
        facts.keys.add(key)
        if kind in COUNTED and resend_of is None:
            facts.letters[topic, person] += 1


def changes_of(meetings: Collection[Meeting]) -> dict[UUID, dict[str, LetterPlan]]:
    """What facilitators changed, and what expired, by meeting and line. One query."""
    found: defaultdict[UUID, dict[str, LetterPlan]] = defaultdict(dict)
    if meetings:
        for row in LetterPlan.objects.filter(meeting__in=meetings):
            found[row.meeting_id][row.step] = row
    return dict(found)


def things_between(
    *, since: dt.date, until: dt.date, club: Club | None = None
) -> QuerySet[AgreedThing]:
    """Open things with owners whose date lies in these days."""
    things = AgreedThing.objects.open().filter(
        due_on__gte=since, due_on__lte=until, owners__isnull=False
    )
    if club is not None:
        things = things.filter(meeting__season__club=club)
    return things.distinct().select_related("meeting__season__club", "meeting__host_group")


def with_owners(things: Iterable[AgreedThing]) -> list[AgreedThing]:
    """The things with their owners read for all at once. Two queries; none for none."""
    found = list(things)
    prefetch_related_objects(found, "owners__user")
    return found
