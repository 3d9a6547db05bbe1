"""What is planned: themes, meetings, their agendas and pre-reading, and what was saved of them."""

from django.contrib import admin

from meetings.models import AgendaItem, Material, Meeting, MeetingTheme, Revision, Theme
from ui.admin import IsThere, LookedAt, LookedAtInline

BY_CLUB = ("club", admin.RelatedOnlyFieldListFilter)
BY_CLUB_OF_MEETING = ("meeting__season__club", admin.RelatedOnlyFieldListFilter)


@admin.register(Theme)
class ThemeAdmin(LookedAt):
    """The themes of clubs."""

    list_display = ("name", "parent", "club", "is_cross_cutting", "position")
    list_filter = ("is_cross_cutting", BY_CLUB)
    list_select_related = ("parent", "club")
    search_fields = ("name", "club__name")


class AgendaInline(LookedAtInline):
    """The meeting's agenda."""

    model = AgendaItem
    fields = ("kind", "title", "minutes")


@admin.register(Meeting)
class MeetingAdmin(LookedAt):
    """Meetings: when, where, and how far their letters are. The personal note and the way to the video are not shown."""

    list_display = (
        *("starts_at", "display_title", "season", "season__club", "place", "host_group"),
        *("invited_at", "cancelled_at"),
    )
    list_filter = (
        ("season__club", admin.RelatedOnlyFieldListFilter),
        ("invited_at", IsThere),
        ("cancelled_at", IsThere),
        "is_hybrid",
    )
    list_select_related = ("season__club", "host_group__season")
    search_fields = ("title", "place", "season__name", "season__club__name")
    date_hierarchy = "starts_at"
    exclude = (
        *("personal_note", "video_url", "change_reason", "instead", "sequence", "time_sequence"),
    )
    inlines = (AgendaInline,)


@admin.register(MeetingTheme)
class MeetingThemeAdmin(LookedAt):
    """Which meeting has which theme."""

    list_display = ("meeting", "theme", "theme__club")
    list_filter = (("theme__club", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("meeting", "theme__club")
    search_fields = ("meeting__title", "theme__name")


@admin.register(AgendaItem)
class AgendaItemAdmin(LookedAt):
    """Parts of agendas."""

    list_display = ("title", "kind", "minutes", "meeting", "meeting__starts_at")
    list_filter = ("kind", BY_CLUB_OF_MEETING)
    list_select_related = ("meeting",)
    search_fields = ("title", "meeting__title")
    ordering = ("-meeting__starts_at", "position")


@admin.register(Material)
class MaterialAdmin(LookedAt):
    """Pre-reading: links, and the files that take room."""

    list_display = ("title", "kind", "meeting", "url", "file_name", "file_size", "minutes")
    list_filter = ("kind", ("file_name", IsThere), BY_CLUB_OF_MEETING)
    list_select_related = ("meeting",)
    search_fields = ("title", "url", "file_name", "meeting__title")
    exclude = ("file",)


@admin.register(Revision)
class RevisionAdmin(LookedAt):
    """Who saved which part of a meeting when."""

    list_display = ("meeting", "part", "number", "saved_by", "saved_at")
    list_filter = ("part", BY_CLUB_OF_MEETING)
    list_select_related = ("meeting", "saved_by")
    search_fields = ("meeting__title", "saved_by__last_name", "saved_by__first_name")
    date_hierarchy = "saved_at"
    exclude = ("content",)
