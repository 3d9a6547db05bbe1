"""A facilitator's own letter: write, look, send to oneself, send, throw away."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clubs.access import facilitated_club_for
from clubs.http import Request
from clubs.models import Club
from meetings import kinds
from meetings.access import free_letter_for, member_of
from meetings.forms.free import FreeLetterForm
from meetings.gate import framed, letter_frame
from meetings.letters.free import free_copy, free_words
from meetings.models import FreeLetter
from meetings.services.free_letters import (
    drop_free_letter,
    next_asked,
    readers_of,
    save_free_letter,
    send_free_letter,
)
from meetings.views.previews import send_copy
from ui.forms import add_service_error
from ui.http import redirect_done


@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request: Request, club: UUID) -> HttpResponse:
    """Begin a letter; what is saved becomes a draft."""
    found = facilitated_club_for(request.visitor, club)
    return _write(request, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_draft(request: Request, club: UUID, draft: UUID) -> HttpResponse:
    """Go on with a draft: every button saves first, so nothing typed is lost."""
    letter = free_letter_for(request.visitor, club, draft)
    if letter.sent_at is not None:
        return redirect("home:sending", letter.club_id, kinds.free_topic(letter), kinds.FREE)
    if request.POST.get("action") == "drop":
        drop_free_letter(letter=letter)
        return redirect_done(request, "home:outbox", "letter-dropped", letter.club_id)
    return _write(request, letter.club, letter)


@require_safe
@letter_frame
def letter_draft_html(request: Request, club: UUID, draft: UUID) -> HttpResponse:
    """The saved letter for its frame; ``?part=text`` is its text part."""
    letter = free_letter_for(request.visitor, club, draft)
    member = member_of(request.visitor)
    reader = next(iter(readers_of(letter)), member)
    words = free_words(letter=letter, reader=reader, sender=member, link="#")
    return framed(request, words)


def _write(request: Request, club: Club, letter: FreeLetter | None) -> HttpResponse:
    asked = next_asked(club)
    shown_to = letter.audience if letter else ""
    names = ("audience", "subject", "text")
    initial = {name: getattr(letter, name) for name in names} if letter else None
    is_post = request.method == "POST"
    form = FreeLetterForm(request.POST if is_post else None, asked=asked, initial=initial)
    if is_post and form.is_valid():
        try:
            saved = save_free_letter(
                club=club,
                written_by=member_of(request.visitor),
                letter=letter,
                **form.cleaned_data,
            )
        except ValidationError as error:
            add_service_error(form, error)
        else:
            return _after_saving(request, saved, form, shown_to)
    return _page(request, club, letter, form)


def _after_saving(
    request: Request, saved: FreeLetter, form: FreeLetterForm, shown_to: str
) -> HttpResponse:
    """Do what the button says. Nothing is sent to readers other than those whose names stood beside the button."""
    member, now = member_of(request.visitor), timezone.now()
    to = reverse("meetings:letter-draft", args=[saved.club_id, saved.pk])
    match request.POST.get("action"):
        case "me":
            return send_copy(request, free_copy(letter=saved, sender=member, now=now), to)
        case "send" if saved.audience != shown_to:
            return redirect_done(request, to, "letter-readers")
        case "send":
            try:
                send_free_letter(letter=saved, sender=member, now=now)
            except ValidationError as error:
                add_service_error(form, error)
                return _page(request, saved.club, saved, form)
            return redirect_done(request, "home:outbox", "planned-sent", saved.club_id)
    return redirect_done(request, to, "saved")


def _page(
    request: Request, club: Club, letter: FreeLetter | None, form: FreeLetterForm
) -> HttpResponse:
    context: dict[str, Any] = {
        "club": club,
        "letter": letter,
        "form": form,
        "member": request.visitor.member,
        "readers": readers_of(letter) if letter else [],
    }
    return render(request, "meetings/letter_draft.html", context)
