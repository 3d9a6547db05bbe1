"""The addresses of feedback."""

from django.urls import path

from feedback.views import facilitator, results
from feedback.views.form import form

app_name = "feedback"

urlpatterns = [
    path("f/<str:token>/", form, name="form"),
    path("clubs/<uuid:club>/feedback/", facilitator.overview, name="overview"),
    path("meetings/<uuid:meeting>/feedback/", results.results, name="results"),
    path("meetings/<uuid:meeting>/feedback/questions/", facilitator.questions, name="questions"),
    path("meetings/<uuid:meeting>/feedback/open/", facilitator.meeting_open, name="meeting-open"),
    path("seasons/<uuid:season>/feedback/", results.season_results, name="season-results"),
    path("seasons/<uuid:season>/feedback/open/", facilitator.season_open, name="season-open"),
    path("surveys/<uuid:survey>/changes/", facilitator.changes, name="changes"),
]
