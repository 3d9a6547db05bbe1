"""What the club has agreed: the list, editing, and saying that it is done."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.access import club_for
from clubs.http import Request
from meetings.access import agreed_for, may_settle
from meetings.forms.agreed import AgreedForm
from meetings.models import AgreedThing
from meetings.services import edit_agreed, settle_agreed
from ui.forms import add_service_error
from ui.http import posted_next, redirect_done

NOTICES = {
    AgreedThing.State.DONE: "meetings-settled",
    AgreedThing.State.DROPPED: "meetings-dropped",
    AgreedThing.State.OPEN: "meetings-reopened",
}


@dataclass(frozen=True)
class Row:
    """A thing agreed, and whether the reader may say what became of it."""

    thing: AgreedThing
    may_settle: bool


@require_safe
def agreed(request: Request, club: UUID) -> HttpResponse:
    """The things agreed of a club: open ones first, by due date, then what was settled, newest first."""
    found = club_for(request.visitor, club)
    things = (
        AgreedThing.objects.filter(meeting__season__club=found)
        .select_related("meeting")
        .prefetch_related("owners")
        .in_order()
    )
    rows = [Row(thing, may_settle(request.visitor, thing)) for thing in things]
    context = {
        "club": found,
        "member": request.visitor.member,
        "today": timezone.localdate(),
        "open": [row for row in rows if row.thing.settled_at is None],
        "settled": [row for row in rows if row.thing.settled_at is not None],
    }
    return render(request, "meetings/agreed.html", context)


@require_POST
def agreed_settle(request: Request, agreed_thing: UUID) -> HttpResponse:
    """Mark a thing done, dropped or open again (``state``)."""
    thing = agreed_for(request.visitor, agreed_thing)
    state = request.POST.get("state", "")
    if state not in NOTICES:
        return HttpResponseBadRequest()
    settle_agreed(agreed_thing=thing, state=state)
    to = posted_next(request, reverse("meetings:agreed", args=[thing.meeting.season.club_id]))
    return redirect_done(request, to, NOTICES[AgreedThing.State(state)])


@require_http_methods(["GET", "POST"])
def agreed_edit(request: Request, agreed_thing: UUID) -> HttpResponse:
    """The words, owners and due date of a thing agreed."""
    thing = agreed_for(request.visitor, agreed_thing)
    club = thing.meeting.season.club
    initial = {
        "text": thing.text,
        "owners": [owner.pk for owner in thing.owners.all()],
        "is_for_everybody": thing.is_for_everybody,
        "due_on": thing.due_on,
    }
    form = AgreedForm(request.POST or None, initial=initial, club=club)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edit_agreed(agreed_thing=thing, **form.terms)
                return redirect_done(request, "meetings:agreed", "meetings-saved", club.pk)
            except ValidationError as error:
                add_service_error(form, error)
    context = {"thing": thing, "form": form, "club": club, "member": request.visitor.member}
    return render(request, "meetings/agreed_edit.html", context, status=status)
