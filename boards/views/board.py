"""The board of a meeting, and closing it."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from boards.access import board_for, facilitated_board_for, may_edit, may_settle
from boards.forms import NoteForm
from boards.models import Board, Comment, Memo, Note, Review
from boards.services import (
    freeze_board,
    make_memo,
    open_board,
    review_agreed,
    unfreeze_board,
)
from boards.views.showing import (
    asking,
    back_to,
    composer_of,
    on_board,
    wall_context,
)
from boards.wall import last_goals, open_things
from clubs.http import Request
from meetings.agenda import Line, lines_of
from meetings.gate import open_to_links
from meetings.models import AgreedThing
from ui.http import redirect_done

# The section that an agenda item works on; else ideas.
SECTION_OF = {"decisions": "agreed", "agreed": "agreed", "opening": "goal", "closing": "question"}


@open_to_links
@require_safe
@vary_on_headers("HX-Request")
def board(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """The board: what is agreed already, four sections, and the composer."""
    wall = board_for(request.visitor, meeting)
    return render(request, "boards/board.html", page_context(request, wall))


def page_context(request: Request, wall: Board, composer: NoteForm | None = None) -> dict[str, Any]:
    """What the whole page shows; ``composer`` is one that was refused."""
    context = wall_context(request, wall)
    now = _current_item(wall)
    preset = SECTION_OF.get(now.item.kind, "idea") if now else "idea"
    context |= {
        "tab": "board",
        "now": now,
        "composer": composer or composer_of(context["columns"], preset),
        "open_things": open_things(wall, request.visitor),
        "outcomes": Review.Outcome.choices,
        "goals": last_goals(wall.meeting),
        "memo": Memo.objects.filter(meeting=wall.meeting).first() if wall.is_frozen else None,
        "talking": _asked_for(request, "talk"),
        "deleted": _deleted(request, wall),
        "gone": _gone(request, wall),
    }
    asked = _asked_for(request, "ask")
    if asked and not wall.is_frozen:
        cards = [card for column in context["columns"] for card in column.cards]
        mine = (card.note for card in cards if card.note.pk == asked and card.may_agree)
        context |= asking(context["columns"], wall, next(mine, None))
    return context


def _current_item(wall: Board) -> Line | None:
    """The part of the agenda that is on now."""
    items = wall.meeting.agenda_items.all()
    lines = lines_of(items, wall.meeting.starts_at, now=timezone.now())
    return next((line for line in lines if line.is_now), None)


def _asked_for(request: Request, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _deleted(request: Request, wall: Board) -> Note | None:
    """The note that was just deleted and can be brought back."""
    pk = _asked_for(request, "undo")
    if pk is None or wall.is_frozen:
        return None
    note = Note.objects.filter(pk=pk, section__board=wall, deleted_at__isnull=False).first()
    return note if note and may_edit(request.visitor, note) else None


def _gone(request: Request, wall: Board) -> Comment | None:
    """The comment that was just taken off and can be brought back."""
    pk = _asked_for(request, "uncomment")
    if pk is None or wall.is_frozen:
        return None
    rows = Comment.objects.filter(note__section__board=wall, deleted_at__isnull=False)
    comment = rows.filter(pk=pk).first()
    return comment if comment and may_edit(request.visitor, comment) else None


@open_to_links
@require_POST
@on_board
def review(request: Request, meeting: uuid.UUID, agreed: uuid.UUID) -> HttpResponse:
    """Say what became of a thing agreed earlier: done, continues or dropped."""
    wall = board_for(request.visitor, meeting)
    thing = get_object_or_404(
        AgreedThing.objects.before(wall.meeting).select_related("meeting__season"), pk=agreed
    )
    if not may_settle(request.visitor, thing):
        raise PermissionDenied
    outcome = request.POST.get("outcome", "")
    if outcome in Review.Outcome.values:
        real = open_board(meeting=wall.meeting)
        real.meeting = wall.meeting
        review_agreed(board=real, agreed_thing=thing, outcome=outcome)
        wall = real
    if not request.htmx:
        return back_to(request, wall, at=f"agreed-{thing.pk}")
    context = {
        "board": wall,
        "open_things": open_things(wall, request.visitor),
        "outcomes": Review.Outcome.choices,
        "saved_at": timezone.now(),
    }
    return render(request, "boards/_review_answer.html", context)


@require_http_methods(["GET", "POST"])
def freeze(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """Close the board for writing, after a page that says what is still open, and make the memo."""
    wall = facilitated_board_for(request.visitor, meeting)
    waiting = _waiting(request, wall)
    if request.method == "POST":
        wall = open_board(meeting=wall.meeting)
        freeze_board(board=wall, by=request.visitor.member, waiting=len(waiting))
        make_memo(meeting=wall.meeting)
        return redirect_done(request, "boards:memo-edit", "board-frozen", meeting)
    if wall.is_frozen:
        return back_to(request, wall)
    context = wall_context(request, wall)
    things = wall.meeting.agreed_things.select_related("note").prefetch_related("owners")
    context |= {
        "tab": "board",
        "waiting": waiting,
        "vague": [thing for thing in things if not _is_definite(thing)],
    }
    return render(request, "boards/freeze.html", context)


def _waiting(request: Request, wall: Board) -> list[AgreedThing]:
    """Things agreed earlier of which this meeting has not said what became."""
    things = open_things(wall, request.visitor)
    return [row.thing for row in things if row.review is None]


def _is_definite(thing: AgreedThing) -> bool:
    return thing.due_on is not None and (thing.is_for_everybody or bool(thing.owners.all()))


@require_POST
def unfreeze(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """Open the board again, unless its memo has been sent."""
    wall = facilitated_board_for(request.visitor, meeting)
    is_open = wall.is_unmade or unfreeze_board(board=wall)
    notice = "board-open" if is_open else "board-stays-frozen"
    return redirect_done(request, "boards:board", notice, meeting)
