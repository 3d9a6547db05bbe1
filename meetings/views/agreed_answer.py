"""The page of a reminder's link: what became of a thing agreed. Reading it changes nothing, ever."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clubs.access import stand_by_link
from clubs.http import Request
from clubs.links import BadLink
from meetings.access import agreed_owner_of_token
from meetings.forms.agreed import AgreedAnswerForm
from meetings.models import AgreedOwner, AgreedThing
from meetings.services import answer_agreed
from meetings.views.by_link import bad_link
from ui.forms import add_service_error
from ui.http import redirect_done
from ui.links import kept_private, speak


@login_not_required
@kept_private
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreed_answer(request: Request, token: str) -> HttpResponse:
    """What the person in charge says: GET shows it with the tapped answer chosen, POST saves it."""
    try:
        owner = agreed_owner_of_token(token)
    except BadLink as error:
        return bad_link(request, error)
    thing = owner.agreed_thing
    stand_by_link(request.visitor, owner.member, thing.meeting.season.club)
    speak(request, owner.member.mail_language)
    if request.method == "POST":
        form = AgreedAnswerForm(request.POST)
        if form.is_valid() and _save(form, thing):
            return redirect_done(request, "meetings:agreed-answer", "agreed-answered", token)
        thing.refresh_from_db()
        return render(request, "meetings/agreed_answer.html", _context(owner, form), status=400)
    tapped = request.GET.get("state", "")
    is_answer = tapped in (AgreedThing.State.DONE, AgreedThing.State.OPEN)
    chosen = tapped if is_answer else AgreedThing.State.DONE
    form = AgreedAnswerForm(initial={"state": chosen})
    return render(request, "meetings/agreed_answer.html", _context(owner, form))


def _save(form: AgreedAnswerForm, thing: AgreedThing) -> bool:
    try:
        answer_agreed(
            agreed_thing=thing,
            state=form.cleaned_data["state"],
            due_on=form.cleaned_data["due_on"],
        )
    except ValidationError as error:
        add_service_error(form, error)
        return False
    return True


def _context(owner: AgreedOwner, form: AgreedAnswerForm) -> dict[str, object]:
    thing = owner.agreed_thing
    return {
        "form": form,
        "thing": thing,
        "meeting": thing.meeting,
        "member": owner.member,
        "today": timezone.localdate(),
    }
