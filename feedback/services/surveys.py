"""Making surveys: of a meeting, of a season; their questions, and what came of them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.models import Member, Season
from feedback.cadence import closes_at
from feedback.letters import request_letters, takers
from feedback.models import Question, Survey, SurveyInvitee
from feedback.questions import MEETING_QUESTIONS, Wording, season_questions
from meetings.models import Meeting
from outbox.services import enqueue


@transaction.atomic
def plan_meeting_survey(*, meeting: Meeting) -> Survey:
    """The survey of a meeting, made with the usual questions if there is none; it opens when the meeting starts."""
    survey, is_new = Survey.objects.get_or_create(
        meeting=meeting,
        defaults={
            "club": meeting.season.club,
            "opens_at": meeting.starts_at,
            "closes_at": closes_at(meeting.ends_at),
        },
    )
    if is_new:
        _write_questions(survey, MEETING_QUESTIONS)
    return survey


@transaction.atomic
def open_meeting_survey(*, meeting: Meeting, now: dt.datetime | None = None) -> Survey:
    """The survey of a meeting, open at the latest from ``now`` on, for everybody who was invited and has not left.

    Doing it again adds only who has been invited since.
    """
    survey = plan_meeting_survey(meeting=meeting)
    moment = now or timezone.now()
    Survey.objects.filter(pk=survey.pk, opens_at__gt=moment).update(
        opens_at=moment, closes_at=closes_at(meeting.ends_at)
    )
    survey.refresh_from_db()
    # A facilitator who is ticked present is not asked about their own meeting.
    members = Member.objects.invited().filter(invitations__in=meeting.invitees.seated())
    _invite(survey, members)
    return survey


def has_met(season: Season, *, now: dt.datetime) -> bool:
    """Whether a meeting of the season is over, so that there is something to say of the season."""
    return any(
        meeting.ends_at <= now and not meeting.cancelled_at for meeting in season.meetings.all()
    )


@transaction.atomic
def open_season_survey(
    *,
    season: Season,
    closes_at: dt.datetime,
    questions: Sequence[Wording] | None = None,
    now: dt.datetime | None = None,
) -> Survey:
    """Open the survey of a season for all its club's members and write their letters.

    A second opening changes nothing and answers with the first. Raises ``ValidationError`` when ``closes_at`` has
    passed, before the first meeting is over, or for questions that say nothing.
    """
    moment = now or timezone.now()
    if not has_met(season, now=moment):
        raise ValidationError(
            _("The feedback on the season can be asked for once its first meeting is over."),
            code="early",
        )
    survey = Survey(club=season.club, season=season, opens_at=moment, closes_at=closes_at)
    survey.full_clean(validate_unique=False)
    survey, is_new = Survey.objects.get_or_create(
        season=season,
        defaults={"club": season.club, "opens_at": moment, "closes_at": closes_at},
    )
    if not is_new:
        return survey
    aims = season.club.aims.values_list("text", flat=True)
    _write_questions(survey, season_questions(aims) if questions is None else questions)
    _invite(survey, season.club.members.invited())
    invitees = takers(survey, survey.invitees.select_related("member__user"))
    enqueue(letters=request_letters(survey=survey, invitees=invitees))
    survey.invitees.filter(pk__in=[invitee.pk for invitee in invitees]).update(is_mailed=True)
    return survey


@transaction.atomic
def edit_questions(
    *, survey: Survey, questions: Sequence[Wording], now: dt.datetime | None = None
) -> None:
    """Put other questions in the place of a survey's, before it opens.

    Raises ``ValidationError`` once it is open, without a question, and for a text that is too long.
    """
    if (now or timezone.now()) >= survey.opens_at:
        raise ValidationError(
            _("The feedback is open already. Its questions cannot be changed any more."),
            code="open",
        )
    _write_questions(survey, questions)


@transaction.atomic
def tell_changes(*, survey: Survey, text: str, is_shared: bool) -> None:
    """Tell everybody what came of their feedback, and whether members see the results."""
    survey.what_we_changed = text
    survey.is_shared = is_shared
    survey.full_clean()
    survey.save(update_fields=["what_we_changed", "is_shared"])


def _write_questions(survey: Survey, questions: Sequence[Wording]) -> None:
    if not questions:
        raise ValidationError(_("Write at least one question."), code="none")
    survey.questions.all().delete()
    rows = [
        Question(
            survey=survey,
            position=position,
            kind=wording.kind,
            code=wording.code,
            text=wording.text,
        )
        for position, wording in enumerate(questions)
    ]
    for row in rows:
        row.full_clean(validate_unique=False)
    Question.objects.bulk_create(rows)


def _invite(survey: Survey, members: Iterable[Member]) -> None:
    rows = [SurveyInvitee(survey=survey, member=member) for member in members]
    SurveyInvitee.objects.bulk_create(rows, ignore_conflicts=True)
