"""A facilitator's letters: what failed, what is leaving and will leave, what left, and what one does about each."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clubs.access import facilitated_club_for
from clubs.http import Request
from clubs.models import Club, Member
from home import letterlog, services
from home.forms import AddressForm
from home.outboxpage import SHOWN, address_form, outbox_page, undo_of
from meetings.gate import framed, letter_frame
from outbox.services import written_anew
from ui.forms import add_service_error
from ui.http import posted_next, redirect_done


@require_safe
def outbox(request: Request, club: UUID) -> HttpResponse:
    """The club's letters: what is to be mended, what comes, what has left."""
    return show_outbox(request, facilitated_club_for(request.visitor, club))


def show_outbox(
    request: Request, club: Club, *, status: int = 200, problem: str = "", **forms: Any
) -> HttpResponse:
    """The screen; ``forms`` are those that were refused, with what was typed."""
    now = timezone.now()
    asked = request.GET.get("undo", "")
    shown = request.GET.get("show", "")
    page = outbox_page(club, now=now, **forms)
    context = {
        "club": club,
        "page": page,
        "shown": shown if shown in SHOWN else "",
        "problem": problem,
        "undo": undo_of(asked, [row.sending for row in page.planned]) if asked else None,
        "now": now,
    }
    return render(request, "home/outbox.html", context, status=status)


@require_safe
def leaving(request: Request, club: UUID) -> HttpResponse:
    """What is leaving now: the fragment that the screen asks for every other second until all has left."""
    found = facilitated_club_for(request.visitor, club)
    sendings = [one for one in letterlog.sendings(found) if one.waiting]
    context = {"club": found, "leaving": sendings}
    return render(request, "home/_leaving.html", context)


@require_safe
def sending(request: Request, club: UUID, topic: str, kind: str) -> HttpResponse:
    """One sending: each person, how far the letter is, and why."""
    found = facilitated_club_for(request.visitor, club)
    return _sending(request, found, topic, kind)


def _sending(
    request: Request, club: Club, topic: str, kind: str, refused: AddressForm | None = None
) -> HttpResponse:
    lines = letterlog.sending_lines(club, topic=topic, kind=kind)
    if not lines:
        raise Http404
    title = letterlog.titles_of([topic]).get(topic, "")
    rows = [
        (line, address_form(line.message, line.member.email) if line.member else None)
        for line in lines
    ]
    context = {
        "club": club,
        "sending": letterlog.sending_of(lines, topic=topic, kind=kind, title=title),
        "rows": rows,
    }
    return render(request, "home/sending.html", context)


@require_POST
def sending_stop(request: Request, club: UUID, topic: str, kind: str) -> HttpResponse:
    """Take back what has not left."""
    found = facilitated_club_for(request.visitor, club)
    if not letterlog.letters_of(found).filter(topic=topic, kind=kind).exists():
        raise Http404
    count = services.stop_sending(topic=topic, kind=kind, by=_own(request))
    notice = "sending-stopped" if count else "sending-gone"
    return redirect_done(request, "home:outbox", notice, found.pk)


@require_safe
def letter(request: Request, club: UUID, message: UUID) -> HttpResponse:
    """One person's letter: how far it is, and what it says now, with links that lead nowhere."""
    found = facilitated_club_for(request.visitor, club)
    line = _line(found, message)
    context = {
        "club": found,
        "line": line,
        "kind": letterlog.kind_name(line.message.kind),
        "title": letterlog.titles_of([line.message.topic]).get(line.message.topic, ""),
        "letter": written_anew(message, is_inert=True, now=timezone.now()),
    }
    return render(request, "home/letter.html", context)


@require_safe
@letter_frame
def letter_html(request: Request, club: UUID, message: UUID) -> HttpResponse:
    """The letter itself for its frame; ``?part=text`` is its text part."""
    found = facilitated_club_for(request.visitor, club)
    _line(found, message)
    written = written_anew(message, is_inert=True, now=timezone.now())
    if written is None:
        raise Http404
    return framed(request, written)


@require_POST
def letter_mend(request: Request, club: UUID, message: UUID) -> HttpResponse:
    """Save a corrected address and send the letter anew, in one press."""
    found = facilitated_club_for(request.visitor, club)
    line = _line(found, message)
    if line.member is None:
        raise Http404
    form = address_form(line.message, line.member.email, request.POST)
    if form.is_valid():
        try:
            is_sent = services.mend_letter(
                message=line.message,
                member=line.member,
                email=form.cleaned_data["email"],
                by=_own(request),
            )
        except ValidationError as error:
            add_service_error(form, error, named="email")
        else:
            notice = "letter-resent" if is_sent else "letter-not-needed"
            return _back(request, found, notice)
    return show_outbox(request, found, address=form)


@require_POST
def address_works(request: Request, club: UUID, message: UUID) -> HttpResponse:
    """Let letters go again to an address from which one came back."""
    found = facilitated_club_for(request.visitor, club)
    line = _line(found, message)
    services.take_address_back(message=line.message, by=_own(request))
    return _back(request, found, "address-works")


def _back(request: Request, club: Club, notice: str) -> HttpResponse:
    to = posted_next(request, reverse("home:outbox", args=[club.pk]))
    return redirect_done(request, to, notice)


def _line(club: Club, pk: UUID) -> letterlog.Line:
    line = letterlog.line_of(club, pk)
    if line is None:
        raise Http404
    return line


def _own(request: Request) -> Member:
    member = request.visitor.member
    assert member is not None
    return member
