"""Choosing a time of a date poll: it becomes the meeting."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.models import Member
from clubs.saving import hold, save_checked
from meetings import kinds
from meetings.models import DatePoll, DateSlot, Meeting
from meetings.poll_state import PollState, state_of
from meetings.services.details import edit_meeting
from meetings.services.planning import add_meeting
from meetings.services.polls import check_state, held_poll, slot_problem, taken_for
from outbox.services import cancel
from ui.dates import format_when


@transaction.atomic
def choose_slot(*, slot: DateSlot, by: Member, now: dt.datetime | None = None) -> Meeting:
    """Make a time of a poll the meeting's, or make a meeting of it, and close the poll; returns the meeting.

    A meeting that was announced is moved as ``edit_meeting`` moves it, letters included; the answers to the poll are not
    answers to the meeting. Letters of the poll that have not left are taken back. The same choice again changes nothing.
    Raises ``ValidationError`` where another time was chosen (code ``chosen``), the time is not offered any more
    (``gone``), has gone by (``passed``) or is over another meeting (``overlap``), and for a poll that is over (its state).
    """
    now = now or timezone.now()
    poll = slot.poll
    slots = held_poll(poll)
    chosen = next((one for one in slots if one.chosen_at), None)
    if chosen is not None:
        return _chosen_already(poll, chosen, slot)
    if slot.pk not in {one.pk for one in slots}:
        raise ValidationError(_("This time is not offered any more."), code="gone")
    check_state(state_of(poll, slots, now), PollState.DRAFT, PollState.OPEN)
    busy = taken_for(poll, [slot.starts_at])
    slot_problem(slot.starts_at, length=poll.length, busy=busy, now=now)
    meeting = _moved(poll, slot, by, now) if poll.meeting else _added(poll, slot, now)
    slot.chosen_at = now
    save_checked(slot)
    poll.meeting, poll.closed_at = meeting, now
    poll.save(update_fields=["meeting", "closed_at"])
    cancel(topic=kinds.poll_topic(poll))
    return meeting


def _chosen_already(poll: DatePoll, chosen: DateSlot, slot: DateSlot) -> Meeting:
    if chosen.pk == slot.pk and poll.meeting:
        return poll.meeting
    raise ValidationError(
        _("Another time has been chosen already: %(when)s")
        % {"when": format_when(chosen.starts_at)},
        code="chosen",
    )


def _added(poll: DatePoll, slot: DateSlot, now: dt.datetime) -> Meeting:
    meeting = add_meeting(season=poll.season, starts_at=slot.starts_at, length=poll.length)
    return _edited(meeting, slot, by=None, now=now, title=poll.title)


def _moved(poll: DatePoll, slot: DateSlot, by: Member, now: dt.datetime) -> Meeting:
    assert poll.meeting_id is not None
    # The row as it is now: nothing that somebody else has just saved goes back to what it was.
    hold(Meeting(pk=poll.meeting_id))
    meeting = Meeting.objects.select_related("season__club").get(pk=poll.meeting_id)
    return _edited(meeting, slot, by=by, now=now, title=meeting.title)


def _edited(
    meeting: Meeting, slot: DateSlot, *, by: Member | None, now: dt.datetime, title: str
) -> Meeting:
    return edit_meeting(
        meeting=meeting,
        title=title,
        introduction=meeting.introduction,
        starts_at=slot.starts_at,
        length=slot.poll.length,
        place=meeting.place,
        video_url=meeting.video_url,
        is_hybrid=meeting.is_hybrid,
        personal_note=meeting.personal_note,
        themes=list(meeting.themes.all()),
        editor=by,
        now=now,
    )
