"""The answer page of a letter's link. Reading it changes nothing, ever: mail scanners open every link."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clubs.access import stand_by_link
from clubs.http import Request
from clubs.links import BadLink
from clubs.middleware import LINKS_KEY
from meetings.access import invitee_of_token
from meetings.cadence import answer_by
from meetings.forms.answer import AnswerForm
from meetings.models import Answer, AnswerValue, Invitee
from meetings.seats import hosts_of
from meetings.services import record_answer
from meetings.shown import reading_of
from ui.forms import add_service_error
from ui.http import redirect_done

LINK_SECONDS = 30 * 24 * 3600


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """The answer of the person whom the link names: GET shows it, POST saves it."""
    try:
        invitee = invitee_of_token(token)
    except BadLink as error:
        return _private(_gone(request, is_over=str(error) == "over"))
    stand_by_link(request.visitor, invitee.member, invitee.meeting.season.club)
    with translation.override(_language(request, invitee)):
        return _private(_page(request, invitee, token))


def _language(request: Request, invitee: Invitee) -> str:
    """The language of the person's letters, unless this reader has chosen one."""
    is_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.user.is_authenticated
    return translation.get_language() if is_chosen else invitee.member.mail_language


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link to ourselves.

    Where the reader goes next does not learn the address. The policy is same-origin and not no-referrer (which stays for
    browsers that do not know the other): under no-referrer a browser posts with ``Origin: null``, and the CSRF check
    would refuse the person's own answer.
    """
    response["Referrer-Policy"] = "no-referrer, same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _gone(request: Request, *, is_over: bool) -> HttpResponse:
    if is_over:
        context = {
            "heading": _("This meeting is over"),
            "text": _(
                "The link in the letter has served its time. Sign in to see the club's memos."
            ),
        }
    else:
        context = {
            "heading": _("This link does not work"),
            "text": _(
                "It may have been cut in two in the letter, or a newer letter has replaced it. Open the link"
                " in the newest letter, or ask the facilitator for a new one."
            ),
        }
    context |= {"url": "/", "action": _("Go to the front page")}
    status = 410 if is_over else 404
    return render(request, "components/plain_page.html", context, status=status)


def _page(request: Request, invitee: Invitee, token: str) -> HttpResponse:
    if request.method == "POST":
        form = AnswerForm(request.POST, meeting=invitee.meeting)
        if form.is_valid() and _save(form, invitee):
            _remember(request, invitee, token)
            return redirect_done(request, "meetings:answer", "meetings-answered", token)
        return render(request, "meetings/answer.html", _context(invitee, form), status=400)
    tapped = request.GET.get("answer", "")
    chosen = tapped if tapped in AnswerValue.values else invitee.answer
    form = AnswerForm(initial={"answer": chosen}, meeting=invitee.meeting)
    return render(request, "meetings/answer.html", _context(invitee, form))


def _save(form: AnswerForm, invitee: Invitee) -> bool:
    try:
        record_answer(
            invitee=invitee,
            value=form.cleaned_data["answer"],
            source=Answer.Source.MAIL,
            greeting=form.cleaned_data["greeting"],
            given_by=invitee.member,
        )
    except ValidationError as error:
        add_service_error(form, error)
        return False
    return True


def _remember(request: Request, invitee: Invitee, token: str) -> None:
    """Open a light session for this meeting on this device."""
    links = dict(request.session.get(LINKS_KEY, {}))
    request.session[LINKS_KEY] = {**links, str(invitee.meeting_id): token}
    if not request.user.is_authenticated:
        request.session.set_expiry(LINK_SECONDS)


def _context(invitee: Invitee, form: AnswerForm) -> dict[str, Any]:
    meeting, now = invitee.meeting, timezone.now()
    return {
        "form": form,
        "invitee": invitee,
        "member": invitee.member,
        "meeting": meeting,
        "is_open": meeting.starts_at > now and meeting.cancelled_at is None,
        "answer_by": answer_by(starts_at=meeting.starts_at, asked_at=invitee.invited_at or now),
        "hosts": hosts_of(meeting),
        "facilitators": list(meeting.season.club.members.facilitators()),
        "reading": reading_of(meeting, invitee.member),
    }
