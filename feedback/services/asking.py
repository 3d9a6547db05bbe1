"""What the tick does for feedback: surveys open when meetings start, and letters ask those who were there."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from clubs.models import Member
from clubs.saving import hold
from feedback.cadence import OPEN_DAYS, closes_at
from feedback.letters import request_letters
from feedback.models import Survey, SurveyInvitee
from feedback.planned import LONGEST, plan_requests
from feedback.services.surveys import open_meeting_survey
from meetings.models import Invitee, Meeting
from meetings.sendings import PlannedSending
from meetings.services import is_put_off
from outbox.rounds import each_alone
from outbox.services import enqueue


def request_due(*, now: dt.datetime) -> int:
    """Open the surveys of meetings that have started, and write the feedback letters due; returns how many letters.

    Three queries where there is nothing of it to do.
    """
    _follow_moved_meetings(now)
    begun = _begun(now)
    if not begun:
        return 0
    if any(is_unopened for is_unopened, _has_late in begun):
        _open_started(now)
    if any(has_late for _is_unopened, has_late in begun):
        _add_late_invitees(now)
    due = {one.meeting.pk: one for one in plan_requests(now=now, is_begun=True) if one.is_due}
    surveys = Survey.objects.open_at(now).filter(meeting__in=due).select_related("club", "meeting")
    return each_alone(surveys, lambda survey: _ask(survey, due, now)) if due else 0


def _begun(now: dt.datetime) -> list[tuple[bool, bool]]:
    """Of each meeting whose survey may be open: whether it has still to open, and whether seats came after it had. One query."""
    asked = SurveyInvitee.objects.filter(survey__meeting=OuterRef("pk"))
    seats = Invitee.objects.seated().filter(meeting=OuterRef("pk"))
    unknown = seats.filter(
        ~Exists(
            SurveyInvitee.objects.filter(
                survey__meeting=OuterRef("meeting"), member=OuterRef("member")
            )
        ),
        member__in=Member.objects.invited(),
    )
    held = Meeting.objects.filter(
        starts_at__gt=now - LONGEST, starts_at__lte=now, cancelled_at__isnull=True
    )
    return list(
        held.annotate(
            is_unopened=Exists(seats) & ~Exists(asked), has_late=Exists(asked) & Exists(unknown)
        ).values_list("is_unopened", "has_late")
    )


def _follow_moved_meetings(now: dt.datetime) -> None:
    """A survey that was prepared before its meeting moved opens with the meeting."""
    moved = Survey.objects.filter(opens_at__gt=now, meeting__isnull=False).exclude(
        opens_at=F("meeting__starts_at")
    )
    for survey in moved.select_related("meeting"):
        assert survey.meeting is not None
        Survey.objects.filter(pk=survey.pk).update(
            opens_at=survey.meeting.starts_at, closes_at=closes_at(survey.meeting.ends_at)
        )


def _open_started(now: dt.datetime) -> None:
    started = Meeting.objects.filter(
        starts_at__lte=now,
        starts_at__gt=now - dt.timedelta(days=OPEN_DAYS),
        cancelled_at__isnull=True,
        invitees__isnull=False,
    )
    without = started.exclude(survey__invitees__isnull=False).select_related("season__club")
    each_alone(without.distinct(), lambda meeting: _open(meeting, now))


def _open(meeting: Meeting, now: dt.datetime) -> int:
    open_meeting_survey(meeting=meeting, now=now)
    return 1


def _add_late_invitees(now: dt.datetime) -> None:
    """Somebody who was invited after the survey had opened may answer as well."""
    open_surveys = Survey.objects.open_at(now).filter(meeting__isnull=False)
    by_meeting = dict(open_surveys.values_list("meeting", "pk"))
    known = set(
        SurveyInvitee.objects.filter(survey__in=by_meeting.values()).values_list("survey", "member")
    )
    seats = (
        Invitee.objects.seated()
        .filter(meeting__in=by_meeting, member__in=Member.objects.invited())
        .values_list("meeting", "member")
    )
    SurveyInvitee.objects.bulk_create(
        [
            SurveyInvitee(survey_id=by_meeting[meeting], member_id=member)
            for meeting, member in seats
            if (by_meeting[meeting], member) not in known
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def _ask(survey: Survey, due: Mapping[UUID, PlannedSending], now: dt.datetime) -> int:
    assert survey.meeting is not None
    sending = due[survey.meeting.pk]
    hold(survey.meeting)
    if is_put_off(sending, now):
        return 0
    people = {member.pk for member in sending.recipients}
    waiting = survey.invitees.filter(member__in=people, is_mailed=False, has_answered=False)
    invitees = list(waiting.select_related("member__user"))
    if not invitees:
        return 0
    number = enqueue(letters=request_letters(survey=survey, invitees=invitees))
    survey.invitees.filter(pk__in=[invitee.pk for invitee in invitees]).update(is_mailed=True)
    return number
