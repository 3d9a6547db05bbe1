"""Things agreed: where, whose and how they stand. What was agreed is the club's."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from meetings.models import AgreedOwner, AgreedThing
from ui.admin import ListedOnly


@admin.register(AgreedThing)
class AgreedThingAdmin(ListedOnly):
    """Which meeting agreed how many things, for when, and whether they are done."""

    list_display = (
        *("meeting", "meeting__season__club", "in_charge", "due_on", "state", "settled_at"),
    )
    list_filter = ("state", ("meeting__season__club", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting__season__club",)
    search_fields = ("meeting__title", "owners__last_name", "owners__first_name")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each with its owners."""
        return super().get_queryset(request).prefetch_related("owners")

    @admin.display(description=pgettext_lazy("column", "In charge"))
    def in_charge(self, thing: AgreedThing) -> str:
        """Who is in charge."""
        return ", ".join(member.full_name for member in thing.owners.all())


@admin.register(AgreedOwner)
class AgreedOwnerAdmin(ListedOnly):
    """Who is in charge of how much."""

    list_display = (
        "member",
        "agreed_thing__meeting",
        "agreed_thing__due_on",
        "agreed_thing__state",
    )
    list_filter = (
        "agreed_thing__state",
        ("agreed_thing__meeting__season__club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("member", "agreed_thing__meeting")
    search_fields = ("member__last_name", "member__first_name", "agreed_thing__meeting__title")
