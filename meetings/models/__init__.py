"""Themes, meetings and all that belongs to one: agenda, pre-reading, invitees, answers, things agreed."""

from meetings.models.agreed import AgreedOwner, AgreedThing
from meetings.models.free import FreeLetter
from meetings.models.hosting import HostAway, HostTick, TurnSwap
from meetings.models.meeting import (
    WEB_LINK,
    AgendaItem,
    Material,
    Meeting,
    MeetingTheme,
    ReadMark,
    Theme,
)
from meetings.models.polls import DatePoll, DateSlot, PollInvitee, SlotAnswer
from meetings.models.revisions import Revision
from meetings.models.rounds import CadenceRound
from meetings.models.seats import (
    CAME,
    COMING,
    Answer,
    AnswerValue,
    Invitee,
    LetterPlan,
    SeasonInvitation,
)

__all__ = [
    "CAME", "COMING", "WEB_LINK", "AgendaItem", "AgreedOwner", "AgreedThing", "Answer", "AnswerValue", "CadenceRound", "DatePoll", "DateSlot", "FreeLetter", "HostAway", "HostTick", "Invitee", "LetterPlan",
    "Material", "Meeting", "MeetingTheme", "PollInvitee", "ReadMark", "Revision", "SeasonInvitation", "SlotAnswer", "Theme", "TurnSwap",
]  # fmt: skip
