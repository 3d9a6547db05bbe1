"""Letters about a meeting. They build words and keys and send nothing; one file for each letter."""

from meetings.letters.changed import changed_letters
from meetings.letters.invitation import copy_for_sender, invitation_letters, preview_invitation
from meetings.letters.reminder import reminder_letters

__all__ = [
    "changed_letters",
    "copy_for_sender",
    "invitation_letters",
    "preview_invitation",
    "reminder_letters",
]
