"""Which surveys a visitor may answer, read and edit.

Nobody reads answer rows; results are read through ``figures``, which gives only what may be shown.
"""

from uuid import UUID

from django.http import Http404

from clubs.access import Visitor, enter, require_facilitator
from clubs.links import BadLink, read
from clubs.models import Member
from feedback.models import Survey, SurveyInvitee


class LinkEnded(Exception):
    """The link was good once; the membership has ended or the link was revoked."""


def invitee_of_token(token: str) -> SurveyInvitee:
    """The invitee that a letter's link refers to. Raises ``BadLink`` for a mistyped one, ``LinkEnded`` for a revoked one."""
    reference = read(token, "feedback")
    invitee = (
        SurveyInvitee.objects.select_related(
            "member__user", "survey__club", "survey__meeting__season", "survey__season"
        )
        .filter(pk=reference.pk)
        .first()
    )
    if invitee is None:
        raise BadLink("unknown")
    if invitee.generation != reference.generation or not invitee.member.is_active:
        raise LinkEnded
    return invitee


def own_invitee(survey: Survey | None, member: Member | None) -> SurveyInvitee | None:
    """The visitor's own place among those who may answer."""
    if survey is None or member is None:
        return None
    return survey.invitees.filter(member=member).first()


def may_see_results(visitor: Visitor, survey: Survey) -> bool:
    """Whether results that are published are for this visitor: facilitators, and members where they are shared."""
    return visitor.is_facilitator or survey.is_shared


def facilitated_survey_for(visitor: Visitor, pk: UUID) -> Survey:
    """A survey, for the facilitators of its club only."""
    survey = (
        Survey.objects.select_related("club", "meeting__season", "season").filter(pk=pk).first()
    )
    if survey is None:
        raise Http404
    enter(visitor, survey.club)
    require_facilitator(visitor)
    return survey
