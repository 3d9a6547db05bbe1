"""Addresses of boards, memos and the idea bank."""

from django.urls import path

from boards.views import board, ideas, memo, notes

app_name = "boards"

urlpatterns = [
    path("meetings/<uuid:meeting>/board/", board.board, name="board"),
    path("meetings/<uuid:meeting>/board/notes/add/", notes.note_add, name="note-add"),
    path("meetings/<uuid:meeting>/board/agreed/<uuid:agreed>/", board.review, name="review"),
    path("meetings/<uuid:meeting>/board/freeze/", board.freeze, name="freeze"),
    path("meetings/<uuid:meeting>/board/unfreeze/", board.unfreeze, name="unfreeze"),
    path("notes/<uuid:note>/edit/", notes.note_edit, name="note-edit"),
    path("notes/<uuid:note>/move/", notes.note_move, name="note-move"),
    path("notes/<uuid:note>/support/", notes.note_support, name="note-support"),
    path("notes/<uuid:note>/comment/", notes.note_comment, name="note-comment"),
    path("notes/<uuid:note>/delete/", notes.note_delete, name="note-delete"),
    path("notes/<uuid:note>/restore/", notes.note_restore, name="note-restore"),
    path("notes/<uuid:note>/agree/", notes.note_agree, name="note-agree"),
    path("comments/<uuid:comment>/delete/", notes.comment_delete, name="comment-delete"),
    path("meetings/<uuid:meeting>/memo/", memo.memo, name="memo"),
    path("meetings/<uuid:meeting>/memo/edit/", memo.memo_edit, name="memo-edit"),
    path("meetings/<uuid:meeting>/memo/preview/", memo.memo_preview, name="memo-preview"),
    path("meetings/<uuid:meeting>/memo/send/", memo.memo_send, name="memo-send"),
    path("meetings/<uuid:meeting>/memo/progress/", memo.memo_progress, name="memo-progress"),
    path("clubs/<uuid:club>/ideas/", ideas.ideas, name="ideas"),
]
