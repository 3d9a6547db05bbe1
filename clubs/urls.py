"""Addresses of clubs and their people."""

from django.urls import path

from clubs.views import club, join, letters, people, person

app_name = "clubs"

urlpatterns = [
    path("clubs/new/", club.club_new, name="club-new"),
    path("clubs/new/people/", club.club_new_people, name="club-new-people"),
    path("clubs/<uuid:club>/edit/", club.club_edit, name="club-edit"),
    path("clubs/<uuid:club>/people/", people.people, name="people"),
    path("clubs/<uuid:club>/people/preview/", people.people_preview, name="people-preview"),
    path("clubs/<uuid:club>/people/add/", people.people_add, name="people-add"),
    path("clubs/<uuid:club>/people/file/", people.people_file, name="people-file"),
    path("clubs/<uuid:club>/people/export/", people.people_export, name="people-export"),
    path("people/<uuid:member>/", person.member_edit, name="member-edit"),
    path("people/<uuid:member>/invite/", person.join_send, name="join-send"),
    path("people/<uuid:member>/leave/", person.member_leave, name="member-leave"),
    path("people/<uuid:member>/return/", person.member_return, name="member-return"),
    path("people/<uuid:member>/merge/", person.member_merge, name="member-merge"),
    path("join/<str:token>/", join.join, name="join"),
    path("u/<str:token>/", letters.letter_choices, name="letter-choices"),
    path("u/<str:token>/<str:kind>/", letters.unsubscribe, name="unsubscribe"),
    path("settings/letters/", letters.letter_settings, name="letter-settings"),
]
