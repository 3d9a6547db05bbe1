"""Addresses of clubs and their people."""

from django.urls import path

from clubs.views import club, join, letters, people

app_name = "clubs"

urlpatterns = [
    path("clubs/new/", club.club_new, name="club-new"),
    path("clubs/new/people/", club.club_new_people, name="club-new-people"),
    path("clubs/<uuid:club>/edit/", club.club_edit, name="club-edit"),
    path("clubs/<uuid:club>/people/", people.people, name="people"),
    path("clubs/<uuid:club>/people/preview/", people.people_preview, name="people-preview"),
    path("clubs/<uuid:club>/people/add/", people.people_add, name="people-add"),
    path("people/<uuid:member>/", people.member_edit, name="member-edit"),
    path("people/<uuid:member>/leave/", people.member_leave, name="member-leave"),
    path("join/<str:token>/", join.join, name="join"),
    path("u/<str:token>/", letters.letter_choices, name="letter-choices"),
    path("u/<str:token>/<str:kind>/", letters.unsubscribe, name="unsubscribe"),
    path("settings/letters/", letters.letter_settings, name="letter-settings"),
]
