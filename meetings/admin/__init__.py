"""Meetings and what hangs on them, for site admins: to look at. What people wrote to each other is not shown."""

from meetings.admin.agreed import AgreedOwnerAdmin, AgreedThingAdmin
from meetings.admin.hosting import HostTickAdmin, TurnSwapAdmin
from meetings.admin.letters import CadenceRoundAdmin, FreeLetterAdmin, LetterPlanAdmin
from meetings.admin.plans import (
    AgendaItemAdmin,
    MaterialAdmin,
    MeetingAdmin,
    MeetingThemeAdmin,
    RevisionAdmin,
    ThemeAdmin,
)
from meetings.admin.polls import DatePollAdmin, DateSlotAdmin, PollInviteeAdmin, SlotAnswerAdmin
from meetings.admin.seats import AnswerAdmin, InviteeAdmin, SeasonInvitationAdmin

__all__ = [
    "AgendaItemAdmin", "AgreedOwnerAdmin", "AgreedThingAdmin", "AnswerAdmin", "CadenceRoundAdmin", "DatePollAdmin",
    "DateSlotAdmin", "FreeLetterAdmin", "HostTickAdmin", "InviteeAdmin", "LetterPlanAdmin", "MaterialAdmin",
    "MeetingAdmin", "MeetingThemeAdmin", "PollInviteeAdmin", "RevisionAdmin", "SeasonInvitationAdmin",
    "SlotAnswerAdmin", "ThemeAdmin", "TurnSwapAdmin",
]  # fmt: skip
