"""A draw as its pages show it: each group with its people, its meetings and their themes; and the round table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from clubs.draw import Outcome
from clubs.models import Draw, Member, Season, WorkGroup
from meetings.draw_ring import DrawRing, draw_ring
from meetings.models import Meeting
from meetings.themes_shown import themes_of
from meetings.wording import join_names


@dataclass(frozen=True)
class Hosted:
    """A meeting that a group hosts, with its themes in words."""

    meeting: Meeting
    themes: str


@dataclass(frozen=True)
class Turn:
    """A group of the draw: its people, the meetings that it hosts, and whether the reader is in it."""

    number: int
    people: list[Member]
    names: str
    hosted: list[Hosted]
    is_mine: bool
    is_locked: bool = False
    group: UUID | None = None
    ids: list[str] = field(default_factory=list)

    @property
    def meeting(self) -> Meeting | None:
        """The first meeting that the group hosts."""
        return self.hosted[0].meeting if self.hosted else None


def turns_of_groups(
    season: Season, me: Member | None, groups: Sequence[tuple[WorkGroup, list[Member]]]
) -> list[Turn]:
    """The groups of a season with their people as they are today, in the order of the draw."""
    hosted: dict[UUID | None, list[Hosted]] = {}
    for one in _hosted(season.meetings.filter(host_group__isnull=False)):
        hosted.setdefault(one.meeting.host_group_id, []).append(one)
    return [
        _turn(
            number,
            people,
            hosted.get(group.pk, []),
            me,
            is_locked=group.is_locked,
            group=group.pk,
        )
        for number, (group, people) in enumerate(groups, 1)
    ]


def turns_of_draw(draw: Draw, me: Member | None) -> list[Turn]:
    """The groups of a draw as the lot gave them."""
    outcome = Outcome.from_json(draw.outcome)
    ids = [one for turn in outcome.groups for one in turn.members]
    people = {str(one.pk): one for one in Member.objects.filter(pk__in=ids)}
    meetings = {str(one.meeting.pk): one for one in _hosted(draw.season.meetings.all())}
    locked = {frozenset(group) for group in draw.inputs["locked"]}
    return [
        _turn(
            number,
            [people[one] for one in turn.members if one in people],
            [meetings[one] for one in turn.meetings if one in meetings],
            me,
            is_locked=frozenset(turn.members) in locked,
        )
        for number, turn in enumerate(outcome.groups, 1)
    ]


def _turn(
    number: int,
    people: list[Member],
    hosted: list[Hosted],
    me: Member | None,
    *,
    is_locked: bool,
    group: UUID | None = None,
) -> Turn:
    return Turn(
        number=number,
        people=people,
        names=join_names([person.full_name for person in people]),
        hosted=hosted,
        is_mine=me in people,
        is_locked=is_locked,
        group=group,
        ids=[str(person.pk) for person in people],
    )


def _hosted(rows: QuerySet[Meeting]) -> list[Hosted]:
    meetings = list(rows.select_related("season").order_by("starts_at"))
    themes = themes_of(meetings)
    return [
        Hosted(meeting, ", ".join(theme.name for theme in themes[meeting.pk].own))
        for meeting in meetings
    ]


def ring_of(turns: list[Turn]) -> DrawRing:
    """The table with first names; where two share one, the last name's first letter follows."""
    first = [person.first_name for turn in turns for person in turn.people]
    groups = [
        [
            person.first_name
            if first.count(person.first_name) == 1
            else f"{person.first_name} {person.last_name[:1]}"
            for person in turn.people
        ]
        for turn in turns
    ]
    mine = next((place for place, turn in enumerate(turns) if turn.is_mine), None)
    return draw_ring(groups, mine)
