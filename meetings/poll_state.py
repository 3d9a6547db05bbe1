"""Where a date poll stands: not asked yet, open, or over in one of several ways. Pure."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from django.utils.translation import gettext as _

from meetings.models import DatePoll, DateSlot


class PollState(StrEnum):
    """What a date poll is at a moment."""

    DRAFT = "draft"
    OPEN = "open"
    CHOSEN = "chosen"
    CLOSED = "closed"
    # The meeting that was to be moved was called off, or its invited time has come.
    OFF = "off"
    # Nothing is left to choose: all its times have gone by.
    PASSED = "passed"


def state_of(poll: DatePoll, slots: Sequence[DateSlot], now: dt.datetime) -> PollState:
    """The state of a poll (with ``meeting`` at hand) that offers these slots."""
    if any(slot.chosen_at for slot in slots):
        return PollState.CHOSEN
    if poll.closed_at:
        return PollState.CLOSED
    meeting = poll.meeting
    if meeting and (meeting.cancelled_at or (meeting.invited_at and meeting.starts_at <= now)):
        return PollState.OFF
    if not any(slot.starts_at > now for slot in slots):
        return PollState.PASSED
    return PollState.OPEN if poll.asked_at else PollState.DRAFT


def title_of(poll: DatePoll) -> str:
    """What the poll is about: its meeting, its own title, or the next meeting of the season."""
    if poll.meeting:
        return poll.meeting.display_title
    return poll.title or _("Next meeting")
