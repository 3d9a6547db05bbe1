"""What one does with notes. Each answers htmx with a fragment and everybody else with 303 to the note."""

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from boards.access import (
    agreed_note_for,
    board_for,
    edited_comment_for,
    edited_note_for,
    note_for,
)
from boards.forms import AgreeForm, CommentForm, MoveForm, NoteEditForm, NoteForm
from boards.models import Board, Note
from boards.services import (
    BoardFrozen,
    StaleNote,
    add_comment,
    add_note,
    agree_note,
    delete_comment,
    delete_note,
    edit_note,
    move_note,
    open_board,
    restore_note,
    shift_note,
    support_note,
)
from boards.services.moderation import record_moderation
from boards.views.board import page_context
from boards.views.showing import (
    agree_form,
    answer_note,
    answer_wall,
    in_place_of,
    on_board,
    order_of,
)
from boards.wall import column_of, sections_of
from clubs.http import Request
from meetings.access import member_of
from meetings.gate import open_to_links
from ui.http import redirect_done

BAD = 400


def _refuse_if_frozen(board: Board) -> None:
    """Say so before a form is checked: a correction would be in vain."""
    if board.is_frozen:
        raise BoardFrozen(board)


@open_to_links
@require_POST
@on_board
def note_add(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """Write a note."""
    wall = board_for(request.visitor, meeting)
    _refuse_if_frozen(wall)
    form = NoteForm(request.POST, sections=sections_of(wall))
    if not form.is_valid():
        return _refuse_note(request, wall, form)
    real = open_board(meeting=wall.meeting)
    real.meeting = wall.meeting
    note = add_note(
        board=real,
        section=next(s for s in real.sections.all() if s.key == form.cleaned_data["section"]),
        text=form.cleaned_data["text"],
        author=member_of(request.visitor),
        is_anonymous=form.cleaned_data["is_anonymous"],
        client_id=form.cleaned_data["client_id"],
    )
    asked = note if note.is_agreed else None
    return answer_wall(request, real, moved=note, asked=asked, is_writing=True)


def _refuse_note(request: Request, wall: Board, form: NoteForm) -> HttpResponse:
    """The composer with its errors and what was typed."""
    context = page_context(request, wall, form)
    if not request.htmx:
        return render(request, "boards/board.html", context, status=BAD)
    answer = render(request, "boards/_composer.html", context, status=BAD)
    return in_place_of(answer, "#composer")


@open_to_links
@require_http_methods(["GET", "POST"])
@on_board
def note_edit(request: Request, note: uuid.UUID) -> HttpResponse:
    """Change a note's text; when somebody else did so meanwhile, both texts are shown with 409."""
    old = edited_note_for(request.visitor, note)
    _refuse_if_frozen(old.section.board)
    form = NoteEditForm(request.POST or None, note=old)
    if not form.is_valid():
        return _answer_edit(request, old, form, status=BAD if form.is_bound else 200)
    data = form.cleaned_data
    try:
        fresh = edit_note(note=old, text=data["text"], link=data["link"], version=data["version"])
    except StaleNote as stale:
        return _answer_conflict(request, old, stale.note, data["text"], data["link"])
    record_moderation(thing=old, by=member_of(request.visitor), action="note.edit")
    fresh.section = old.section
    return answer_note(request, fresh)


def _answer_conflict(
    request: Request, old: Note, theirs: Note, text: str, link: str
) -> HttpResponse:
    """The writer's text in the form, the other text beside it, and the version to go on from."""
    theirs.section = old.section
    initial = {"text": text, "link": link, "version": theirs.version}
    form = NoteEditForm(note=theirs, initial=initial)
    return _answer_edit(request, theirs, form, theirs=theirs, status=409)


def _answer_edit(
    request: Request,
    note: Note,
    form: NoteEditForm,
    *,
    theirs: Note | None = None,
    status: int = 200,
) -> HttpResponse:
    board = note.section.board
    column, card = column_of(note.section, note, request.visitor)
    context = {
        "board": board, "meeting": board.meeting, "note": note, "form": form, "theirs": theirs,
        "column": column, "card": card, "tab": "board",
        "member": member_of(request.visitor), "is_facilitator": request.visitor.is_facilitator,
    }  # fmt: skip
    template = "boards/_note_edit.html" if request.htmx else "boards/note_edit.html"
    return render(request, template, context, status=status)


@open_to_links
@require_POST
@on_board
def note_move(request: Request, note: uuid.UUID) -> HttpResponse:
    """Move a note to a section, below another note, or a step up or down."""
    moved = edited_note_for(request.visitor, note)
    board = moved.section.board
    _refuse_if_frozen(board)
    form = MoveForm(request.POST, board=board)
    if not form.is_valid():
        return answer_wall(request, board, moved=moved)
    if form.cleaned_data["step"]:
        shift_note(note=moved, step=-1 if form.cleaned_data["step"] == "up" else 1)
        return answer_wall(request, board, moved=moved)
    section = form.sections[form.cleaned_data["section"]]
    after = Note.objects.filter(pk=form.cleaned_data["after"], section=section).first()
    was_agreed = moved.is_agreed
    try:
        moved = move_note(note=moved, section=section, after=after)
    except ValidationError:
        return _answer_terms(request, moved, agree_form(moved, _terms_typed(moved)), status=BAD)
    is_new = moved.is_agreed and not was_agreed
    return answer_wall(request, board, moved=moved, asked=moved if is_new else None)


def _terms_typed(note: Note) -> dict[str, str]:
    """The form of terms as if the note's too long text had been typed there."""
    return {f"agree-{note.pk}-text": note.text}


@open_to_links
@require_POST
@on_board
def note_support(request: Request, note: uuid.UUID) -> HttpResponse:
    """Support a note, or no longer."""
    chosen = note_for(request.visitor, note)
    is_supported = request.POST.get("is_supported") == "1"
    support_note(note=chosen, member=member_of(request.visitor), is_supported=is_supported)
    return answer_note(request, chosen)


@open_to_links
@require_POST
@on_board
def note_comment(request: Request, note: uuid.UUID) -> HttpResponse:
    """Comment on a note."""
    chosen = note_for(request.visitor, note)
    _refuse_if_frozen(chosen.section.board)
    form = CommentForm(request.POST, note=chosen)
    if not form.is_valid():
        if request.htmx:
            return answer_note(request, chosen, comment_form=form, is_talking=True, status=BAD)
        context = page_context(request, chosen.section.board)
        context |= {"comment_form": form, "talking": chosen.pk}
        return render(request, "boards/board.html", context, status=BAD)
    add_comment(note=chosen, author=member_of(request.visitor), **form.cleaned_data)
    return answer_note(request, chosen, is_talking=True)


@open_to_links
@require_POST
@on_board
def comment_delete(request: Request, comment: uuid.UUID) -> HttpResponse:
    """Take a comment off its note; with ``is_deleted=0`` bring it back."""
    chosen = edited_comment_for(request.visitor, comment)
    is_deleted = request.POST.get("is_deleted") != "0"
    delete_comment(comment=chosen, is_deleted=is_deleted)
    record_moderation(thing=chosen, by=member_of(request.visitor), action="comment.delete")
    gone = chosen if is_deleted else None
    return answer_note(request, chosen.note, is_talking=True, gone=gone)


@open_to_links
@require_POST
@on_board
def note_delete(request: Request, note: uuid.UUID) -> HttpResponse:
    """Take a note off the board; a bar offers to bring it back."""
    chosen = edited_note_for(request.visitor, note)
    gone = delete_note(note=chosen)
    record_moderation(thing=chosen, by=member_of(request.visitor), action="note.delete")
    return answer_wall(request, chosen.section.board, deleted=gone)


@open_to_links
@require_POST
@on_board
def note_restore(request: Request, note: uuid.UUID) -> HttpResponse:
    """Bring a deleted note back."""
    chosen = edited_note_for(request.visitor, note, is_deleted=True)
    back = restore_note(note=chosen)
    return answer_wall(request, chosen.section.board, moved=back)


@open_to_links
@require_http_methods(["GET", "POST"])
@on_board
def note_agree(request: Request, note: uuid.UUID) -> HttpResponse:
    """Agree on a note, or say who answers for it and until when."""
    chosen = agreed_note_for(request.visitor, note)
    board = chosen.section.board
    if board.is_frozen and not (chosen.is_agreed and request.visitor.is_facilitator):
        raise BoardFrozen(board)
    form = agree_form(chosen, request.POST or None)
    if not form.is_valid():
        return _answer_terms(request, chosen, form, status=BAD if form.is_bound else 200)
    agree_note(note=chosen, **form.cleaned_data)
    chosen.refresh_from_db()
    if board.is_frozen:
        return redirect_done(request, "boards:memo-edit", "memo-saved", board.meeting_id)
    return answer_wall(request, board, moved=chosen)


def _answer_terms(
    request: Request, note: Note, form: AgreeForm, *, status: int = 200
) -> HttpResponse:
    """The form of who and when: in the note's place for htmx, a page of its own for everybody else."""
    board = note.section.board
    column, card = column_of(note.section, note, request.visitor)
    context = {
        "board": board, "meeting": board.meeting, "asked": note, "agree_form": form,
        "column": column, "card": card, "tab": "board", "order": order_of(request),
        "member": member_of(request.visitor), "is_facilitator": request.visitor.is_facilitator,
    }  # fmt: skip
    if not request.htmx:
        return render(request, "boards/note_agree.html", context, status=status)
    answer = render(request, "boards/_note_agree.html", context, status=status)
    return in_place_of(answer, f"#note-{note.pk}")
