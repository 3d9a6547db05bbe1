"""Asking another pair to swap host turns, and answering that."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.http import Request
from clubs.models import Member
from meetings.access import edited_meeting_for, member_of, swap_for
from meetings.forms.hosting import SwapForm
from meetings.models import Meeting, TurnSwap
from meetings.services.swaps import answer_swap, ask_swap, withdraw_swap
from meetings.turns import Turn, standing, turns_beside, turns_of
from ui.forms import add_service_error
from ui.http import redirect_done

NOTICES = {"accept": "swap-made", "decline": "swap-declined", "withdraw": "swap-withdrawn"}


@require_http_methods(["GET", "HEAD", "POST"])
def swap_ask(request: Request, meeting: UUID) -> HttpResponse:
    """Choose another pair's turn and ask for it; a facilitator's press swaps at once."""
    found = edited_meeting_for(request.visitor, meeting)
    turns = turns_beside(found)
    if request.method != "POST":
        return _ask_page(request, found, SwapForm(offered=found, turns=turns), turns)
    form = SwapForm(request.POST, offered=found, turns=turns)
    if form.is_valid():
        try:
            swap = ask_swap(
                offered=found,
                wanted=form.meeting,
                asked_by=member_of(request.visitor),
                message=form.cleaned_data["message"],
            )
            if swap.state == TurnSwap.State.ACCEPTED:
                return redirect_done(request, "meetings:host-desk", "swap-made", found.pk)
            return redirect_done(request, "meetings:swap", "swap-asked", swap.pk)
        except ValidationError as error:
            add_service_error(form, error)
    return _ask_page(request, found, form, turns, status=400)


def _ask_page(
    request: Request, found: Meeting, form: SwapForm, turns: list[Turn], *, status: int = 200
) -> HttpResponse:
    open_swap = found.swaps_offered.filter(state=TurnSwap.State.OPEN).first()
    [own] = turns_of([found])
    context = {
        "meeting": found,
        "tab": "",
        "is_facilitator": request.visitor.is_facilitator,
        "is_host": request.visitor.member in own.hosts,
        "own": own,
        "form": form,
        "turns": turns,
        "is_ahead": found.is_ahead(timezone.now()),
        "open_swap": open_swap,
    }
    return render(request, "meetings/swap_ask.html", context, status=status)


@require_safe
def swap(request: Request, swap: UUID) -> HttpResponse:
    """A request: both turns, what was written, and what the reader may answer."""
    return _swap_page(request, swap_for(request.visitor, swap))


@require_POST
def swap_answer(request: Request, swap: UUID) -> HttpResponse:
    """Accept, decline or withdraw (``do``). Whoever comes second sees what the first has done."""
    found = swap_for(request.visitor, swap)
    deed = request.POST.get("do", "")
    if deed not in NOTICES:
        return HttpResponseBadRequest()
    by = member_of(request.visitor)
    try:
        if deed == "withdraw":
            counts = withdraw_swap(swap=found, by=by)
        else:
            counts = answer_swap(swap=found, is_accepted=deed == "accept", by=by)
    except ValidationError as error:
        if error.code == "host":
            raise PermissionDenied from error
        return _swap_page(request, found, problem=" ".join(error.messages), status=409)
    notice = NOTICES[deed] if counts else "swap-answered-already"
    return redirect_done(request, "meetings:swap", notice, found.pk)


def _swap_page(
    request: Request, found: TurnSwap, *, problem: str = "", status: int = 200
) -> HttpResponse:
    offered, wanted = turns_of([found.offered, found.wanted])
    member, is_facilitator = request.visitor.member, request.visitor.is_facilitator
    is_open = found.state == TurnSwap.State.OPEN
    fallen = standing(found, timezone.now()) if is_open else None
    is_asked = is_facilitator or member in wanted.hosts
    is_asking = is_facilitator or member in offered.hosts or member == found.asked_by
    own = [turn for turn in (offered, wanted) if member in turn.hosts]
    context: dict[str, Any] = {
        "swap": found,
        "club": found.offered.season.club,
        "offered": offered,
        "wanted": wanted,
        "offered_label": _label(found, offered, member),
        "wanted_label": _label(found, wanted, member),
        "own": own[0] if own else None,
        "is_facilitator": is_facilitator,
        "fallen": " ".join(fallen.messages) if fallen else "",
        "problem": problem,
        "may_answer": is_open and fallen is None and is_asked,
        "may_decline": is_open and is_asked,
        "may_withdraw": is_open and is_asking,
    }
    return render(request, "meetings/swap.html", context, status=status)


def _label(found: TurnSwap, turn: Turn, member: Member | None) -> str:
    """What a turn is to the reader: theirs as it is now, or what was asked for and offered."""
    if member in turn.hosts:
        return _("Your turn now")
    return _("The turn offered") if turn.meeting == found.offered else _("The turn asked for")
