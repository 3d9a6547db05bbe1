"""Letters, the channel and bounced addresses in the admin: to be looked at. What moves them is the services."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from outbox.models import Channel, Message, Suppression


class LookedAt(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes by hand."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: rows are written by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: rows are moved by conditional updates only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: rows leave by the purge."""
        return False


@admin.register(Message)
class MessageAdmin(LookedAt):
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
    exclude = ("text", "html", "calendar", "headers")


@admin.register(Channel)
class ChannelAdmin(LookedAt):
    """Whether letters leave; `manage.py pause_sending` and `resume_sending` decide it."""

    list_display = ("__str__", "paused_at", "pause_reason", "pause_detail", "failures", "marked_at")


@admin.register(Suppression)
class SuppressionAdmin(LookedAt):
    """Addresses from which mail came back; facilitators clear them where they see the failure."""

    list_display = ("address", "reason", "detail", "since", "cleared_at", "cleared_by")
    list_filter = ("reason",)
    search_fields = ("address",)
