"""Surveys for site admins: that they exist and where they stand. Never who answered, never what."""

from django.contrib import admin
from django.http import HttpRequest

from feedback.models import Survey


@admin.register(Survey)
class SurveyAdmin(admin.ModelAdmin):
    """To read only; services own the writes."""

    list_display = ("__str__", "club", "opens_at", "closes_at", "closed_at")
    list_filter = ("club",)
    list_select_related = ("club", "meeting", "season")
    fields = ("club", "meeting", "season", "opens_at", "closes_at", "closed_at", "is_shared")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Survey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Survey | None = None) -> bool:
        return False
