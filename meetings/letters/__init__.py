"""Letters about a meeting. They build words and keys and send nothing; one file for each letter."""

from meetings.letters.agreed_due import agreed_due_letters
from meetings.letters.cancelled import cancelled_letters, uninvited_letter
from meetings.letters.changed import changed_letters
from meetings.letters.duty import duty_letters
from meetings.letters.invitation import copy_for_sender, invitation_letters, preview_invitation
from meetings.letters.reminder import reminder_letters
from meetings.letters.soon import soon_letters

__all__ = [
    "agreed_due_letters",
    "cancelled_letters",
    "changed_letters",
    "copy_for_sender",
    "duty_letters",
    "invitation_letters",
    "preview_invitation",
    "reminder_letters",
    "soon_letters",
    "uninvited_letter",
]
