"""Date polls."""

from django.contrib import admin

from meetings.models import DatePoll, DateSlot, PollInvitee, SlotAnswer
from ui.admin import IsThere, ListedOnly, LookedAt, LookedAtInline

BY_CLUB_OF_POLL = ("poll__season__club", admin.RelatedOnlyFieldListFilter)


class SlotInline(LookedAtInline):
    """What the poll offers."""

    model = DateSlot
    fields = ("starts_at", "chosen_at")
    readonly_fields = ("chosen_at",)


@admin.register(DatePoll)
class DatePollAdmin(LookedAt):
    """Polls and how far they are."""

    list_display = (
        *("title", "season", "season__club", "meeting", "answer_by", "created_by"),
        *("asked_at", "closed_at"),
    )
    list_filter = (
        ("closed_at", IsThere),
        ("season__club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("season__club", "meeting", "created_by")
    search_fields = ("title", "meeting__title", "season__name", "season__club__name")
    date_hierarchy = "created_at"
    inlines = (SlotInline,)


@admin.register(DateSlot)
class DateSlotAdmin(LookedAt):
    """The times that polls offer."""

    list_display = ("starts_at", "poll", "chosen_at")
    list_filter = (("chosen_at", IsThere), BY_CLUB_OF_POLL)
    list_select_related = ("poll__season", "poll__meeting")
    search_fields = ("poll__title", "poll__meeting__title")
    date_hierarchy = "starts_at"


@admin.register(PollInvitee)
class PollInviteeAdmin(LookedAt):
    """Who is asked, and whether they have answered."""

    list_display = ("member", "poll", "answered_at")
    list_filter = (("answered_at", IsThere), BY_CLUB_OF_POLL)
    list_select_related = ("member", "poll__season", "poll__meeting")
    search_fields = ("member__last_name", "member__first_name", "poll__title")
    exclude = ("generation",)


@admin.register(SlotAnswer)
class SlotAnswerAdmin(ListedOnly):
    """When who answered, and again. What they said is the facilitators'."""

    list_display = ("at", "invitee__member", "slot__poll", "slot__starts_at", "round")
    list_filter = (("slot__poll__season__club", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("invitee__member", "slot__poll__season", "slot__poll__meeting")
    search_fields = ("invitee__member__last_name", "invitee__member__first_name")
    date_hierarchy = "at"
