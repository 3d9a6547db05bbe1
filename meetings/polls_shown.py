"""A date poll as its facilitator reads it: people by times, the best times, and what was said before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from clubs.calendar import closed_reason
from clubs.models import Member, Season
from clubs.wording import describe_clash
from meetings.models import DatePoll, DateSlot, Meeting, PollInvitee, SlotAnswer
from meetings.poll_state import PollState, state_of, title_of
from meetings.services.overlaps import refuse_overlap
from meetings.services.polls import taken_for
from meetings.wallclock import wall_of


@dataclass(frozen=True)
class SlotColumn:
    """One time: who can, who cannot, who has not said; why it cannot be chosen or is a bad day, in words."""

    slot: DateSlot
    works: list[Member] = field(default_factory=list)
    cannot: list[Member] = field(default_factory=list)
    silent: list[Member] = field(default_factory=list)
    is_best: bool = False
    is_passed: bool = False
    taken: str = ""
    hint: str = ""

    @property
    def may_choose(self) -> bool:
        """Whether the time is ahead and free."""
        return not self.is_passed and not self.taken


@dataclass(frozen=True)
class Said:
    """One saving of a person's answers: when, whether a facilitator recorded it, and what was said of each time."""

    at: dt.datetime
    is_recorded: bool
    values: list[tuple[DateSlot, str]]


@dataclass(frozen=True)
class PersonRow:
    """One person's newest answers in the order of the times (empty where none), and the earlier ones, newest first.

    ``is_recorded``: a facilitator recorded the newest for the person.
    """

    invitee: PollInvitee
    values: list[str]
    is_silent: bool
    is_recorded: bool
    earlier: list[Said]

    @property
    def member(self) -> Member:
        return self.invitee.member


@dataclass(frozen=True)
class PollTable:
    """The whole of a poll."""

    columns: list[SlotColumn]
    rows: list[PersonRow]

    @property
    def answered(self) -> int:
        """How many people have answered every coming time."""
        return sum(not row.is_silent for row in self.rows)

    @property
    def has_answers(self) -> bool:
        """Whether anybody has said anything yet."""
        return any(any(row.values) for row in self.rows)

    @property
    def silent(self) -> list[Member]:
        """Those who have not answered."""
        return [row.member for row in self.rows if row.is_silent]

    @property
    def best(self) -> list[SlotColumn]:
        """The times that most can make and that can be chosen; none where nobody can."""
        return [column for column in self.columns if column.is_best]

    @property
    def changed(self) -> list[PersonRow]:
        """Who has said something else before."""
        return [row for row in self.rows if row.earlier]


def poll_table(poll: DatePoll, slots: Sequence[DateSlot], now: dt.datetime) -> PollTable:
    """What has been said, of those who are still members. Three queries for any number of people."""
    members = poll.season.club.members.invited()
    invitees = list(poll.invitees.filter(member__in=members).select_related("member"))
    invitees.sort(key=lambda one: one.member.name_key)
    rounds: defaultdict[UUID, list[SlotAnswer]] = defaultdict(list)
    for answer in SlotAnswer.objects.filter(slot__poll=poll).order_by("round", "slot__starts_at"):
        rounds[answer.invitee_id].append(answer)
    rows = [_row(one, slots, rounds[one.pk]) for one in invitees]
    busy = taken_for(poll, [slot.starts_at for slot in slots])
    columns = [_column(poll, place, slot, rows, busy, now) for place, slot in enumerate(slots)]
    return PollTable(_with_best(columns), rows)


def _row(
    invitee: PollInvitee, slots: Sequence[DateSlot], answers: Sequence[SlotAnswer]
) -> PersonRow:
    newest = {answer.slot_id: answer.value for answer in answers}
    by_round: defaultdict[int, list[SlotAnswer]] = defaultdict(list)
    for answer in answers:
        by_round[answer.round].append(answer)
    offered = {slot.pk: slot for slot in slots}
    said = [
        Said(
            at=given[0].at,
            is_recorded=given[0].given_by_id is not None,
            values=[(offered[one.slot_id], one.get_value_display()) for one in given],
        )
        for _number, given in sorted(by_round.items(), reverse=True)
    ]
    return PersonRow(
        invitee=invitee,
        values=[newest.get(slot.pk, "") for slot in slots],
        is_silent=invitee.answered_at is None,
        is_recorded=bool(said) and said[0].is_recorded,
        earlier=said[1:],
    )


def _column(
    poll: DatePoll,
    place: int,
    slot: DateSlot,
    rows: Sequence[PersonRow],
    busy: Sequence[Meeting],
    now: dt.datetime,
) -> SlotColumn:
    said: dict[str, list[Member]] = {"works": [], "not": [], "": []}
    for row in rows:
        said[row.values[place]].append(row.member)
    clash = closed_reason(wall_of(slot.starts_at)[0], holiday_weeks=poll.season.club.holiday_weeks)
    return SlotColumn(
        slot=slot,
        works=said["works"],
        cannot=said["not"],
        silent=said[""],
        is_passed=slot.starts_at <= now,
        taken=_overlap(slot.starts_at, poll.length, busy),
        hint=describe_clash(clash) if clash else "",
    )


def _overlap(start: dt.datetime, length: int, busy: Sequence[Meeting]) -> str:
    """Which meeting is in the way, in words; empty where none is."""
    try:
        refuse_overlap(start, length, busy)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _with_best(columns: Sequence[SlotColumn]) -> list[SlotColumn]:
    most = max((len(column.works) for column in columns if column.may_choose), default=0)
    return [
        replace(column, is_best=most > 0 and column.may_choose and len(column.works) == most)
        for column in columns
    ]


@dataclass(frozen=True)
class PollLine:
    """A poll in the season's list: its name, state, how many of those asked have answered, and the time chosen."""

    poll: DatePoll
    title: str
    state: PollState
    answered: int
    asked: int
    chosen: DateSlot | None


def polls_of(season: Season, now: dt.datetime) -> list[PollLine]:
    """The season's polls, newest first. Three queries."""
    here = Q(invitees__member__in=Member.objects.invited())
    polls = (
        season.date_polls.select_related("meeting")
        .prefetch_related("slots")
        .annotate(
            asked=Count("invitees", filter=here, distinct=True),
            answered=Count(
                "invitees", filter=here & Q(invitees__answered_at__isnull=False), distinct=True
            ),
        )
        .order_by("-created_at")
    )
    return [
        PollLine(
            poll=poll,
            title=title_of(poll),
            state=state_of(poll, list(poll.slots.all()), now),
            answered=poll.answered,
            asked=poll.asked,
            chosen=next((slot for slot in poll.slots.all() if slot.chosen_at), None),
        )
        for poll in polls
    ]


def open_polls(member: Member, now: dt.datetime) -> list[PollLine]:
    """The open polls of a member's club, as they concern the member. Two queries."""
    if member.role != Member.Role.MEMBER:
        return []
    own = Q(invitees__member=member, invitees__answered_at__isnull=False)
    polls = (
        DatePoll.objects.filter(
            season__club=member.club_id, asked_at__isnull=False, closed_at__isnull=True
        )
        .select_related("meeting")
        .prefetch_related("slots")
        .annotate(answered=Count("invitees", filter=own))
    )
    lines = [
        PollLine(
            poll=poll,
            title=title_of(poll),
            state=state_of(poll, list(poll.slots.all()), now),
            answered=poll.answered,
            asked=1,
            chosen=None,
        )
        for poll in polls
    ]
    return [line for line in lines if line.state == PollState.OPEN]
