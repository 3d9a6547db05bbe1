"""What facilitators do with feedback: see where all of it stands, write questions, open, and tell what changed."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.access import facilitated_club_for, facilitated_season_for
from clubs.http import Request
from clubs.models import Season
from feedback.access import facilitated_survey_for
from feedback.cadence import SEASON_DAYS, closing_on
from feedback.forms import ChangesForm, QuestionsForm, SeasonForm
from feedback.models import Survey
from feedback.overview import can_open, overview_of
from feedback.questions import MEETING_QUESTIONS, Wording, season_questions
from feedback.services import (
    edit_questions,
    open_meeting_survey,
    open_season_survey,
    plan_meeting_survey,
    tell_changes,
)
from feedback.services.surveys import has_met
from feedback.summary import LEAST
from feedback.views.results import shell
from meetings.access import facilitated_meeting_for
from ui.forms import add_service_error
from ui.http import redirect_done


@require_safe
def overview(request: Request, club: UUID) -> HttpResponse:
    """All surveys of a club with their states and answers."""
    found = facilitated_club_for(request.visitor, club)
    context = {"club": found, "seasons": overview_of(found, now=timezone.now()), "least": LEAST}
    return render(request, "feedback/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request, meeting: UUID) -> HttpResponse:
    """The questions of a meeting: to edit before it starts, to read afterwards."""
    found = facilitated_meeting_for(request.visitor, meeting)
    survey = Survey.objects.filter(meeting=found).first()
    is_open = timezone.now() >= (survey.opens_at if survey else found.starts_at)
    wordings = _wordings(survey) if survey else list(MEETING_QUESTIONS)
    context = {**shell(request, found), "survey": survey, "is_open": is_open}
    if request.method != "POST" or is_open:
        context["form"] = QuestionsForm(wordings=wordings, known=MEETING_QUESTIONS)
        status = 409 if request.method == "POST" else 200
        return render(request, "feedback/questions.html", context, status=status)
    form = QuestionsForm(request.POST, wordings=wordings, known=MEETING_QUESTIONS)
    if not form.is_valid():
        return render(request, "feedback/questions.html", {**context, "form": form}, status=400)
    try:
        edit_questions(survey=plan_meeting_survey(meeting=found), questions=form.questions())
    except ValidationError as error:
        # It opened while the form was being sent.
        add_service_error(form, error)
        return render(request, "feedback/questions.html", {**context, "form": form}, status=409)
    return redirect_done(
        request, reverse("feedback:results", args=[found.pk]), "feedback-questions"
    )


def _wordings(survey: Survey) -> list[Wording]:
    return [Wording(one.kind, one.code, one.text) for one in survey.questions.all()]


@require_POST
def meeting_open(request: Request, meeting: UUID) -> HttpResponse:
    """Open a meeting's survey by hand, on its day or later."""
    found = facilitated_meeting_for(request.visitor, meeting)
    survey = Survey.objects.filter(meeting=found).first()
    to = reverse("feedback:results", args=[found.pk])
    now = timezone.now()
    if survey and survey.state_at(now) == Survey.State.OPEN:
        return redirect_done(request, to, "feedback-opened")
    if not can_open(found, survey, now=now):
        raise PermissionDenied
    open_meeting_survey(meeting=found, now=now)
    return redirect_done(request, to, "feedback-opened")


@require_http_methods(["GET", "HEAD", "POST"])
def season_open(request: Request, season: UUID) -> HttpResponse:
    """Write a season's questions, choose its last day, and send the letters."""
    found = facilitated_season_for(request.visitor, season)
    to = reverse("feedback:season-results", args=[found.pk])
    # That page says why: it has been asked already, or there is nothing to tell of yet.
    if not has_met(found, now=timezone.now()) or Survey.objects.filter(season=found).exists():
        return redirect(to)
    form = _season_form(request, found)
    if request.method != "POST" or not form.is_valid() or not _ask(found, form):
        context = {
            "season": found,
            "form": form,
            "member_count": found.club.members.invited().count(),
        }
        status = 400 if request.method == "POST" else 200
        return render(request, "feedback/season_open.html", context, status=status)
    return redirect_done(request, to, "feedback-asked")


def _ask(season: Season, form: SeasonForm) -> bool:
    """Open the survey and write its letters; what the service refuses is said on the form."""
    try:
        open_season_survey(
            season=season,
            closes_at=closing_on(form.cleaned_data["closes_on"]),
            questions=form.questions(),
        )
    except ValidationError as error:
        add_service_error(form, error)
        return False
    return True


def _season_form(request: Request, season: Season) -> SeasonForm:
    wordings = season_questions(season.club.aims.values_list("text", flat=True))
    last_day = timezone.localdate() + dt.timedelta(days=SEASON_DAYS)
    data = request.POST if request.method == "POST" else None
    return SeasonForm(data, wordings=wordings, known=wordings, initial={"closes_on": last_day})


@require_POST
def changes(request: Request, survey: UUID) -> HttpResponse:
    """Tell everybody what came of a survey, and choose whether members see its results."""
    found = facilitated_survey_for(request.visitor, survey)
    form = ChangesForm(request.POST)
    if not form.is_valid():
        context = {"survey": found, "form": form}
        return render(request, "feedback/changes.html", context, status=400)
    tell_changes(
        survey=found,
        text=form.cleaned_data["what_we_changed"],
        is_shared=form.cleaned_data["is_shared"],
    )
    return redirect_done(request, found, "feedback-changes")
