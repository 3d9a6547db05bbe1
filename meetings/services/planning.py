"""Planning a season: its meetings, their order, and who is invited to them."""

import copy
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member, Season
from clubs.saving import hold, save_checked
from meetings.agenda import Timed
from meetings.agenda_template import default_agenda
from meetings.models import AgendaItem, Invitee, Meeting, Theme
from meetings.services.changes import held, mark_changed
from meetings.services.copying import copy_season
from meetings.services.overlaps import (
    busy_meetings,
    check_free,
    check_moved,
    refuse_overlap,
    refuse_past,
)
from meetings.services.polls import close_poll
from meetings.services.themes import set_themes
from meetings.wallclock import at_wall

MOST_MEETINGS = 40
TOO_MANY = _("A season has at most 40 meetings.")
SAME_DAY = _("Two meetings are on the same day.")
# Numbers are unique in a season, so a new order is written beside the old one first.
ASIDE = 10_000


@dataclass(frozen=True)
class PlannedMeeting:
    """What the planner's row says of one meeting."""

    meeting: Meeting
    starts_at: dt.datetime
    title: str
    themes: Sequence[Theme]


@transaction.atomic
def plan_season(
    *,
    club: Club,
    name: str,
    weekday: int,
    starts_at: dt.time,
    every_weeks: int,
    dates: Sequence[dt.date],
    starts_on: dt.date | None = None,
    copied_from: Season | None = None,
) -> Season:
    """Open a season with a meeting on each of ``dates``, numbered in their order.

    The meetings take the club's place and length, the agenda template, and a seat for each member of today; with
    ``copied_from`` the titles, themes and agendas of that season, meeting by meeting (``copy_season``).
    Raises ``ValidationError`` for a name already used, no dates, a date twice, a time at which the club meets already,
    or a wall time that the clocks skip or repeat.
    """
    # Of two seasons planned at once the second sees the meetings of the first.
    hold(club)
    days = sorted(dates)
    if not days:
        raise ValidationError(_("A season needs at least one meeting."), code="empty")
    _check_days(days)
    season = Season(
        club=club,
        name=name,
        starts_on=starts_on or days[0],
        weekday=weekday,
        starts_at=starts_at,
        every_weeks=every_weeks,
    )
    save_checked(season)
    starts = [at_wall(day, starts_at) for day in days]
    _check_busy(club, starts)
    _open_meetings(season, starts, first_number=1)
    if copied_from is not None:
        copy_season(season=season, source=copied_from)
    return season


def _check_busy(club: Club, starts: Sequence[dt.datetime]) -> None:
    busy = busy_meetings(club, starts)
    for start in starts:
        refuse_overlap(start, club.length, busy)


def _check_days(days: Sequence[dt.date]) -> None:
    if len(days) > MOST_MEETINGS:
        raise ValidationError(TOO_MANY, code="many")
    if len(set(days)) < len(days):
        raise ValidationError(SAME_DAY, code="same_day")


def _open_meetings(
    season: Season, starts: Sequence[dt.datetime], *, first_number: int, length: int | None = None
) -> list[Meeting]:
    club = season.club
    length = length or club.length
    members = list(club.members.invited())
    meetings = [
        Meeting(season=season, number=number, starts_at=at, length=length, place=club.place)
        for number, at in enumerate(starts, start=first_number)
    ]
    for meeting in meetings:
        meeting.full_clean(validate_unique=False, validate_constraints=False)
    Meeting.objects.bulk_create(meetings)
    Invitee.objects.bulk_create(
        [Invitee(meeting=meeting, member=member) for meeting in meetings for member in members]
    )
    AgendaItem.objects.bulk_create(
        [item for meeting in meetings for item in _default_items(meeting, members)]
    )
    return meetings


def _default_items(meeting: Meeting, members: Collection[Member]) -> list[AgendaItem]:
    has_new = any(member.is_new_in_role for member in members)
    return agenda_items(
        meeting, default_agenda(meeting.length, has_new=has_new, people=len(members))
    )


def agenda_items(meeting: Meeting, rows: Iterable[Timed]) -> list[AgendaItem]:
    """The parts of an agenda in their order, not saved."""
    return [
        AgendaItem(
            meeting=meeting,
            position=position,
            kind=row.kind,
            title=row.title,
            minutes=row.minutes,
            note=row.note,
        )
        for position, row in enumerate(rows)
    ]


@transaction.atomic
def add_meeting(*, season: Season, starts_at: dt.datetime, length: int | None = None) -> Meeting:
    """Add a meeting to a season, as long as the club's usual one unless told; the numbers follow the dates.

    Raises ``ValidationError`` past 40 meetings, and where the club meets at that time already.
    """
    # Of two presses at once the second counts the first one's meeting.
    hold(season.club)
    hold(season)
    count = season.meetings.count()
    if count >= MOST_MEETINGS:
        raise ValidationError(TOO_MANY, code="many")
    length = length or season.club.length
    check_free(club=season.club, starts_at=starts_at, length=length)
    last = season.meetings.order_by("-number").values_list("number", flat=True).first() or 0
    [meeting] = _open_meetings(season, [starts_at], first_number=last + 1, length=length)
    _renumber(season)
    meeting.refresh_from_db(fields=["number"])
    return meeting


@transaction.atomic
def remove_meeting(*, meeting: Meeting) -> None:
    """Remove a meeting to which nobody has been invited yet, and close the gap in the numbers; its date poll is closed.

    Raises ``ValidationError`` once invitations have left: then a meeting is called off, not removed.
    """
    # Of two removals at once the second numbers what the first has left.
    hold(meeting.season.club)
    # Invitations that leave at this moment are waited for, and then keep the meeting.
    hold(meeting)
    if not Meeting.objects.filter(pk=meeting.pk, invited_at=None).exists():
        raise ValidationError(
            _("Invitations to this meeting have left, so it can no longer be removed."),
            code="invited",
        )
    for poll in meeting.date_polls.filter(closed_at__isnull=True):
        close_poll(poll=poll)
    season = meeting.season
    meeting.delete()
    _renumber(season)


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, starts_at: dt.datetime, now: dt.datetime | None = None
) -> Meeting:
    """Give a meeting a new time; the season's numbers follow the dates. The same time changes nothing.

    Once invitations have left, the answers start anew and letters that wait are cancelled (``mark_changed``).
    Raises ``ValidationError`` for a time that is past, or at which the club has another meeting.
    """
    hold(meeting.season.club)
    old = held(meeting)
    if not _move(meeting, starts_at):
        return meeting
    check_moved(meeting, old=old, now=now or timezone.now())
    mark_changed(meeting, old=old, is_time=True)
    renumber(meeting)
    return meeting


def _move(meeting: Meeting, starts_at: dt.datetime) -> bool:
    if meeting.starts_at == starts_at:
        return False
    meeting.starts_at = starts_at
    meeting.full_clean(validate_unique=False, validate_constraints=False)
    meeting.save(update_fields=["starts_at"])
    return True


@transaction.atomic
def edit_plan(*, season: Season, name: str, rows: Sequence[PlannedMeeting]) -> None:
    """Save the planner: the season's name, and days, titles and themes of its meetings, in one go, and when that was.

    Raises ``ValidationError`` for a name already used, two meetings on the same day or at the same time, a meeting moved
    into the past, or a theme of another club.
    """
    hold(season.club)
    if season.name != name:
        season.name = name
        save_checked(season)
    # Held: invitations that leave at this moment wait for the new plan, or the plan learns of them.
    still_there = {
        meeting.pk: meeting for meeting in season.meetings.select_for_update(no_key=True)
    }
    rows = [row for row in rows if row.meeting.pk in still_there]
    if any(still_there[row.meeting.pk].invited_at for row in rows):
        raise ValidationError(
            _("Invitations left meanwhile. Look at the plan again."), code="invited"
        )
    _check_moves(season, rows, still_there)
    has_moved = False
    for row in rows:
        has_moved |= _move(row.meeting, row.starts_at)
        if row.meeting.title != row.title:
            row.meeting.title = row.title
            row.meeting.full_clean(validate_unique=False, validate_constraints=False)
            row.meeting.save(update_fields=["title"])
        set_themes(meeting=row.meeting, themes=row.themes)
    if has_moved:
        _renumber(season)
    season.saved_at = timezone.now()
    season.save(update_fields=["saved_at"])


def _check_moves(
    season: Season, rows: Sequence[PlannedMeeting], stored: Mapping[UUID, Meeting]
) -> None:
    """Refuse new days that are past, taken by a meeting of the season, or over any meeting of the club."""
    starts = {pk: meeting.starts_at for pk, meeting in stored.items()}
    moved = [row for row in rows if row.starts_at != starts[row.meeting.pk]]
    starts.update({row.meeting.pk: row.starts_at for row in moved})
    days = Counter(timezone.localdate(start) for start in starts.values())
    busy = busy_meetings(
        season.club, [row.starts_at for row in moved], but=[row.meeting.pk for row in moved]
    )
    now = timezone.now()
    for row in moved:
        if days[timezone.localdate(row.starts_at)] > 1:
            raise ValidationError(SAME_DAY, code="same_day")
        refuse_past(row.starts_at, old=stored[row.meeting.pk].starts_at, now=now)
        refuse_overlap(row.starts_at, row.meeting.length, busy)
        planned = copy.copy(row.meeting)
        planned.starts_at = row.starts_at
        busy.append(planned)


def renumber(meeting: Meeting) -> None:
    """Let the numbers follow the dates after this meeting's day changed."""
    if _renumber(meeting.season):
        meeting.refresh_from_db(fields=["number"])


def _renumber(season: Season) -> bool:
    """Let the numbers of a season's meetings follow their dates; whether any changed."""
    meetings = list(season.meetings.order_by("starts_at", "number"))
    wrong = [meeting for place, meeting in enumerate(meetings, start=1) if meeting.number != place]
    if not wrong:
        return False
    places: Mapping[object, int] = {
        meeting.pk: place for place, meeting in enumerate(meetings, start=1)
    }
    season.meetings.filter(pk__in=[meeting.pk for meeting in wrong]).update(
        number=F("number") + ASIDE
    )
    for meeting in wrong:
        meeting.number = places[meeting.pk]
    Meeting.objects.bulk_update(wrong, ["number"])
    return True


@transaction.atomic
def sync_invitees(*, meeting: Meeting) -> int:
    """Give a seat to each member who has joined since the meeting was planned; return how many got one.

    Members who left before anything was mailed to them lose theirs; whoever was invited keeps the row, so that history
    stays. Whoever was uninvited has a row and gets no other.
    """
    meeting.invitees.filter(
        invited_at=None, sequence_sent=-1, member__left_at__isnull=False, answer=""
    ).delete()
    seated = meeting.invitees.values_list("member_id", flat=True)
    late = meeting.season.club.members.invited().exclude(pk__in=seated)
    seats = [Invitee(meeting=meeting, member=member) for member in late]
    Invitee.objects.bulk_create(seats, ignore_conflicts=True)
    return len(seats)
