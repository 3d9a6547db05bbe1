"""The verbs of clubs. Other apps import them from here."""

from clubs.services.joining import NeedsSignIn, NotOpen, Outcome, join_club, note_told, send_joining
from clubs.services.letters import choose_letters, mute_letters, take_letters
from clubs.services.merging import left_alone_by, merge_members
from clubs.services.opening import edit_club, open_club
from clubs.services.people import (
    add_people,
    correct_address,
    edit_member,
    leave_club,
    record_export,
    return_to_club,
)

__all__ = [
    "NeedsSignIn",
    "NotOpen",
    "Outcome",
    "add_people",
    "choose_letters",
    "correct_address",
    "edit_club",
    "edit_member",
    "join_club",
    "leave_club",
    "left_alone_by",
    "merge_members",
    "mute_letters",
    "note_told",
    "open_club",
    "record_export",
    "return_to_club",
    "send_joining",
    "take_letters",
]
