"""The verbs of meetings, gathered from the modules that hold them: ``from meetings.services import plan_season``."""

from meetings.services.agreed import (
    agree,
    answer_agreed,
    edit_agreed,
    settle_agreed,
    withdraw_agreed,
)
from meetings.services.answers import record_answer
from meetings.services.attendance import record_attendance
from meetings.services.calendar_replies import record_calendar_proposal, record_calendar_reply
from meetings.services.copying import copy_season
from meetings.services.details import edit_meeting, edit_words
from meetings.services.draw_inputs import mark_new_in_role, set_host_dates
from meetings.services.drawing import (
    confirm_draw,
    draw_pairs,
    publish_draw,
    published_draw,
    undo_draw,
)
from meetings.services.ending import call_off, end_seats, invite_again, reopen_seats, uninvite
from meetings.services.files import add_file, purge_files
from meetings.services.hosting import save_theme_text, tick_task, use_model
from meetings.services.invitations import (
    announce_changes,
    remind_silent,
    send_invitations,
)
from meetings.services.letter_plans import (
    let_letters_leave,
    move_letter,
    restore_letter,
    send_planned_now,
    set_timings,
    skip_letter,
)
from meetings.services.overlaps import check_free
from meetings.services.partners import draw_partner, join_pair, leave_pairs
from meetings.services.planning import (
    PlannedMeeting,
    add_meeting,
    edit_plan,
    move_meeting,
    plan_season,
    remove_meeting,
    sync_invitees,
)
from meetings.services.poll_answers import answer_poll
from meetings.services.poll_choice import choose_slot
from meetings.services.polls import (
    ask_poll,
    close_poll,
    edit_poll,
    leave_polls,
    open_poll,
    remind_poll,
    reopen_poll,
)
from meetings.services.program import (
    MaterialRow,
    mark_read,
    save_agenda,
    save_materials,
)
from meetings.services.reminding import (
    is_put_off,
    last_seen,
    owed_sendings,
    remind_at_once,
    remind_due,
)
from meetings.services.revisions import purge_revisions
from meetings.services.season_invitations import answer_season, send_season_invitations
from meetings.services.swaps import answer_swap, ask_swap, withdraw_swap
from meetings.services.themes import add_theme, delete_theme, edit_theme, move_theme, set_themes

__all__ = [
    "MaterialRow",
    "PlannedMeeting",
    "add_file",
    "add_meeting",
    "add_theme",
    "agree",
    "announce_changes",
    "answer_agreed",
    "answer_poll",
    "answer_season",
    "answer_swap",
    "ask_poll",
    "ask_swap",
    "call_off",
    "check_free",
    "choose_slot",
    "close_poll",
    "confirm_draw",
    "copy_season",
    "delete_theme",
    "draw_pairs",
    "draw_partner",
    "edit_agreed",
    "edit_meeting",
    "edit_plan",
    "edit_poll",
    "edit_theme",
    "edit_words",
    "end_seats",
    "invite_again",
    "is_put_off",
    "join_pair",
    "last_seen",
    "leave_pairs",
    "leave_polls",
    "let_letters_leave",
    "mark_new_in_role",
    "mark_read",
    "move_letter",
    "move_meeting",
    "move_theme",
    "open_poll",
    "owed_sendings",
    "plan_season",
    "publish_draw",
    "published_draw",
    "purge_files",
    "purge_revisions",
    "record_answer",
    "record_attendance",
    "record_calendar_proposal",
    "record_calendar_reply",
    "remind_at_once",
    "remind_due",
    "remind_poll",
    "remind_silent",
    "remove_meeting",
    "reopen_poll",
    "reopen_seats",
    "restore_letter",
    "save_agenda",
    "save_materials",
    "save_theme_text",
    "send_invitations",
    "send_planned_now",
    "send_season_invitations",
    "set_host_dates",
    "set_themes",
    "set_timings",
    "settle_agreed",
    "skip_letter",
    "sync_invitees",
    "tick_task",
    "undo_draw",
    "uninvite",
    "use_model",
    "withdraw_agreed",
    "withdraw_swap",
]
