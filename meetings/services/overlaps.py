"""When a meeting may be: not over another of the club's, and not moved into the past."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.calendar import NoFreeDay, first_on_weekday, next_free
from clubs.models import Club, Season
from meetings.models import Meeting
from meetings.wallclock import at_wall, wall_of
from ui.dates import format_when

OVERLAP = _("The club has another meeting at that time: %(meeting)s. Choose another time.")
PAST = _("A meeting cannot be moved into the past. Choose a day to come.")
# No meeting is longer (``meetings_meeting_length_sane``): what began earlier than this before another is over by then.
LONGEST = dt.timedelta(minutes=600)
DAY = dt.timedelta(days=1)


def busy_meetings(
    club: Club, starts: Iterable[dt.datetime], *, but: Collection[UUID] = ()
) -> list[Meeting]:
    """The club's meetings of all seasons that may overlap one that begins at any of ``starts``; one query.

    Left out are those called off, and ``but`` the ones that are being planned themselves.
    """
    moments = sorted(starts)
    if not moments:
        return []
    return list(
        Meeting.objects.filter(
            season__club=club,
            cancelled_at=None,
            starts_at__gt=moments[0] - LONGEST,
            starts_at__lt=moments[-1] + LONGEST,
        )
        .exclude(pk__in=list(but))
        .select_related("season")
        .order_by("starts_at")
    )


def busy_days(club: Club, first: dt.date) -> set[dt.date]:
    """The local days from ``first`` on when the club has a meeting in any season; one query."""
    starts = Meeting.objects.filter(
        season__club=club, cancelled_at=None, starts_at__gte=at_wall(first, dt.time(12)) - DAY
    ).values_list("starts_at", flat=True)
    return {wall_of(start)[0] for start in starts}


def next_day(season: Season) -> dt.date:
    """The day that another meeting of the season takes: the rhythm's next one to come after its last meeting; two queries.

    Holidays and days on which the club meets are passed over; where the club's holiday weeks leave no day, they are not.
    """
    today = timezone.localdate()
    last = season.meetings.order_by("-starts_at").values_list("starts_at", flat=True).first()
    day = first_on_weekday(today + DAY, season.weekday)
    if last is not None:
        day = wall_of(last)[0] + dt.timedelta(weeks=season.every_weeks)
        while day <= today:
            day += dt.timedelta(weeks=season.every_weeks)
    taken = busy_days(season.club, day)
    try:
        return next_free(day, holiday_weeks=season.club.holiday_weeks, taken=taken)
    except NoFreeDay:
        return next_free(day, taken=taken)


def refuse_overlap(starts_at: dt.datetime, length: int, busy: Sequence[Meeting]) -> None:
    """Raise ``ValidationError`` (code ``overlap``) naming the first of ``busy`` that goes on during these minutes.

    Meetings that follow each other without a pause do not overlap.
    """
    ends_at = starts_at + dt.timedelta(minutes=length)
    for other in busy:
        if other.starts_at < ends_at and starts_at < other.ends_at:
            when = format_when(other.starts_at, other.ends_at)
            raise ValidationError(
                OVERLAP, code="overlap", params={"meeting": f"{other.display_title}, {when}"}
            )


def check_free(
    *, club: Club, starts_at: dt.datetime, length: int, but: Collection[UUID] = ()
) -> None:
    """Raise ``ValidationError`` (code ``overlap``) where another meeting of the club goes on then.

    Hold the club first (``clubs.saving.hold``), so that of two who choose the same moment the second is refused.
    """
    refuse_overlap(starts_at, length, busy_meetings(club, [starts_at], but=but))


def refuse_past(starts_at: dt.datetime, *, old: dt.datetime, now: dt.datetime) -> None:
    """Raise ``ValidationError`` (code ``past``) for a meeting to come that would have begun already.

    What is past already may be corrected: a club may write down when it really met.
    """
    if starts_at <= now < old:
        raise ValidationError(PAST, code="past")


def check_moved(meeting: Meeting, *, old: Meeting, now: dt.datetime) -> None:
    """Refuse the new time of a meeting that is moved into the past or over another of the club's.

    Raises ``ValidationError`` (codes ``past``, ``overlap``). Hold the club first.
    """
    refuse_past(meeting.starts_at, old=old.starts_at, now=now)
    check_free(
        club=meeting.season.club,
        starts_at=meeting.starts_at,
        length=meeting.length,
        but=[meeting.pk],
    )
