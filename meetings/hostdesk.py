"""What the pair's desk shows of their meeting, in the same number of queries for any club."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from clubs.models import Member
from meetings.agenda import Line, lines_of, minutes_of
from meetings.checklist import Task, checklist
from meetings.matter import Matter, gather
from meetings.models import Answer, Meeting, TurnSwap
from meetings.turns import Turn, turns_of


@dataclass(frozen=True)
class Greeting:
    """A line that somebody wrote to the hosts with an answer."""

    name: str
    answer: str
    text: str


@dataclass(frozen=True)
class OpenSwap:
    """A request that waits for an answer. ``is_ours``: this meeting's pair asked for the other's turn."""

    swap: TurnSwap
    other: Turn
    is_ours: bool


@dataclass(frozen=True)
class Desk:
    """All that stands on the desk of one meeting."""

    matter: Matter
    tasks: Sequence[Task]
    lines: Sequence[Line]
    minutes: int
    greetings: Sequence[Greeting]
    model: Turn | None
    model_lines: Sequence[Line]
    swaps: Sequence[OpenSwap]

    @property
    def done(self) -> int:
        """How many of the tasks a host has ticked."""
        return sum(task.tick is not None for task in self.tasks)

    @property
    def reading_minutes(self) -> int:
        """Minutes to read it all."""
        return sum(one.minutes for one in self.matter.materials)


def desk_of(meeting: Meeting, *, now: dt.datetime) -> Desk:
    """The desk of a meeting (with its season, club and group at hand). At most fifteen queries."""
    matter = gather(meeting)
    before = model_for(meeting)
    model = turns_of([before])[0] if before else None
    items = list(before.agenda_items.all()) if before else []
    return Desk(
        matter=matter,
        tasks=tasks_of(meeting, matter),
        lines=lines_of(matter.items, meeting.starts_at),
        minutes=minutes_of(matter.items),
        greetings=greetings_of(meeting),
        model=model,
        model_lines=lines_of(items, model.meeting.starts_at) if model else [],
        swaps=open_swaps(meeting, now=now),
    )


def tasks_of(meeting: Meeting, matter: Matter) -> list[Task]:
    """The six with their ticks. Two queries."""
    return checklist(
        meeting,
        items=matter.items,
        materials=matter.materials,
        members=list(meeting.season.club.members.invited()),
        ticks=list(meeting.host_ticks.select_related("ticked_by")),
    )


def greetings_of(meeting: Meeting) -> list[Greeting]:
    """What people who are expected wrote to the hosts, each person's newest line, oldest first. One query.

    An answer by other ways than the letter's page says nothing to the hosts and leaves the line as it was.
    """
    rows = Answer.objects.filter(
        invitee__meeting=meeting,
        invitee__uninvited_at__isnull=True,
        invitee__member__left_at__isnull=True,
        source=Answer.Source.MAIL,
    )
    newest: dict[UUID, Answer] = {}
    for row in rows.select_related("invitee__member").order_by("at"):
        newest.pop(row.invitee_id, None)
        newest[row.invitee_id] = row
    return [
        Greeting(row.invitee.member.full_name, row.invitee.answer, row.greeting)
        for row in newest.values()
        if row.greeting
    ]


def model_for(meeting: Meeting, *, named: str | None = None) -> Meeting | None:
    """The meeting before this one that has an agenda, in this season or an earlier one; one query.

    With ``named`` (its key, as a page posted it) only that one: None where another stands in its place by now.
    """
    before = Meeting.objects.filter(
        season__club=meeting.season.club_id,
        starts_at__lt=meeting.starts_at,
        cancelled_at__isnull=True,
        agenda_items__isnull=False,
    )
    found = before.select_related("season").distinct().order_by("-starts_at").first()
    is_it = found is not None and named in (None, str(found.pk))
    return found if is_it else None


def open_swaps(meeting: Meeting, *, now: dt.datetime) -> list[OpenSwap]:
    """The requests about this turn that wait for an answer and can still come to something; two queries."""
    rows = TurnSwap.objects.filter(
        Q(offered=meeting) | Q(wanted=meeting), state=TurnSwap.State.OPEN
    ).select_related("offered", "wanted", "asked_by")
    ahead = [row for row in rows if row.offered.is_ahead(now) and row.wanted.is_ahead(now)]
    turns = {
        turn.meeting.pk: turn
        for turn in turns_of([one for row in ahead for one in (row.offered, row.wanted)])
    }
    return [
        OpenSwap(
            swap=row,
            other=turns[row.wanted_id if row.offered_id == meeting.pk else row.offered_id],
            is_ours=row.offered_id == meeting.pk,
        )
        for row in ahead
        if row.asked_by in turns[row.offered_id].hosts
    ]


def partners_of(hosts: Sequence[Member], reader: Member | None) -> list[Member]:
    """The reader's partners, who see each other's addresses; all hosts for a facilitator."""
    return [host for host in hosts if reader is None or host.pk != reader.pk]
