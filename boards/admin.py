"""Boards in the admin: to look at, never to write. Anonymous rows have no author to show."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from boards.models import Board, Memo, Note


class ReadOnlyAdmin(admin.ModelAdmin):
    """Services own the writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Board)
class BoardAdmin(ReadOnlyAdmin):
    """Which meetings have a board, and which are closed."""

    list_display = ("meeting", "seq", "frozen_at")
    list_select_related = ("meeting",)


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    """Notes, without the id that the writer's browser gave."""

    list_display = ("__str__", "section", "state", "is_anonymous", "deleted_at")
    list_select_related = ("section", "agreed_thing")
    list_filter = ("state", "is_anonymous")
    exclude = ("client_id",)


@admin.register(Memo)
class MemoAdmin(ReadOnlyAdmin):
    """Memos and when they were sent."""

    list_display = ("meeting", "version", "saved_at", "sent_at")
    list_select_related = ("meeting",)
