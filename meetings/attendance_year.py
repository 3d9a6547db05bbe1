"""Who was at which meeting of an academic year, as one grid."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from clubs.models import Club, Member
from meetings.models import CAME, Invitee, Meeting

# An academic year runs from August to July (630/1998, 8 §).
FIRST_MONTH = 8
COMING, OFF, NO_SEAT, NOT_NOTED = "coming", "off", "seatless", "unknown"


@dataclass(frozen=True)
class Share:
    """How many of how many were there; none where nothing has been noted."""

    came: int
    of: int

    @property
    def percent(self) -> int:
        """Whole percents, rounded half up; 0 of nobody."""
        return (200 * self.came + self.of) // (2 * self.of) if self.of else 0


@dataclass(frozen=True)
class Line:
    """One person: a mark for each meeting, and how many of those noted they were at."""

    member: Member
    marks: list[tuple[Meeting, str]]
    share: Share


@dataclass(frozen=True)
class Grid:
    """An academic year. ``year`` is the one in which it began; ``years`` are those that have meetings."""

    year: int
    years: list[int]
    meetings: list[tuple[Meeting, Share]]
    lines: list[Line]
    total: Share


def academic_year(moment: dt.datetime) -> int:
    """The year in which the academic year of a moment began."""
    day = timezone.localdate(moment)
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def grid_of(club: Club, *, year: int | None, now: dt.datetime) -> Grid:
    """The club's year; without one that has meetings the present, or the newest that has. Three queries.

    Its people are those in the club, and whoever had a seat at one of its meetings. A person's share is of the meetings
    at which they had a seat and attendance has been noted; a meeting's is of its seats.
    """
    meetings = list(Meeting.objects.filter(season__club=club).order_by("starts_at"))
    years = sorted({academic_year(meeting.starts_at) for meeting in meetings})
    shown = _shown_year(year, years, now)
    meetings = [one for one in meetings if academic_year(one.starts_at) == shown]
    seats: dict[UUID, dict[UUID, Invitee]] = {}
    people = {member.pk: member for member in club.members.active()}
    members = set(people) - {one.pk for one in people.values() if one.is_facilitator}
    for seat in Invitee.objects.seated().filter(meeting__in=meetings).select_related("member"):
        seats.setdefault(seat.meeting_id, {})[seat.member_id] = seat
        people[seat.member_id] = seat.member
        members.add(seat.member_id)
    ordered = sorted((people[pk] for pk in members), key=lambda one: one.name_key)
    noted = {pk for pk, row in seats.items() if any(seat.attendance for seat in row.values())}
    columns = [(one, _share(seats.get(one.pk, {}).values(), one, noted)) for one in meetings]
    lines = [_line(member, meetings, seats, noted, now) for member in ordered]
    came, of = (sum(getattr(share, name) for _one, share in columns) for name in ("came", "of"))
    return Grid(shown, years, columns, lines, Share(came, of))


def _shown_year(wanted: int | None, years: Sequence[int], now: dt.datetime) -> int:
    if wanted is not None and wanted in years:
        return wanted
    present = academic_year(now)
    return present if present in years or not years else years[-1]


def _share(row: Iterable[Invitee], meeting: Meeting, noted: set[UUID]) -> Share:
    seats = list(row) if meeting.pk in noted else []
    return Share(sum(seat.attendance in CAME for seat in seats), len(seats))


def _line(
    member: Member,
    meetings: Sequence[Meeting],
    seats: Mapping[UUID, Mapping[UUID, Invitee]],
    noted: set[UUID],
    now: dt.datetime,
) -> Line:
    row = {one.pk: seats.get(one.pk, {}).get(member.pk) for one in meetings}
    counted = [seat for pk, seat in row.items() if seat and pk in noted]
    share = Share(sum(seat.attendance in CAME for seat in counted), len(counted))
    return Line(member, [(one, _mark(one, row[one.pk], now)) for one in meetings], share)


def _mark(meeting: Meeting, seat: Invitee | None, now: dt.datetime) -> str:
    if meeting.cancelled_at:
        return OFF
    if seat and seat.attendance:
        return seat.attendance
    if meeting.starts_at > now:
        return COMING
    return NOT_NOTED if seat else NO_SEAT
