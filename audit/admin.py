"""The audit log in the admin: to be read by the site's admins, never changed."""

from django.contrib import admin
from django.http import HttpRequest

from audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """Who did what and when."""

    list_display = ("at", "actor", "action", "club", "object", "detail")
    list_filter = ("action",)
    search_fields = ("actor", "club", "object")
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: lines are appended by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Nobody: a log that can be mended proves nothing."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Nobody: lines leave by the purge."""
        return False
