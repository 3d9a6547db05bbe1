"""The names under which the outbox knows the letters of meetings."""

from uuid import UUID

from clubs.models import Member, Season
from meetings.models import (
    AgreedThing,
    AnswerValue,
    DatePoll,
    FreeLetter,
    Invitee,
    Meeting,
    SeasonInvitation,
    TurnSwap,
)
from meetings.timings import AGREED_DUE as AGREED_LINE
from meetings.timings import ASKING, DUTY
from meetings.timings import SOON as SOON_LINE

INVITE = "meetings.invite"
SEASON = "meetings.season"
CHANGED = "meetings.changed"
CANCELLED = "meetings.cancelled"
UNINVITED = "meetings.uninvited"
# What brings a calendar entry, and what takes it away.
ENTRIES = (INVITE, CHANGED)
ENDINGS = (CANCELLED, UNINVITED)
REMIND = "meetings.remind"
FREE = "meetings.free"
SWAP_ASKED = "meetings.swap_asked"
SWAP_ANSWERED = "meetings.swap_answered"
SWAPS = (SWAP_ASKED, SWAP_ANSWERED)
POLL = "meetings.poll"
POLL_REMIND = "meetings.poll_remind"
POLLS = (POLL, POLL_REMIND)
SOON = SOON_LINE.kind
REMINDERS = (REMIND, *(line.kind for line in ASKING))
DUTIES = tuple(line.kind for line in DUTY)
AGREED_DUE = AGREED_LINE.kind
ALL = (INVITE, CHANGED, *REMINDERS)
# What a change or the end of a meeting takes back where it has not left.
TAKEN_BACK = (*ALL, *DUTIES)
ASKING_THE_UNSURE = frozenset(line.kind for line in ASKING if line.asks_unsure)


def is_for(reminder: str, answer: str) -> bool:
    """Whether a letter that asks who comes, or tells those who do, is for somebody with this answer (empty: none yet)."""
    if reminder == SOON:
        return answer != AnswerValue.NO
    return not answer or (answer == AnswerValue.MAYBE and reminder in ASKING_THE_UNSURE)


def stale_after(answer: str) -> list[str]:
    """The kinds of waiting letters that an answer makes untrue: they ask what is known now, or say what it was before."""
    return [kind for kind in REMINDERS if kind == SOON or not is_for(kind, answer)]


def topic_of(meeting: Meeting) -> str:
    """How the outbox names a meeting."""
    return f"meeting:{meeting.pk}"


def meeting_of(topic: str) -> UUID:
    """The key of the meeting that ``topic_of`` named; raises ``ValueError`` for another topic."""
    return UUID(topic.removeprefix("meeting:"))


def season_topic(season: Season) -> str:
    """How the outbox names a season."""
    return f"season:{season.pk}"


def season_key(invitation: SeasonInvitation) -> str:
    """One letter with all dates a person and season."""
    return f"season:{invitation.season_id}:0:{invitation.member_id}"


def free_topic(letter: FreeLetter) -> str:
    """How the outbox names a facilitator's own letter."""
    return f"free:{letter.pk}"


def free_key(letter: FreeLetter, reader: Member) -> str:
    """One letter a person."""
    return f"free:{letter.pk}:0:{reader.pk}"


def poll_topic(poll: DatePoll) -> str:
    """How the outbox names a date poll."""
    return f"poll:{poll.pk}"


def poll_key(name: str, poll: DatePoll, member: Member) -> str:
    """One letter of a name a person and poll: the first one, or the reminder of a day."""
    return f"{name}:{poll.pk}:0:{member.pk}"


def swap_topic(swap: TurnSwap) -> str:
    """How the outbox names a swap of host turns."""
    return f"swap:{swap.pk}"


def swap_of(topic: str) -> UUID:
    """The key of the swap that ``swap_topic`` named; raises ``ValueError`` for another topic."""
    return UUID(topic.removeprefix("swap:"))


def swap_key(name: str, swap: TurnSwap, reader: Member) -> str:
    """One letter of a name a swap and person: a swap is asked once and answered once."""
    return f"{name}:{swap.pk}:0:{reader.pk}"


def invitation_key(seat: Invitee, meeting: Meeting) -> str:
    """One invitation a person and published revision; another one for somebody invited again."""
    again = f":{seat.sequence_sent}" if seat.sequence_sent > meeting.sequence else ""
    return f"invite:{meeting.pk}:{meeting.revision}:{seat.member_id}{again}"


def changed_key(seat: Invitee, meeting: Meeting) -> str:
    """One letter of change a person and published revision."""
    return f"changed:{meeting.pk}:{meeting.revision}:{seat.member_id}"


def cancelled_key(seat: Invitee, meeting: Meeting) -> str:
    """One letter that a meeting is called off, a person and revision."""
    return f"cancelled:{meeting.pk}:{meeting.revision}:{seat.member_id}"


def uninvited_key(seat: Invitee) -> str:
    """One letter that a person is not expected any more; numbered by its SEQUENCE, since one may be invited again."""
    return f"uninvited:{seat.meeting_id}:{seat.sequence_sent}:{seat.member_id}"


def reminder_key(name: str, seat: Invitee, meeting: Meeting) -> str:
    """One reminder of a name a person and time of the meeting: only a new time is asked about anew."""
    return f"{name}:{meeting.pk}:{meeting.time_revision}:{seat.member_id}"


def duty_key(name: str, meeting: Meeting, host: Member) -> str:
    """One notice of a name a host and meeting, whatever time it moves to."""
    return f"{name}:{meeting.pk}:0:{host.pk}"


def agreed_key(thing: AgreedThing, owner: Member) -> str:
    """One reminder a thing, date and owner: a new date is a new promise."""
    return f"agreed_due:{thing.pk}:{thing.due_on:%Y%m%d}:{owner.pk}"


def revision_in(key: str) -> int:
    """The revision that a key was made for; -1 for a key of another shape."""
    parts = key.split(":")
    return int(parts[2]) if len(parts) > 3 and parts[2].isdigit() else -1
