"""What came of a survey, on the pages of its meeting or season."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clubs.access import season_for
from clubs.http import Request
from feedback.access import may_see_results, own_invitee
from feedback.cadence import closes_at
from feedback.figures import counts_of, results_of
from feedback.forms import ChangesForm
from feedback.letters import form_path
from feedback.models import Survey
from feedback.overview import can_open
from feedback.services.surveys import has_met
from feedback.showing import show
from feedback.summary import LEAST
from meetings.access import meeting_for
from meetings.models import Meeting


@require_safe
def results(request: Request, meeting: UUID) -> HttpResponse:
    """A meeting's feedback: where it stands, one's own form while it is open, and what came of it."""
    found = meeting_for(request.visitor, meeting)
    survey = Survey.objects.select_related("meeting", "club").filter(meeting=found).first()
    return render(
        request,
        "feedback/results.html",
        {**shell(request, found), **state_of(request, survey, found)},
    )


@require_safe
def season_results(request: Request, season: UUID) -> HttpResponse:
    """The feedback of a season, in the same way."""
    found = season_for(request.visitor, season)
    survey = Survey.objects.select_related("season", "club").filter(season=found).first()
    context = {
        "season": found,
        "member": request.visitor.member,
        "is_facilitator": request.visitor.is_facilitator,
        "is_too_early": survey is None and not has_met(found, now=timezone.now()),
        **state_of(request, survey, None),
    }
    return render(request, "feedback/season_results.html", context)


def shell(request: Request, meeting: Meeting) -> dict[str, Any]:
    """What every page of a meeting is given."""
    return {
        "meeting": meeting,
        "tab": "feedback",
        "member": request.visitor.member,
        "is_facilitator": request.visitor.is_facilitator,
    }


def state_of(request: Request, survey: Survey | None, meeting: Meeting | None) -> dict[str, Any]:
    """Where a survey stands for this visitor; its results only where they may be shown."""
    now = timezone.now()
    state = survey.state_at(now) if survey else Survey.State.PLANNED
    is_off = meeting is not None and meeting.cancelled_at is not None
    context: dict[str, Any] = {
        "survey": survey,
        "state": state.value,
        "is_called_off": is_off,
        "least": LEAST,
        "has_begun": meeting is not None and meeting.starts_at <= now,
        "is_too_late": meeting is not None and closes_at(meeting.ends_at) <= now,
        "can_open": meeting is not None and can_open(meeting, survey, now=now),
        "can_see": survey is not None and may_see_results(request.visitor, survey),
    }
    if survey is None or is_off:
        return context
    if request.visitor.is_facilitator:
        context["answered"], context["asked"] = counts_of([survey])[survey.pk]
        context["changes"] = _changes_form(survey)
    if state == Survey.State.OPEN:
        context["own"] = own_invitee(survey, request.visitor.member)
        context["form_url"] = form_path(context["own"]) if context["own"] else ""
    if context["can_see"] and (found := results_of(survey)):
        context["shown"] = show(found)
        context["asked"] = survey.asked_count
    return context


def _changes_form(survey: Survey) -> ChangesForm:
    return ChangesForm(
        initial={"what_we_changed": survey.what_we_changed, "is_shared": survey.is_shared}
    )
