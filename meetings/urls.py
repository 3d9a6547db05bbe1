"""Addresses of planning, and of a meeting and those who come to it."""

from django.urls import URLPattern, path

from meetings.views import (
    agenda,
    agreed,
    agreed_answer,
    answer,
    details,
    draw,
    draw_deeds,
    ending,
    feed,
    free_letters,
    history,
    host_dates,
    hosting,
    invitation,
    materials,
    member,
    people,
    planner,
    poll_answer,
    poll_edit,
    polls,
    season_answer,
    season_letter,
    season_new,
    swaps,
    themes,
    timings,
)

app_name = "meetings"

# Planning a season, its themes and its pairs
planning: list[URLPattern] = [
    path("clubs/<uuid:club>/season/", planner.planner, name="planner"),
    path("clubs/<uuid:club>/seasons/new/", season_new.season_new, name="season-new"),
    path("clubs/<uuid:club>/seasons/new/days/", season_new.season_days, name="season-days"),
    path("seasons/<uuid:season>/", planner.season, name="season"),
    path("seasons/<uuid:season>/copy/", planner.season_copy, name="season-copy"),
    path("seasons/<uuid:season>/meetings/add/", planner.meeting_add, name="meeting-add"),
    path("meetings/<uuid:meeting>/remove/", planner.meeting_remove, name="meeting-remove"),
    path(
        "seasons/<uuid:season>/invitation/",
        season_letter.season_invitation,
        name="season-invitation",
    ),
    path(
        "seasons/<uuid:season>/invitation/preview/",
        season_letter.season_preview,
        name="season-preview",
    ),
    path(
        "seasons/<uuid:season>/invitation/send-to-me/",
        season_letter.season_send_to_me,
        name="season-send-to-me",
    ),
    path("seasons/<uuid:season>/invitation/send/", season_letter.season_send, name="season-send"),
    path(
        "seasons/<uuid:season>/invitation/progress/",
        season_letter.season_progress,
        name="season-progress",
    ),
    path("s/<str:token>/", season_answer.season_answer, name="season-answer"),
    path("clubs/<uuid:club>/letters/", timings.letter_timings, name="letter-timings"),
    path("seasons/<uuid:season>/letters/start/", timings.letters_start, name="letters-start"),
    path("clubs/<uuid:club>/themes/", themes.themes, name="themes"),
    path("themes/<uuid:theme>/edit/", themes.theme_edit, name="theme-edit"),
    path("themes/<uuid:theme>/move/", themes.theme_move, name="theme-move"),
    path("themes/<uuid:theme>/delete/", themes.theme_delete, name="theme-delete"),
    path("seasons/<uuid:season>/draw/", draw.draw, name="draw"),
    path("seasons/<uuid:season>/draw/check/", draw.draw_check, name="draw-check"),
    path("seasons/<uuid:season>/draw/new/", draw_deeds.draw_new, name="draw-new"),
    path("seasons/<uuid:season>/draw/partner/", draw_deeds.draw_partner_new, name="draw-partner"),
    path("seasons/<uuid:season>/draw/show/", draw_deeds.draw_show, name="draw-show"),
    path("seasons/<uuid:season>/dates/", host_dates.host_dates, name="host-dates"),
    path("draws/<uuid:draw>/confirm/", draw_deeds.draw_confirm, name="draw-confirm"),
    path("draws/<uuid:draw>/undo/", draw_deeds.draw_undo, name="draw-undo"),
]

# Which time suits
poll_pages: list[URLPattern] = [
    path("seasons/<uuid:season>/polls/", polls.polls, name="polls"),
    path("seasons/<uuid:season>/polls/new/", poll_edit.poll_new, name="poll-new"),
    path("polls/<uuid:poll>/", polls.poll, name="poll"),
    path("polls/<uuid:poll>/edit/", poll_edit.poll_edit, name="poll-edit"),
    path("polls/<uuid:poll>/send/", polls.poll_send, name="poll-send"),
    path("polls/<uuid:poll>/choose/<uuid:slot>/", polls.poll_choose, name="poll-choose"),
    path("polls/<uuid:poll>/close/", polls.poll_close, name="poll-close"),
    path(
        "polls/<uuid:poll>/people/<uuid:invitee>/answer/",
        polls.poll_answer_for,
        name="poll-answer-for",
    ),
    path("polls/<uuid:poll>/answer/", poll_answer.poll_answer_own, name="poll-answer-own"),
    path("p/<str:token>/", poll_answer.poll_answer, name="poll-answer"),
]

# The desk of the pair that hosts a meeting, and swaps of turns
hosts: list[URLPattern] = [
    path("meetings/<uuid:meeting>/host/", hosting.host_desk, name="host-desk"),
    path("meetings/<uuid:meeting>/host/tick/", hosting.host_tick, name="host-tick"),
    path("meetings/<uuid:meeting>/host/model/", hosting.host_model, name="host-model"),
    path("meetings/<uuid:meeting>/swap/", swaps.swap_ask, name="swap-ask"),
    path("swaps/<uuid:swap>/", swaps.swap, name="swap"),
    path("swaps/<uuid:swap>/answer/", swaps.swap_answer, name="swap-answer"),
]

# A meeting and those who come to it
meeting_pages: list[URLPattern] = [
    path("meetings/<uuid:meeting>/", member.meeting, name="meeting"),
    path("meetings/<uuid:meeting>/answer/", member.answer_own, name="answer-own"),
    path("meetings/<uuid:meeting>/calendar.ics", member.calendar, name="calendar"),
    path("feed/<str:token>.ics", feed.feed, name="feed"),
    path("me/calendar/", feed.my_calendar, name="my-calendar"),
    path("me/calendar/renew/", feed.my_calendar_renew, name="my-calendar-renew"),
    path("materials/<uuid:material>/file/", materials.material_file, name="material-file"),
    path("materials/<uuid:material>/read/", member.material_read, name="material-read"),
    path("a/<str:token>/", answer.answer, name="answer"),
    path("meetings/<uuid:meeting>/call-off/", ending.call_off, name="call-off"),
    path("meetings/<uuid:meeting>/edit/", details.meeting_edit, name="meeting-edit"),
    path("meetings/<uuid:meeting>/duplicate/", details.meeting_duplicate, name="meeting-duplicate"),
    path("meetings/<uuid:meeting>/history/", history.history, name="history"),
    path(
        "meetings/<uuid:meeting>/history/<uuid:revision>/restore/",
        history.revision_restore,
        name="revision-restore",
    ),
    path("meetings/<uuid:meeting>/agenda/", agenda.agenda, name="agenda"),
    path("meetings/<uuid:meeting>/materials/", materials.materials, name="materials"),
    path("meetings/<uuid:meeting>/invitation/", invitation.invitation, name="invitation"),
    path(
        "meetings/<uuid:meeting>/invitation/preview/",
        invitation.invitation_preview,
        name="invitation-preview",
    ),
    path(
        "meetings/<uuid:meeting>/invitation/send-to-me/",
        invitation.invitation_send_to_me,
        name="invitation-send-to-me",
    ),
    path(
        "meetings/<uuid:meeting>/invitation/send/",
        invitation.invitation_send,
        name="invitation-send",
    ),
    path(
        "meetings/<uuid:meeting>/invitation/progress/",
        invitation.invitation_progress,
        name="invitation-progress",
    ),
    path("meetings/<uuid:meeting>/participants/", people.participants, name="participants"),
    path("meetings/<uuid:meeting>/participants/remind/", people.remind, name="remind"),
    path(
        "meetings/<uuid:meeting>/participants/<uuid:invitee>/answer/",
        people.answer_for,
        name="answer-for",
    ),
    path(
        "meetings/<uuid:meeting>/participants/<uuid:invitee>/uninvite/",
        ending.uninvite,
        name="uninvite",
    ),
    path(
        "meetings/<uuid:meeting>/participants/<uuid:invitee>/invite-again/",
        ending.invite_again,
        name="invite-again",
    ),
    path("meetings/<uuid:meeting>/attendance/", people.attendance, name="attendance"),
    path(
        "meetings/<uuid:meeting>/attendance/list/", people.attendance_list, name="attendance-list"
    ),
    path("clubs/<uuid:club>/attendance/", people.attendance_year, name="attendance-year"),
    path("clubs/<uuid:club>/mail/new/", free_letters.letter_new, name="letter-new"),
    path(
        "clubs/<uuid:club>/mail/drafts/<uuid:draft>/",
        free_letters.letter_draft,
        name="letter-draft",
    ),
    path(
        "clubs/<uuid:club>/mail/drafts/<uuid:draft>/html/",
        free_letters.letter_draft_html,
        name="letter-draft-html",
    ),
    path("clubs/<uuid:club>/agreed/", agreed.agreed, name="agreed"),
    path("agreed/answer/<str:token>/", agreed_answer.agreed_answer, name="agreed-answer"),
    path("agreed/<uuid:agreed_thing>/edit/", agreed.agreed_edit, name="agreed-edit"),
    path("agreed/<uuid:agreed_thing>/settle/", agreed.agreed_settle, name="agreed-settle"),
]

urlpatterns = [*planning, *hosts, *poll_pages, *meeting_pages]
