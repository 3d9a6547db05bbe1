"""What a facilitator should do next: worked out from the data, never stored."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clubs.models import Club, Season
from feedback.models import Survey
from home.letterlog import failures
from home.meetingrows import MeetingRow
from meetings.cadence import after_meeting, deadline_of
from meetings.models import AgreedThing, LetterPlan
from meetings.planned import EXPIRED_SHOWN
from meetings.sendings import NAMES
from meetings.services import published_draw
from meetings.timings import MEMO_NUDGE, Timings
from ui.dates import format_day

MOST_STEPS = 5
PREPARE_DAYS = 35
INVITE_DAYS = 21
FEEDBACK_DAYS = 21


class Urgency(IntEnum):
    """The order of the steps: what is broken, then what is late, then what comes."""

    BROKEN = 1
    SET_UP = 2
    AFTER = 3
    INVITE = 4
    PREPARE = 5
    READ = 6
    NAME = 7
    AGREED = 8


@dataclass(frozen=True)
class Step:
    """One thing to do: why, and the one button that leads there."""

    urgency: Urgency
    icon: str
    kind: str
    title: str
    why: str
    action: str
    url: str


def next_steps(
    *, club: Club, season: Season | None, rows: list[MeetingRow], now: dt.datetime
) -> list[Step]:
    """At most five steps, the most urgent first; ``rows`` are the season's."""
    steps = [
        *_broken(club, now),
        *_missed(club, now),
        *_set_up(club, season, rows),
        *(step for row in rows for step in _of_meeting(row, now)),
        *_unnamed(season, rows, now),
        *_feedback(club, season, rows, now),
        *_overdue(club, now),
    ]
    return sorted(steps, key=lambda step: step.urgency)[:MOST_STEPS]


def _broken(club: Club, now: dt.datetime) -> Iterator[Step]:
    count = len(failures(club, now=now))
    if count:
        yield Step(
            Urgency.BROKEN,
            "alert",
            "alert",
            ngettext("%(n)s letter was not delivered", "%(n)s letters were not delivered", count)
            % {"n": count},
            _("See why, correct the address and send again."),
            _("Open messages"),
            reverse("home:outbox", args=[club.pk]),
        )


def _missed(club: Club, now: dt.datetime) -> Iterator[Step]:
    """Letters that could not leave while they were useful, because nothing ran; told until a week after the meeting."""
    missed = LetterPlan.objects.filter(
        meeting__season__club=club,
        meeting__starts_at__gt=now - EXPIRED_SHOWN,
        expired_at__isnull=False,
    )
    for plan in missed.select_related("meeting").order_by("-expired_at")[:2]:
        what = f"{NAMES[plan.step]}: {plan.meeting}"
        yield Step(
            Urgency.BROKEN,
            "clock",
            "alert",
            ngettext(
                "%(n)s letter did not leave in time",
                "%(n)s letters did not leave in time",
                plan.expired_count,
            )
            % {"n": plan.expired_count},
            _("%(what)s. Nothing ran when it should have left, and now it would be too late.")
            % {"what": what},
            _("Open messages"),
            reverse("home:outbox", args=[club.pk]),
        )


def _set_up(club: Club, season: Season | None, rows: list[MeetingRow]) -> Iterator[Step]:
    people = club.members.invited().count()
    if not people:
        yield Step(
            Urgency.SET_UP,
            "people",
            "goal",
            _("Add the members"),
            _("Paste the list from your mail program. Nobody gets a letter yet."),
            _("Add members"),
            reverse("clubs:people", args=[club.pk]),
        )
    if season is None:
        yield Step(
            Urgency.SET_UP,
            "path",
            "goal",
            _("Plan the season"),
            _("Give the first date and the number of meetings. Holidays are avoided for you."),
            _("Plan the season"),
            reverse("meetings:season-new", args=[club.pk]),
        )
        return
    is_drawn = published_draw(season) is not None
    is_begun = any(row.meeting.invited_at for row in rows)
    if people >= 2 and rows and not is_drawn and not is_begun:
        yield Step(
            Urgency.SET_UP,
            "shuffle",
            "goal",
            _("Draw the work pairs"),
            _("Each pair hosts one meeting. The draw can be made before the first invitation."),
            _("Draw pairs"),
            reverse("meetings:draw", args=[season.pk]),
        )


def _of_meeting(row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    if row.is_dropped:
        return
    if row.meeting.starts_at <= now:
        yield from _after(row, now)
    elif (row.meeting.starts_at - now).days < PREPARE_DAYS:
        yield from _before(row, now)


def _after(row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    meeting = row.meeting
    if meeting.ends_at > now or row.memo_sent:
        return
    what = f"{format_day(meeting.starts_at, year=False)} {meeting}"
    if meeting.invited_at and not row.noted:
        yield Step(
            Urgency.AFTER,
            "people",
            "agree",
            _("Tick who was present"),
            what,
            _("Open attendance"),
            reverse("meetings:attendance", args=[meeting.pk]),
        )
    elif meeting.invited_at and _is_memo_due(row, now):
        yield Step(
            Urgency.AFTER,
            "note",
            "agree",
            _("Finish and send the memo"),
            what,
            _("Open the memo"),
            reverse("boards:memo", args=[meeting.pk]),
        )


def _is_memo_due(row: MeetingRow, now: dt.datetime) -> bool:
    """Whether the club's day for the memo has come: the next workday at 8, unless it chose another or none."""
    club = row.meeting.season.club
    timings = Timings.of(club)
    if not timings.is_on(MEMO_NUDGE):
        return False
    due_at, _is_moved = after_meeting(
        MEMO_NUDGE,
        ends_at=row.meeting.ends_at,
        timings=timings,
        holiday_weeks=tuple(club.holiday_weeks),
    )
    return due_at <= now


def _before(row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    meeting = row.meeting
    day = format_day(meeting.starts_at, year=False)
    if not meeting.title:
        yield Step(
            Urgency.PREPARE,
            "pencil",
            "idea",
            _("The meeting has no title"),
            day,
            _("Edit the meeting"),
            reverse("meetings:meeting-edit", args=[meeting.pk]),
        )
    if row.planned_minutes != meeting.length:
        yield Step(
            Urgency.PREPARE,
            "clock",
            "idea",
            _("The agenda does not fill the time"),
            _("%(day)s: %(planned)s/%(length)s min.")
            % {"day": day, "planned": row.planned_minutes, "length": meeting.length},
            _("Edit the agenda"),
            reverse("meetings:agenda", args=[meeting.pk]),
        )
    if not row.has_reading:
        yield Step(
            Urgency.PREPARE,
            "book",
            "idea",
            _("The pre-reading is missing"),
            f"{day} {meeting}",
            _("Add pre-reading"),
            reverse("meetings:materials", args=[meeting.pk]),
        )
    yield from _invitation(row, now)


def _unnamed(season: Season | None, rows: list[MeetingRow], now: dt.datetime) -> Iterator[Step]:
    """Later meetings without a title: one step for all of them, so that a planned season never looks finished."""
    soon = now + dt.timedelta(days=PREPARE_DAYS)
    later = [row.meeting for row in rows if not row.is_dropped and row.meeting.starts_at >= soon]
    count = sum(1 for meeting in later if not meeting.title)
    if season and count:
        yield Step(
            Urgency.NAME,
            "pencil",
            "idea",
            ngettext("%(n)s meeting has no title", "%(n)s meetings have no title", count)
            % {"n": count},
            _("Titles and themes make the season's path, and they stand in the invitations."),
            _("Edit the season"),
            reverse("meetings:season", args=[season.pk]),
        )


def _invitation(row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    meeting, silent = row.meeting, row.silent
    days = meeting.days_until(now)
    if meeting.invited_at is None and days <= INVITE_DAYS:
        yield Step(
            Urgency.INVITE,
            "mail",
            "alert",
            _("Send the invitations"),
            ngettext(
                "The meeting is in %(n)s day: %(title)s",
                "The meeting is in %(n)s days: %(title)s",
                days,
            )
            % {"n": days, "title": meeting},
            _("Preview the invitation"),
            reverse("meetings:invitation", args=[meeting.pk]),
        )
    if meeting.invited_at is None or not silent:
        return
    if deadline_of(meeting, asked_at=meeting.invited_at) < timezone.localdate(now):
        yield Step(
            Urgency.INVITE,
            "clock",
            "idea",
            ngettext("%(n)s member has not answered", "%(n)s members have not answered", silent)
            % {"n": silent},
            f"{format_day(meeting.starts_at, year=False)} {meeting}",
            _("Open participants"),
            reverse("meetings:participants", args=[meeting.pk]),
        )


def _feedback(
    club: Club, season: Season | None, rows: list[MeetingRow], now: dt.datetime
) -> Iterator[Step]:
    since = now - dt.timedelta(days=FEEDBACK_DAYS)
    closed = Survey.objects.filter(club=club, closed_at__gte=since, closed_at__lte=now)
    for survey in closed.select_related("meeting", "season"):
        yield Step(
            Urgency.READ,
            "chart",
            "goal",
            _("Read the feedback"),
            str(survey),
            _("Open the feedback"),
            survey.get_absolute_url(),
        )
    held = [row.meeting for row in rows if not row.is_dropped]
    is_over = bool(held) and all(meeting.ends_at < now for meeting in held)
    if season and is_over and not Survey.objects.filter(season=season).exists():
        yield Step(
            Urgency.READ,
            "chart",
            "goal",
            _("Ask for feedback on the season"),
            str(season),
            _("Open the feedback"),
            reverse("feedback:overview", args=[club.pk]),
        )


def _overdue(club: Club, now: dt.datetime) -> Iterator[Step]:
    overdue = AgreedThing.objects.open().filter(
        meeting__season__club=club, due_on__lt=timezone.localdate(now)
    )
    for thing in overdue.in_order()[:2]:
        yield Step(
            Urgency.AGREED,
            "agreed",
            "agree",
            _("Ask how it goes: %(thing)s") % {"thing": thing.text},
            _("It was due %(day)s.") % {"day": format_day(thing.due_on or now, year=False)},
            _("Open things agreed"),
            reverse("meetings:agreed", args=[club.pk]),
        )
