"""The memo of a meeting: reading, editing, previewing and mailing it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from boards.access import edited_memo_for, memo_for
from boards.forms import MemoForm
from boards.letters import KIND, memo_letters
from boards.models import Board, Memo
from boards.paper import paper_of, readers_of
from boards.services import BoardOpen, MemoSent, StaleMemo, edit_memo, send_memo
from clubs.http import Request
from meetings.access import member_of
from meetings.gate import letter_frame
from meetings.kinds import topic_of
from meetings.models import AgreedThing, Invitee, Meeting
from outbox.services import progress
from ui.http import redirect_done


def _shell(request: Request, meeting: Meeting) -> dict[str, Any]:
    """What every page of a meeting is given."""
    return {
        "meeting": meeting,
        "tab": "memo",
        "member": request.visitor.member,
        "is_facilitator": request.visitor.is_facilitator,
    }


@require_safe
def memo(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """The memo as a page to read and print; the draft for facilitators."""
    place, found = memo_for(request.visitor, meeting)
    context = _shell(request, place)
    if found is None:
        context["board"] = Board.objects.filter(meeting=place).first()
        return render(request, "boards/memo_none.html", context)
    paper = paper_of(found)
    context |= {
        "memo": found,
        "paper": paper,
        "own": paper.owned_by(request.visitor.member),
        **_progress(request, found),
    }
    return render(request, "boards/memo.html", context)


def _progress(request: Request, found: Memo) -> dict[str, Any]:
    """How far the letters are, for facilitators."""
    if not (found.is_sent and request.visitor.is_facilitator):
        return {}
    return {"letters": progress(topic=topic_of(found.meeting), kind=KIND)}


@require_safe
@vary_on_headers("HX-Request")
def memo_progress(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """How many letters have gone; the fragment asks again until all have."""
    found = edited_memo_for(request.visitor, meeting)
    if not found.is_sent:
        raise Http404
    context = {**_shell(request, found.meeting), "memo": found, **_progress(request, found)}
    template = "boards/_memo_progress.html" if request.htmx else "boards/memo_progress.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def memo_edit(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """The facilitator's words; a save from an older version shows both texts with 409."""
    found = edited_memo_for(request.visitor, meeting)
    if found.is_sent:
        return redirect_done(request, "boards:memo", "memo-stays", meeting)
    parts = list(found.sections.all())
    form = MemoForm(request.POST or None, memo=found, parts=parts)
    if not form.is_valid():
        return _answer_edit(request, found, form, status=400 if form.is_bound else 200)
    try:
        edit_memo(
            memo=found,
            opening=form.cleaned_data["opening"],
            sections=form.texts,
            version=form.cleaned_data["version"],
        )
    except StaleMemo as stale:
        return _answer_conflict(request, stale.memo, form)
    except MemoSent:
        return redirect_done(request, "boards:memo", "memo-stays", meeting)
    if "preview" in request.POST:
        return redirect_done(request, "boards:memo-send", "memo-saved", meeting)
    return redirect_done(request, "boards:memo-edit", "memo-saved", meeting)


def _answer_conflict(request: Request, theirs: Memo, typed: MemoForm) -> HttpResponse:
    """What was typed in the form, what stands there now beside it, and the version to go on from."""
    parts = list(theirs.sections.all())
    data = {**dict(typed.data.items()), "version": str(theirs.version)}
    form = MemoForm(data, memo=theirs, parts=parts)
    differing = [(part, part.text) for part in parts if part.text != typed.texts.get(part.pk)]
    opening = theirs.opening if theirs.opening != typed.cleaned_data["opening"] else None
    return _answer_edit(request, theirs, form, status=409, differing=differing, opening=opening)


def _answer_edit(
    request: Request, found: Memo, form: MemoForm, *, status: int, **conflict: Any
) -> HttpResponse:
    context = _shell(request, found.meeting)
    context |= {
        "memo": found,
        "form": form,
        "agreed": _agreed(found.meeting),
        "conflict": conflict if status == 409 else None,
        "board": Board.objects.filter(meeting=found.meeting).first(),
    }
    return render(request, "boards/memo_edit.html", context, status=status)


def _agreed(meeting: Meeting) -> list[AgreedThing]:
    return list(meeting.agreed_things.select_related("note").prefetch_related("owners"))


@require_http_methods(["GET", "POST"])
def memo_send(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """The last look: a letter as its reader gets it, to whom it goes, and the button that sends."""
    found = edited_memo_for(request.visitor, meeting)
    if request.method == "POST":
        return _send(request, found)
    if found.is_sent:
        return redirect_done(request, "boards:memo", "memo-stays", meeting)
    return _look(request, found)


def _look(request: Request, found: Memo, problem: str = "") -> HttpResponse:
    readers = readers_of(found.meeting)
    context = _shell(request, found.meeting)
    context |= {
        "memo": found,
        "problem": problem,
        "readers": readers,
        "reader": _chosen(request, readers),
        "board": Board.objects.filter(meeting=found.meeting).first(),
        "vague": [thing for thing in _agreed(found.meeting) if not thing.due_on],
    }
    return render(request, "boards/memo_send.html", context, status=400 if problem else 200)


def _send(request: Request, found: Memo) -> HttpResponse:
    sender = member_of(request.visitor)
    try:
        count = send_memo(memo=found, sender=sender)
    except BoardOpen:
        return redirect_done(request, "boards:memo-send", "memo-board-open", found.meeting_id)
    except ValidationError as error:
        # A letter that no mail server would take: the memo must be shortened first.
        found.refresh_from_db(fields=["sent_at"])
        return _look(request, found, problem=" ".join(error.messages))
    notice = "memo-sent" if count else "memo-stays"
    return redirect_done(request, "boards:memo", notice, found.meeting_id)


def _chosen(request: Request, readers: list[Invitee]) -> Invitee | None:
    """The reader whose letter is looked at: the one asked for, else the first."""
    asked = request.GET.get("reader", "")
    return next(
        (reader for reader in readers if str(reader.pk) == asked), next(iter(readers), None)
    )


@require_safe
@letter_frame
def memo_preview(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """One letter exactly as its reader gets it, in their language, with links that lead nowhere."""
    found = edited_memo_for(request.visitor, meeting)
    reader = _chosen(request, readers_of(found.meeting))
    if reader is None:
        raise Http404
    letters = memo_letters(
        memo=found,
        readers=[reader],
        sender=member_of(request.visitor),
        now=timezone.now(),
        inert=True,
    )
    return HttpResponse(letters[0].html)
