"""Who is asked, and what they answered. Lines to the hosts and comments are for those to whom they were written."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from meetings.models import Answer, Invitee, SeasonInvitation
from meetings.services.links import revoke_links
from ui.admin import IsThere, LookedAt

REVOKED = _(
    "The links in the letters that these people have got stop working. Their next letter has a new one."
)


class Linked(LookedAt):
    """People whose letters carry a link that answers for them."""

    actions = ("end_links",)

    @admin.action(description=_("End the links in the letters"))
    def end_links(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        """End the links that were mailed, as after a letter was passed on by mistake."""
        user: Any = request.user
        return self.ask_then_do(
            request, rows, question=REVOKED, do=lambda row: revoke_links(seat=row, by=user)
        )

    def row_name(self, row: Any) -> str:
        """The person, and the meeting or the season."""
        return str(row)


@admin.register(Invitee)
class InviteeAdmin(Linked):
    """The seats of meetings: asked, answered, present."""

    list_display = (
        *("member", "meeting", "meeting__starts_at", "meeting__season__club", "invited_at"),
        *("answer", "answered_at", "attendance", "uninvited_at"),
    )
    list_filter = (
        *("answer", "attendance", ("uninvited_at", IsThere)),
        ("meeting__season__club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("member", "meeting__season__club")
    search_fields = (
        *("member__last_name", "member__first_name", "member__email", "meeting__title"),
    )
    date_hierarchy = "meeting__starts_at"
    fields = (
        *("member", "meeting", "invited_at", "answer", "answered_at", "attendance"),
        *("uninvited_at", "commented_at"),
    )


@admin.register(Answer)
class AnswerAdmin(LookedAt):
    """Every answer as it was given, and by whom."""

    list_display = (*("at", "invitee__member", "invitee__meeting", "value", "source", "given_by"),)
    list_filter = (
        *("value", "source"),
        ("invitee__meeting__season__club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("invitee__member", "invitee__meeting", "given_by")
    search_fields = (
        *("invitee__member__last_name", "invitee__member__first_name"),
        "invitee__meeting__title",
    )
    date_hierarchy = "at"
    exclude = ("greeting", "sequence", "stamp")


@admin.register(SeasonInvitation)
class SeasonInvitationAdmin(Linked):
    """Who has the letter with all dates of a season."""

    list_display = ("member", "season", "season__club", "invited_at")
    list_filter = (("season__club", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("member", "season__club")
    search_fields = ("member__last_name", "member__first_name", "season__name")
    date_hierarchy = "invited_at"
    exclude = ("generation",)
