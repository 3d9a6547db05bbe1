"""Whom feedback requests ask, and when they leave: one computation for the tick, its dry run and the screens."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from clubs.letters import wants
from clubs.models import Club, Member
from feedback.cadence import OPEN_DAYS, closes_at, is_letter_due, letter_at
from feedback.models import Survey, SurveyInvitee
from meetings.cadence import Change, Slot, changed
from meetings.facts import changes_of
from meetings.models import CAME, COMING, Invitee, Meeting
from meetings.sendings import PlannedSending
from meetings.timings import FEEDBACK, Timings

# A meeting lasts ten hours at most, and its survey closes before the eighth day.
LONGEST = dt.timedelta(days=OPEN_DAYS + 2)


def plan_requests(
    *, now: dt.datetime, club: Club | None = None, is_begun: bool = False
) -> list[PlannedSending]:
    """The feedback requests of meetings whose survey is open or will be.

    Of one club or of all; ``is_begun``: only of meetings that have begun and have somebody who was not asked. Four queries,
    however many meetings there are; one where there are none.
    """
    meetings = _meetings(now, club, is_begun=is_begun)
    if not meetings:
        return []
    changes = changes_of(meetings)
    seats = _seats(meetings)
    asked = _asked(meetings)
    found: list[PlannedSending] = []
    for meeting in meetings:
        row = changes.get(meeting.pk, {}).get(FEEDBACK.name)
        change = Change(row.send_at, row.is_skipped) if row else None
        people = [member for member in seats[meeting.pk] if (meeting.pk, member.pk) not in asked]
        found += _of_meeting(meeting, change, people, now)
    return found


def _meetings(now: dt.datetime, club: Club | None, *, is_begun: bool) -> list[Meeting]:
    found = Meeting.objects.filter(cancelled_at__isnull=True, starts_at__gt=now - LONGEST)
    if is_begun:
        found = found.filter(Exists(_unasked()), starts_at__lte=now)
    if club is not None:
        found = found.filter(season__club=club)
    return list(found.select_related("season__club", "host_group", "survey").order_by("starts_at"))


def _unasked() -> QuerySet[Invitee]:
    """The seats of a meeting, in a query about it, whose people may still have to be asked."""
    done = SurveyInvitee.objects.filter(
        Q(is_mailed=True) | Q(has_answered=True),
        survey__meeting=OuterRef("meeting"),
        member=OuterRef("member"),
    )
    return _present().filter(~Exists(done), meeting=OuterRef("pk"))


def _present() -> QuerySet[Invitee]:
    """Who was there, or, where nothing is ticked, is coming; facilitators are not asked about their own meeting."""
    was_there = Q(attendance__in=CAME) | Q(attendance="", answer__in=COMING)
    return Invitee.objects.seated().filter(was_there, member__in=Member.objects.invited())


def _seats(meetings: list[Meeting]) -> dict[UUID, list[Member]]:
    """Who was there and takes such letters."""
    found: defaultdict[UUID, list[Member]] = defaultdict(list)
    for seat in _present().filter(meeting__in=meetings).select_related("member__user"):
        if wants(seat.member, FEEDBACK.kind):
            found[seat.meeting_id].append(seat.member)
    return found


def _asked(meetings: list[Meeting]) -> set[tuple[UUID, UUID]]:
    """Who has been asked, or has answered without being asked."""
    rows = SurveyInvitee.objects.filter(survey__meeting__in=meetings)
    done = rows.filter(is_mailed=True) | rows.filter(has_answered=True)
    return set(done.values_list("survey__meeting", "member"))


def _of_meeting(
    meeting: Meeting, change: Change | None, people: list[Member], now: dt.datetime
) -> Iterator[PlannedSending]:
    slot = request_slot(meeting, change)
    if slot is None:
        return
    is_foreseen = meeting.invited_at is not None and slot.at > now
    if slot.until <= now or not (people or is_foreseen):
        return
    weeks = tuple(meeting.season.club.holiday_weeks)
    yield PlannedSending(
        line=FEEDBACK,
        meeting=meeting,
        at=slot.at,
        until=slot.until,
        recipients=tuple(people),
        is_due=meeting.starts_at <= now and is_letter_due(slot, now, holiday_weeks=weeks),
        is_moved=slot.is_moved,
        is_by_hand=slot.is_by_hand,
        is_skipped=slot.is_skipped,
    )


def request_slot(meeting: Meeting, change: Change | None) -> Slot | None:
    """When a meeting's feedback request leaves, with what a facilitator changed; None where none will. Club and survey at hand."""
    club, survey = meeting.season.club, _survey_of(meeting)
    timings = Timings.of(club)
    if not timings.is_on(FEEDBACK) or (survey is not None and survey.closed_at):
        return None
    closes = survey.closes_at if survey is not None else closes_at(meeting.ends_at)
    hours = timings[FEEDBACK].number
    weeks = tuple(club.holiday_weeks)
    at = letter_at(meeting.ends_at, closes=closes, holiday_weeks=weeks, hours=hours)
    wanted = meeting.ends_at + dt.timedelta(hours=hours)
    return changed(Slot(FEEDBACK, at, closes, is_moved=at != wanted), change)


def _survey_of(meeting: Meeting) -> Survey | None:
    survey: Survey | None = getattr(meeting, "survey", None)
    return survey
