"""Addresses of planning, and of a meeting and those who come to it."""

from django.urls import URLPattern, path

from meetings.views import draw, planner, season_new, themes

app_name = "meetings"

# Planning a season, its themes and its pairs
planning: list[URLPattern] = [
    path("clubs/<uuid:club>/season/", planner.planner, name="planner"),
    path("clubs/<uuid:club>/seasons/new/", season_new.season_new, name="season-new"),
    path("clubs/<uuid:club>/seasons/new/days/", season_new.season_days, name="season-days"),
    path("seasons/<uuid:season>/", planner.season, name="season"),
    path("seasons/<uuid:season>/meetings/add/", planner.meeting_add, name="meeting-add"),
    path("meetings/<uuid:meeting>/remove/", planner.meeting_remove, name="meeting-remove"),
    path("clubs/<uuid:club>/themes/", themes.themes, name="themes"),
    path("themes/<uuid:theme>/edit/", themes.theme_edit, name="theme-edit"),
    path("themes/<uuid:theme>/move/", themes.theme_move, name="theme-move"),
    path("themes/<uuid:theme>/delete/", themes.theme_delete, name="theme-delete"),
    path("seasons/<uuid:season>/draw/", draw.draw, name="draw"),
    path("seasons/<uuid:season>/draw/check/", draw.draw_check, name="draw-check"),
    path("seasons/<uuid:season>/draw/publish/", draw.draw_publish, name="draw-publish"),
]

# A meeting and those who come to it
meeting_pages: list[URLPattern] = []

urlpatterns = [*planning, *meeting_pages]
