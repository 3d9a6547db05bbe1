"""Surveys for site admins: that they exist, what they ask and where they stand. Never who answered, never what."""

from django.contrib import admin

from feedback.models import Question, Survey
from ui.admin import IsThere, LookedAt, LookedAtInline


class QuestionInline(LookedAtInline):
    """What the survey asks."""

    model = Question
    fields = ("kind", "code", "text")


@admin.register(Survey)
class SurveyAdmin(LookedAt):
    """When each survey opens and closes."""

    list_display = ("__str__", "club", "opens_at", "closes_at", "closed_at", "is_shared")
    list_filter = (
        *(("closed_at", IsThere), "is_shared"),
        ("club", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("club", "meeting", "season")
    search_fields = ("meeting__title", "season__name", "club__name")
    date_hierarchy = "opens_at"
    fields = ("club", "meeting", "season", "opens_at", "closes_at", "closed_at", "is_shared")
    inlines = (QuestionInline,)


@admin.register(Question)
class QuestionAdmin(LookedAt):
    """The questions of surveys."""

    list_display = ("__str__", "kind", "survey", "survey__club", "position")
    list_filter = ("kind", ("survey__club", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("survey__club", "survey__meeting", "survey__season")
    search_fields = ("text", "code", "survey__meeting__title", "survey__season__name")
