"""Hosting: what pairs have done and which turns they swap. Who cannot host when, only facilitators read."""

from django.contrib import admin

from meetings.models import HostTick, TurnSwap
from ui.admin import LookedAt


@admin.register(HostTick)
class HostTickAdmin(LookedAt):
    """What pairs have ticked as done."""

    list_display = ("meeting", "task", "ticked_by", "ticked_at")
    list_filter = ("task", ("meeting__season__club", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting", "ticked_by")
    search_fields = ("meeting__title", "ticked_by__last_name", "ticked_by__first_name")
    date_hierarchy = "ticked_at"


@admin.register(TurnSwap)
class TurnSwapAdmin(LookedAt):
    """Which pairs asked to swap turns, and what came of it."""

    list_display = (
        *("offered", "wanted", "state", "asked_by", "asked_at", "answered_by", "answered_at"),
    )
    list_filter = ("state", ("offered__season__club", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("offered", "wanted", "asked_by", "answered_by")
    search_fields = ("offered__title", "wanted__title", "asked_by__last_name")
    date_hierarchy = "asked_at"
    exclude = ("message",)
