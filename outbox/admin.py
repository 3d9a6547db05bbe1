"""Letters in the admin: to be looked at. What moves them is the services and the delivery."""

from django.contrib import admin
from django.http import HttpRequest

from outbox.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Where letters are and why; their bodies hold personal links and are not shown."""

    list_display = (
        "created_at",
        "kind",
        "to_email",
        "state",
        "reason",
        "tries",
        "next_at",
        "sent_at",
    )
    list_filter = ("state", "reason", "kind")
    search_fields = ("to_email", "topic", "scope", "message_id")
    date_hierarchy = "created_at"
    show_full_result_count = False
    exclude = ("text", "html", "calendar", "headers")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: letters are written by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Nobody: a row's state is moved by conditional updates only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Nobody: rows leave by the purge."""
        return False
