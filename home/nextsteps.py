"""What a facilitator should do next: worked out from the data, never stored. Pure: a panel comes in, steps go out."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import Survey
from home.beginning import beginning_steps
from home.failedsteps import failed_steps
from home.meetingrows import MeetingRow
from home.panel import Panel
from home.preparing import preparing_steps
from home.steps import Step, Urgency
from meetings.cadence import after_meeting
from meetings.timings import MEMO_NUDGE, Timings
from meetings.wording import join_names
from ui.dates import HELSINKI, format_day

MOST_STEPS = 5
PREPARE_DAYS = 35
FEEDBACK_DAYS = 21
OVERDUE_SHOWN = 2


def next_steps(panel: Panel, *, now: dt.datetime) -> list[Step]:
    """At most five steps, the most urgent first."""
    steps = [
        *failed_steps(panel, now),
        *beginning_steps(panel, now),
        *(step for row in panel.every_row for step in _of_meeting(panel, row, now)),
        *_unnamed(panel, now),
        *_feedback(panel, now),
        *_overdue(panel, now),
    ]
    return sorted(steps, key=lambda step: step.urgency)[:MOST_STEPS]


def _of_meeting(panel: Panel, row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    if row.is_dropped:
        return
    if row.meeting.starts_at <= now:
        yield from _after(row, now)
    elif (row.meeting.starts_at - now).days < PREPARE_DAYS:
        yield from preparing_steps(panel, row, now)


def _after(row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    meeting = row.meeting
    if meeting.ends_at > now or row.memo_sent:
        return
    what = f"{format_day(meeting.starts_at, year=False)} {meeting}"
    if meeting.invited_at and not row.tally.noted:
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
            minutes=10,
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


def _unnamed(panel: Panel, now: dt.datetime) -> Iterator[Step]:
    """Later meetings without a title: one step for all of them, so that a planned season never looks finished."""
    soon = now + dt.timedelta(days=PREPARE_DAYS)
    later = [row for row in panel.rows if not row.is_dropped and row.meeting.starts_at >= soon]
    count = sum(1 for row in later if not row.meeting.title)
    if panel.season and count:
        yield Step(
            Urgency.NAME,
            "pencil",
            "idea",
            ngettext("%(n)s meeting has no title", "%(n)s meetings have no title", count)
            % {"n": count},
            _("Titles and themes make the season's path, and they stand in the invitations."),
            _("Edit the season"),
            reverse("meetings:season", args=[panel.season.pk]),
            minutes=5,
        )


def _feedback(panel: Panel, now: dt.datetime) -> Iterator[Step]:
    """Feedback that closed lately with results to read, until the club is told what was changed; a season not asked about."""
    surveys = [getattr(row.meeting, "survey", None) for row in panel.every_row]
    of_season = getattr(panel.season, "survey", None)
    since = now - dt.timedelta(days=FEEDBACK_DAYS)
    for survey in filter(None, [*surveys, of_season]):
        is_fresh = survey.closed_at and since <= survey.closed_at <= now
        if is_fresh and survey.is_published and not survey.what_we_changed:
            yield _reading(survey)
    held = [row.meeting for row in panel.rows if not row.is_dropped]
    is_over = bool(held) and all(meeting.ends_at < now for meeting in held)
    if panel.season and is_over and of_season is None:
        yield Step(
            Urgency.READ,
            "chart",
            "goal",
            _("Ask for feedback on the season"),
            str(panel.season),
            _("Open the feedback"),
            reverse("feedback:overview", args=[panel.club.pk]),
        )


def _reading(survey: Survey) -> Step:
    answered, asked = survey.answered_count or 0, survey.asked_count or 0
    words = _("%(answered)s/%(asked)s answered.") % {"answered": answered, "asked": asked}
    words += " " + _("Tell the club what you change.")
    return Step(
        Urgency.READ,
        "chart",
        "goal",
        _("Read the feedback: %(what)s") % {"what": survey},
        words,
        _("Open the feedback"),
        survey.get_absolute_url(),
        minutes=3,
    )


def _overdue(panel: Panel, now: dt.datetime) -> Iterator[Step]:
    today = now.astimezone(HELSINKI).date()
    overdue = [one for one in panel.things if one.thing.due_on and one.thing.due_on < today]
    for one in overdue[:OVERDUE_SHOWN]:
        was_due = _("It was due %(day)s.") % {
            "day": format_day(one.thing.due_on or now, year=False)
        }
        names = join_names([owner.name for owner in one.owners])
        yield Step(
            Urgency.AGREED,
            "agreed",
            "agree",
            _("Ask how it goes: %(thing)s") % {"thing": one.thing.text},
            f"{names}. {was_due}" if names else was_due,
            _("Open things agreed"),
            reverse("meetings:agreed", args=[panel.club.pk]),
        )
