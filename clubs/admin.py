"""Clubs, their people, seasons and draws, for site admins. The new-in-role mark and a draw's inputs are not theirs to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clubs.models import Aim, Club, Draw, Member, Season, WorkGroup, WorkGroupMember
from clubs.services import leave_club, return_to_club
from ui.admin import LookedAt, LookedAtInline

BY_CLUB = ("club", admin.RelatedOnlyFieldListFilter)
BY_CLUB_OF_SEASON = ("season__club", admin.RelatedOnlyFieldListFilter)


class AimInline(LookedAtInline):
    """The club's aims on its page."""

    model = Aim
    fields = ("text",)


@admin.register(Club)
class ClubAdmin(LookedAt):
    """Every club of the installation, and how many people it has."""

    list_display = ("name", "organisation", "place", "people", "created_at")
    search_fields = ("name", "organisation", "place")
    date_hierarchy = "created_at"
    inlines = (AimInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each with the number of people who have not left."""
        present = Count("members", filter=Q(members__left_at__isnull=True))
        return super().get_queryset(request).annotate(people_count=present)

    @admin.display(description=pgettext_lazy("column", "People"), ordering="people_count")
    def people(self, club: Any) -> int:
        """People who have not left."""
        return int(club.people_count)


@admin.register(Aim)
class AimAdmin(LookedAt):
    """What clubs are for, aim by aim."""

    list_display = ("text", "club", "position")
    list_filter = (BY_CLUB,)
    list_select_related = ("club",)
    search_fields = ("text", "club__name")


class JoinedFilter(admin.SimpleListFilter):
    """How far a person's way into the club and out of it has come."""

    title = pgettext_lazy("column", "Membership")
    parameter_name = "membership"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The three points of the way."""
        return [
            ("waiting", _("Has not joined yet")),
            ("in", _("In the club")),
            ("left", _("Has left")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The people who are there."""
        match self.value():
            case "waiting":
                return queryset.filter(left_at__isnull=True, user__isnull=True)
            case "in":
                return queryset.filter(left_at__isnull=True, user__isnull=False)
            case "left":
                return queryset.filter(left_at__isnull=False)
        return queryset


@admin.register(Member)
class MemberAdmin(LookedAt):
    """People of clubs. What a club knows of them is the facilitators' to change; a membership can be ended here."""

    list_display = (
        *("last_name", "first_name", "club", "role", "email", "unit", "joined_at", "left_at"),
    )
    list_filter = (JoinedFilter, "role", "language", BY_CLUB)
    list_select_related = ("club", "user")
    search_fields = ("first_name", "last_name", "email", "unit", "club__name")
    exclude = ("is_new_in_role", "muted_letters", "generation")
    actions = ("end_memberships", "let_back")

    def row_name(self, row: Member) -> str:
        """The person and the club."""
        return f"{row.full_name}, {row.club.name}"

    @admin.action(description=_("End the memberships"))
    def end_memberships(self, request: HttpRequest, rows: QuerySet[Member]) -> HttpResponse:
        """Let people leave their clubs."""
        user: Any = request.user
        question = _(
            "These people leave their clubs: they see nothing of them any more, the links in their letters stop "
            "working, and calendars get a cancellation of the meetings to come."
        )
        return self.ask_then_do(
            request,
            rows,
            question=question,
            do=lambda member: leave_club(member=member, ended_by=user),
        )

    @admin.action(description=_("Let back into the clubs"))
    def let_back(self, request: HttpRequest, rows: QuerySet[Member]) -> HttpResponse:
        """Let people who had left be in their clubs again."""
        user: Any = request.user
        question = _("These people are in their clubs again, with their answers and notes.")
        return self.ask_then_do(
            request,
            rows,
            question=question,
            do=lambda member: return_to_club(member=member, by=user),
        )


@admin.register(Season)
class SeasonAdmin(LookedAt):
    """Seasons and their rhythm."""

    list_display = ("name", "club", "starts_on", "weekday", "every_weeks", "announced_at")
    list_filter = ("weekday", BY_CLUB)
    list_select_related = ("club",)
    search_fields = ("name", "club__name")
    date_hierarchy = "starts_on"


@admin.register(Draw)
class DrawAdmin(LookedAt):
    """Draws that were made. Who is new and who cannot come, which the lot was told, only facilitators read."""

    list_display = (
        *("season", "season__club", "method", "drawn_by", "drawn_at", "published_at"),
        *("superseded_at", "reason"),
    )
    list_filter = ("method", BY_CLUB_OF_SEASON)
    list_select_related = ("season__club", "drawn_by")
    search_fields = ("season__name", "season__club__name", "seed")
    date_hierarchy = "drawn_at"
    exclude = ("inputs",)


class PlaceInline(LookedAtInline):
    """Who the pair is."""

    model = WorkGroupMember
    fields = ("member",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their names, in one query."""
        return super().get_queryset(request).select_related("member")


@admin.register(WorkGroup)
class WorkGroupAdmin(LookedAt):
    """Work pairs."""

    list_display = ("season", "season__club", "position", "pair", "is_locked", "draw")
    list_filter = ("is_locked", BY_CLUB_OF_SEASON)
    list_select_related = ("season__club", "draw__season")
    search_fields = ("season__name", "places__member__last_name", "places__member__first_name")
    inlines = (PlaceInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each with its people."""
        return super().get_queryset(request).prefetch_related("places__member")

    @admin.display(description=pgettext_lazy("column", "People"))
    def pair(self, group: WorkGroup) -> str:
        """Who the pair is."""
        return ", ".join(place.member.full_name for place in group.places.all())


@admin.register(WorkGroupMember)
class WorkGroupMemberAdmin(LookedAt):
    """Who is in which pair."""

    list_display = ("member", "season", "season__club", "group")
    list_filter = (BY_CLUB_OF_SEASON,)
    list_select_related = ("member", "season__club", "group__season")
    search_fields = ("member__last_name", "member__first_name", "season__name")
