"""How the board's views answer: with fragments for htmx, with 303 to the board for everybody else."""

import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_headers

from boards.forms import AgreeForm, CommentForm, NoteForm
from boards.models import Board, Comment, Note
from boards.services import BoardFrozen
from boards.wall import NEWEST, ORDERS, Column, column_of, columns_of, sections_of
from clubs.access import Visitor
from clubs.http import Request
from ui.http import HttpResponseSeeOther

View = Callable[..., HttpResponse]


def on_board(view: View) -> View:
    """Answer a write on a closed board with 403 and clear words; tell caches that htmx gets fragments."""

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BoardFrozen as frozen:
            return answer_frozen(request, frozen.board)

    return vary_on_headers("HX-Request")(answer)


def answer_frozen(request: Request, board: Board) -> HttpResponse:
    """The board has been closed. With htmx the page is loaded anew, which shows it so."""
    if request.htmx:
        return HttpResponse(status=403, headers={"HX-Refresh": "true"})
    context = {"meeting": board.meeting, "typed": typed_text(request)}
    return render(request, "boards/frozen.html", context, status=403)


def typed_text(request: Request) -> str:
    """What the person had written, so that nothing is lost with the refusal."""
    fields = (str(value) for name, value in request.POST.items() if name.endswith("text"))
    return next(fields, "")[:2000]


def in_place_of(answer: HttpResponse, selector: str) -> HttpResponse:
    """Let htmx put the answer where it belongs, whatever the request aimed at."""
    answer["HX-Retarget"] = selector
    answer["HX-Reswap"] = "outerHTML"
    return answer


def order_of(request: Request) -> str:
    """The order that the reader chose: in the address, or carried along by a form."""
    order = request.POST.get("order") or request.GET.get("order") or NEWEST
    return order if order in ORDERS else NEWEST


def board_url(board: Board, *, at: str = "", **query: str) -> str:
    """The board's address with what it should show, and the place on it."""
    url = reverse("boards:board", args=[board.meeting_id])
    said = urlencode({name: value for name, value in query.items() if value})
    return f"{url}{f'?{said}' if said else ''}{f'#{at}' if at else ''}"


def back_to(request: Request, board: Board, *, at: str = "", **query: str) -> HttpResponse:
    """303 to the board, in the order that the reader had."""
    order = order_of(request)
    query["order"] = "" if order == NEWEST else order
    return HttpResponseSeeOther(board_url(board, at=at, **query))


def composer_of(columns: Sequence[Column], preset: str) -> NoteForm:
    """An empty composer for one section, with an id that makes a retry harmless."""
    initial = {"client_id": uuid.uuid4(), "section": preset}
    return NoteForm(sections=[column.section for column in columns], initial=initial)


def agree_form(note: Note, data: Any = None) -> AgreeForm:
    """The form of who and when, for a note whose board and meeting are at hand."""
    club = note.section.board.meeting.season.club
    return AgreeForm(data, note=note, people=club.members.active())


def wall_context(request: Request, board: Board) -> dict[str, Any]:
    """What the wall's fragment needs."""
    visitor: Visitor = request.visitor
    order = order_of(request)
    columns = columns_of(board, visitor, order)
    return {
        "board": board,
        "meeting": board.meeting,
        "columns": columns,
        "note_count": sum(len(column.cards) for column in columns),
        "order": order,
        "member": visitor.member,
        "is_facilitator": visitor.is_facilitator,
    }


def find_card(columns: list[Column], note: Note) -> Note | None:
    """The note as it stands on the wall that was gathered."""
    cards = (card.note for column in columns for card in column.cards)
    return next((shown for shown in cards if shown.pk == note.pk), None)


def answer_wall(
    request: Request,
    board: Board,
    *,
    moved: Note | None = None,
    asked: Note | None = None,
    deleted: Note | None = None,
    is_writing: bool = False,
) -> HttpResponse:
    """The whole wall for htmx, after a change that touches more than one note.

    ``moved`` takes the focus (unless the composer keeps it: ``is_writing``), ``asked`` opens its form
    of who and when, ``deleted`` can be undone.
    """
    if not request.htmx:
        shown = asked or moved
        return back_to(
            request,
            board,
            at=f"note-{shown.pk}" if shown else "wall",
            ask=str(asked.pk) if asked else "",
            undo=str(deleted.pk) if deleted else "",
        )
    context = wall_context(request, board)
    context |= asking(context["columns"], board, asked)
    context |= {
        "deleted": deleted,
        "focus": moved.pk if moved and not is_writing else None,
        "saved_at": timezone.now(),
        "client_id": uuid.uuid4(),
    }
    return render(request, "boards/_wall_answer.html", context)


def asking(columns: list[Column], board: Board, note: Note | None) -> dict[str, Any]:
    """The open form of who and when on one note, if it is on the wall."""
    shown = find_card(columns, note) if note else None
    if shown is None:
        return {}
    section = next(c.section for c in columns if c.section.pk == shown.section_id)
    section.board = board
    shown.section = section
    return {"asked": shown, "agree_form": agree_form(shown)}


def answer_note(
    request: Request,
    note: Note,
    *,
    comment_form: CommentForm | None = None,
    is_talking: bool = False,
    gone: Comment | None = None,
    status: int = 200,
) -> HttpResponse:
    """One note anew: the fragment for htmx, 303 to its place for everybody else.

    ``gone`` is a comment that was just taken off and can be brought back.
    """
    board = note.section.board
    if not request.htmx:
        talk = str(note.pk) if is_talking else ""
        undo = str(gone.pk) if gone else ""
        return back_to(request, board, at=f"note-{note.pk}", talk=talk, uncomment=undo)
    column, card = column_of(note.section, note, request.visitor)
    context = {
        "board": board,
        "column": column,
        "card": card,
        "order": order_of(request),
        "comment_form": comment_form,
        "talking": note.pk if is_talking else None,
        "gone": gone,
        "focus": None,
        "all_columns": columns_for_menu(board),
        "saved_at": timezone.now(),
    }
    return render(request, "boards/_note_answer.html", context, status=status)


def columns_for_menu(board: Board) -> list[Column]:
    """The sections that a note's menu offers."""
    return [Column(section=section, cards=[]) for section in sections_of(board)]
