"""What is remembered of letters before they are written."""

from django.contrib import admin

from meetings.models import CadenceRound, FreeLetter, LetterPlan
from ui.admin import IsThere, ListedOnly, LookedAt


@admin.register(FreeLetter)
class FreeLetterAdmin(ListedOnly):
    """Letters in a facilitator's own words: that there is one, and to whom. Not what it says."""

    list_display = ("club", "meeting", "audience", "written_by", "saved_at", "sent_at")
    list_filter = (
        *("audience", ("sent_at", IsThere)),
        ("club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("club", "meeting", "written_by")
    search_fields = ("club__name", "written_by__last_name")
    date_hierarchy = "saved_at"


@admin.register(LetterPlan)
class LetterPlanAdmin(LookedAt):
    """Planned letters that somebody moved or skipped, or that could not leave in time."""

    list_display = ("meeting", "step", "send_at", "is_skipped", "expired_at", "expired_count")
    list_filter = (
        *("step", "is_skipped", ("expired_at", IsThere)),
        ("meeting__season__club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("meeting",)
    search_fields = ("meeting__title", "step")


@admin.register(CadenceRound)
class CadenceRoundAdmin(LookedAt):
    """Until when all that fell due was looked at: a moment long ago says that no tick runs."""

    list_display = ("seen_at",)
