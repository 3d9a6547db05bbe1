"""The form that a letter's link opens. No sign-in: the link is the key, and nothing here asks who is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clubs.http import Request
from clubs.links import BadLink
from feedback.access import LinkEnded, invitee_of_token
from feedback.forms import FeedbackForm
from feedback.models import Question, Survey, SurveyInvitee
from feedback.services import AlreadyAnswered, NotOpen, submit_feedback
from feedback.summary import LEAST, is_too_small
from ui.http import redirect_done
from ui.links import kept_private, plain_page, speak


@login_not_required
@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request, token: str) -> HttpResponse:
    """Show the questions, take the answers once, and say in plain words when there is nothing to answer."""
    try:
        invitee = invitee_of_token(token)
    except BadLink:
        return plain_page(
            request,
            status=404,
            heading=_("This link does not work"),
            text=_("Part of the address may be missing. Open the link in the letter once more."),
        )
    except LinkEnded:
        return plain_page(
            request,
            status=410,
            heading=_("This link is no longer in use"),
            text=_("It has been replaced, or the membership has ended."),
        )
    speak(request, invitee.member.mail_language)
    request.visitor.club = invitee.survey.club
    if invitee.has_answered:
        return _answered(request, invitee)
    if invitee.survey.state_at(timezone.now()) != Survey.State.OPEN or _is_called_off(invitee):
        return _not_open(request, invitee.survey)
    return _ask(request, invitee, token)


def _ask(request: Request, invitee: SurveyInvitee, token: str) -> HttpResponse:
    questions = list(Question.objects.filter(survey=invitee.survey_id))
    if request.method != "POST":
        filled = FeedbackForm(questions=questions, initial=_preselected(request, questions))
        return _questions(request, invitee, filled)
    filled = FeedbackForm(request.POST, questions=questions)
    if not filled.is_valid():
        return _questions(request, invitee, filled, status=400)
    try:
        submit_feedback(invitee=invitee, answers=filled.answers())
    except AlreadyAnswered:
        pass  # The same press twice: the page tells that it is stored.
    except NotOpen:
        return _not_open(request, invitee.survey)
    return redirect_done(request, reverse("feedback:form", args=[token]))


def _preselected(request: Request, questions: list[Question]) -> dict[str, str]:
    """What a letter's link has chosen beforehand: ``?useful=4``."""
    return {
        f"q{question.position}": request.GET[question.code]
        for question in questions
        if question.code in request.GET and question.kind == Question.Kind.SCALE
    }


def _questions(
    request: Request, invitee: SurveyInvitee, filled: FeedbackForm, *, status: int = 200
) -> HttpResponse:
    survey = invitee.survey
    context = {
        "form": filled,
        "survey": survey,
        "draft": invitee.pk,
        "least": LEAST,
        "is_too_small": is_too_small(survey.invitees.count()),
    }
    return render(request, "feedback/form.html", context, status=status)


def _answered(request: Request, invitee: SurveyInvitee) -> HttpResponse:
    survey = invitee.survey
    state = survey.state_at(timezone.now())
    context = {
        "survey": survey,
        "is_open": state == Survey.State.OPEN,
        "has_results": state == Survey.State.PUBLISHED,
        "draft": invitee.pk,
        "least": LEAST,
        "results_url": survey.get_absolute_url(),
    }
    return render(request, "feedback/answered.html", context)


def _not_open(request: Request, survey: Survey) -> HttpResponse:
    is_coming = survey.state_at(timezone.now()) == Survey.State.PLANNED and not (
        survey.meeting and survey.meeting.cancelled_at
    )
    return plain_page(
        request,
        status=200 if is_coming else 410,
        heading=_("The feedback is not open yet") if is_coming else _("The feedback is closed"),
        text=_("It opens when the meeting starts.")
        if is_coming
        else _(
            "Answers are not taken any more. Results show once there are at least %(least)s answers."
        )
        % {"least": LEAST},
        url=survey.get_absolute_url(),
        action=_("Go to the meeting") if survey.meeting else _("Go to the season's feedback"),
    )


def _is_called_off(invitee: SurveyInvitee) -> bool:
    meeting = invitee.survey.meeting
    return meeting is not None and meeting.cancelled_at is not None
