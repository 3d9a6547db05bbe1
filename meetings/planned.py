"""Which letters leave by themselves, when and to whom: one computation for the tick, its dry run and the screens.

Nothing here is stored but what a facilitator changed (``LetterPlan``). Letters leave by themselves for meetings of a
season that was announced, and for meetings to which somebody was invited by hand.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from clubs.letters import wants
from clubs.models import Club, Member
from meetings import kinds
from meetings.cadence import (
    BY_HAND_HOURS,
    Change,
    Slot,
    changed,
    day_before,
    has_room,
    is_for,
    is_open,
    may_be_open,
    next_open,
    slots_before,
)
from meetings.facts import Facts, changes_of, facts_of, things_between, with_owners
from meetings.models import AgreedThing, Invitee, LetterPlan, Meeting
from meetings.sendings import PlannedSending
from meetings.timings import AGREED_DUE, ASKING, BY_NAME, DUTY, INVITE, Timings
from ui.dates import HELSINKI

# An agreed thing's reminder goes before holidays; the longest are June and July.
FURTHEST_DAYS = 90
# Until so long after a meeting it is told what could not leave before it.
EXPIRED_SHOWN = dt.timedelta(days=7)
# About these letters leave by themselves.
LIVE = Q(invited_at__isnull=False) | Q(season__announced_at__isnull=False)


def plan(*, now: dt.datetime, club: Club | None = None) -> list[PlannedSending]:
    """All that will leave by itself, by its moment: what is due, what comes, what is skipped, and what has expired.

    Of one club, or of all. At most ten queries, however many meetings there are. Feedback requests are in
    ``feedback.planned``; ``home.planned`` puts both together.
    """
    meetings = _meetings(now - EXPIRED_SHOWN, club)
    changes = changes_of(meetings)
    slots = {one.pk: slots_of(one, changes.get(one.pk, {})) for one in meetings}
    until = _day(now) + dt.timedelta(days=FURTHEST_DAYS)
    things = with_owners(things_between(since=_day(now), until=until, club=club))
    facts = facts_of(meetings, things=things)
    sendings = [
        *_of_meetings(meetings, slots, facts, changes, now),
        *_of_things(things, facts, now),
        *(sending for one in meetings for sending in _expired(one, changes.get(one.pk, {}))),
    ]
    return sorted(sendings, key=lambda one: (one.at, one.meeting.starts_at))


@dataclass(frozen=True)
class Due:
    """What a tick does: letters to send, and letters for which it is too late (``missed``)."""

    sendings: list[PlannedSending]
    missed: list[PlannedSending]


def due(
    *, now: dt.datetime, since: dt.datetime, with_late: bool = True, with_changes: bool = True
) -> Due:
    """What leaves at ``now``, and what should have left after ``since`` (when the last tick ran) and would help nobody now.

    The same computation as ``plan``. Only meetings with something to do are read further. Whoever knows that nobody joined
    late, or that no facilitator changed what leaves, says so: an idle tick costs two queries then, one in the night.
    """
    meetings = _busy_meetings(now, since)
    changes = changes_of(meetings) if with_changes else {}
    slots = {
        one.pk: [
            slot
            for slot in slots_of(one, changes.get(one.pk, {}))
            if slot.is_due(now, holiday_weeks=_weeks(one)) or _is_missed(slot, now, since)
        ]
        for one in meetings
    }
    first = _next_invited(meetings, now) if with_late else set()
    busy = [one for one in meetings if slots[one.pk] or one.pk in first]
    things = _things_at(now, since)
    facts = facts_of(busy, things=things)
    found = [
        *_of_meetings(busy, slots, facts, changes, now, since=since, first=first),
        *_of_things(things, facts, now, since=since),
    ]
    found = [one for one in found if one.recipients]
    return Due([one for one in found if one.is_due], [one for one in found if one.is_expired])


# --- Which meetings ---------------------------------------------------------------------------------------------
def _meetings(after: dt.datetime, club: Club | None = None) -> list[Meeting]:
    """Meetings that begin ``after`` a moment and about which letters leave by themselves."""
    found = Meeting.objects.filter(LIVE, cancelled_at__isnull=True, starts_at__gt=after)
    if club is not None:
        found = found.filter(season__club=club)
    return list(found.select_related("season__club", "host_group").order_by("starts_at"))


def _busy_meetings(now: dt.datetime, since: dt.datetime) -> list[Meeting]:
    """In hours in which some club's letters may leave, all; else those whose letters a facilitator set to this hour."""
    if may_be_open(now):
        return _meetings(min(now, since))
    by_hand = set_to(since=now - dt.timedelta(hours=BY_HAND_HOURS), now=now)
    return list(by_hand.select_related("season__club", "host_group"))


def set_to(*, since: dt.datetime, now: dt.datetime) -> QuerySet[Meeting]:
    """Meetings some of whose letters a facilitator set to a moment after ``since``, until ``now``."""
    chosen = LetterPlan.objects.filter(
        meeting=OuterRef("pk"), send_at__gt=since, send_at__lte=now, is_skipped=False
    )
    return Meeting.objects.filter(Exists(chosen), cancelled_at__isnull=True, starts_at__gt=now)


def late_people(now: dt.datetime) -> QuerySet[Member]:
    """Members who joined after the invitations to the club's next meeting had left; nobody outside the hours for letters.

    Nor where a facilitator has put theirs off.
    """
    if not may_be_open(now):
        return Member.objects.none()
    seats = Invitee.objects.filter(meeting=OuterRef("pk"), member=OuterRef(OuterRef("pk")))
    settled = seats.filter(Q(invited_at__isnull=False) | Q(uninvited_at__isnull=False))
    coming = Meeting.objects.filter(cancelled_at__isnull=True, starts_at__gt=now)
    earlier = coming.filter(
        LIVE, season__club=OuterRef("season__club"), starts_at__lt=OuterRef("starts_at")
    )
    later = Q(is_skipped=True) | Q(send_at__gt=now)
    put_off = LetterPlan.objects.filter(later, meeting=OuterRef("pk"), step=INVITE.name)
    missed = coming.filter(
        ~Exists(earlier),
        ~Exists(settled),
        ~Exists(put_off),
        season__club=OuterRef("club"),
        invited_at__isnull=False,
    )
    return Member.objects.invited().filter(Exists(missed))


def _next_invited(meetings: Sequence[Meeting], now: dt.datetime) -> set[UUID]:
    """Each club's next meeting, where its invitations have left: the one of which late joiners are told."""
    first: dict[UUID, Meeting] = {}
    for meeting in sorted(meetings, key=lambda one: one.starts_at):
        if meeting.starts_at > now:
            first.setdefault(meeting.season.club_id, meeting)
    return {meeting.pk for meeting in first.values() if meeting.invited_at is not None}


def slots_of(meeting: Meeting, changes: Mapping[str, LetterPlan]) -> list[Slot]:
    """When the letters before a meeting leave, by the club's timings and what was changed of this meeting's."""
    return slots_before(
        starts_at=meeting.starts_at,
        timings=Timings.of(meeting.season.club),
        holiday_weeks=_weeks(meeting),
        changes={
            step: Change(row.send_at, row.is_skipped)
            for step, row in changes.items()
            if row.send_at or row.is_skipped
        },
        announced_at=meeting.season.announced_at,
    )


def _is_missed(slot: Slot, now: dt.datetime, since: dt.datetime) -> bool:
    """Whether the letter's whole time passed while nothing ran. One that another took over from at once never had any."""
    return not slot.is_skipped and since < slot.at < slot.until <= now


def _weeks(meeting: Meeting) -> Sequence[int]:
    return tuple(meeting.season.club.holiday_weeks)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(HELSINKI).date()


# --- To whom ----------------------------------------------------------------------------------------------------
def _of_meetings(
    meetings: Sequence[Meeting],
    slots: Mapping[UUID, Sequence[Slot]],
    facts: Facts,
    changes: Mapping[UUID, Mapping[str, LetterPlan]],
    now: dt.datetime,
    *,
    since: dt.datetime | None = None,
    first: Collection[UUID] | None = None,
) -> Iterator[PlannedSending]:
    first = _next_invited(meetings, now) if first is None else first
    for meeting in meetings:
        for slot in slots[meeting.pk]:
            sending = _sending(meeting, slot, facts, now, since)
            if sending is not None:
                yield sending
        if meeting.pk in first:
            change = changes.get(meeting.pk, {}).get(INVITE.name)
            yield from _late_invitation(meeting, facts, change, now)


def _sending(
    meeting: Meeting, slot: Slot, facts: Facts, now: dt.datetime, since: dt.datetime | None
) -> PlannedSending | None:
    """The slot with its people; None where it is over, or not to be foreseen before the invitation."""
    is_missed = since is not None and _is_missed(slot, now, since)
    if (slot.until <= now and not is_missed) or slot.until <= slot.at:
        return None
    if slot.line in ASKING and meeting.invited_at is None:
        return None
    if slot.line == INVITE and (meeting.invited_at or meeting.season.announced_at is None):
        return None
    is_due = not is_missed and slot.is_due(now, holiday_weeks=_weeks(meeting))
    sending = PlannedSending(
        line=slot.line,
        meeting=meeting,
        at=slot.at,
        until=slot.until,
        is_due=is_due,
        is_moved=slot.is_moved,
        is_by_hand=slot.is_by_hand,
        is_skipped=slot.is_skipped,
        is_expired=is_missed,
    )
    if slot.line in ASKING:
        seats = tuple(_asked(meeting, slot, facts))
        people = tuple(seat.member for seat in seats)
    else:
        seats, people = (), tuple(_told(meeting, slot, facts))
    if not people and slot.at <= now:
        return None
    return replace(
        sending, recipients=people, seats=seats, expired_count=len(people) if is_missed else 0
    )


def _asked(meeting: Meeting, slot: Slot, facts: Facts) -> Iterator[Invitee]:
    timings = Timings.of(meeting.season.club)
    for seat in facts.seats.get(meeting.pk, []):
        letters = facts.letters_before(meeting, seat.member)
        # Whoever is owed a letter of change hears of that first.
        if meeting.sequence and seat.sequence_sent < meeting.sequence:
            continue
        if (
            is_for(slot.line, answer=seat.answer, invited_at=seat.invited_at, at=slot.at)
            and wants(seat.member, slot.line.kind)
            and kinds.reminder_key(slot.line.name, seat, meeting) not in facts.keys
            and has_room(slot.line, letters=letters, timings=timings)
        ):
            yield seat


def _told(meeting: Meeting, slot: Slot, facts: Facts) -> Iterator[Member]:
    if slot.line in DUTY and meeting.host_group_id:
        for host in facts.hosts.get(meeting.host_group_id, []):
            if kinds.duty_key(slot.line.name, meeting, host) not in facts.keys:
                yield host
    elif slot.line == INVITE:
        yield from _not_invited(meeting, facts)


def _not_invited(meeting: Meeting, facts: Facts) -> Iterator[Member]:
    invited = {seat.member_id for seat in facts.seats.get(meeting.pk, []) if seat.invited_at}
    for member in facts.members.get(meeting.season.club_id, []):
        if member.pk not in invited and (meeting.pk, member.pk) not in facts.uninvited:
            yield member


def _late_invitation(
    meeting: Meeting, facts: Facts, change: LetterPlan | None, now: dt.datetime
) -> Iterator[PlannedSending]:
    """The invitation to the next meeting for whoever joined the club after its invitations had left."""
    late = tuple(_not_invited(meeting, facts))
    if not late or not Timings.of(meeting.season.club).is_on(INVITE):
        return
    weeks = _weeks(meeting)
    slot = Slot(INVITE, next_open(now, holiday_weeks=weeks), meeting.starts_at)
    # A moment that is over was chosen for those who have been invited.
    since = now - dt.timedelta(hours=BY_HAND_HOURS)
    if change and (change.is_skipped or (change.send_at and change.send_at > since)):
        slot = changed(slot, Change(change.send_at, change.is_skipped))
    if slot.at < slot.until:
        yield PlannedSending(
            line=INVITE,
            meeting=meeting,
            at=slot.at,
            until=slot.until,
            recipients=late,
            is_due=slot.is_due(now, holiday_weeks=weeks),
            is_by_hand=slot.is_by_hand,
            is_skipped=slot.is_skipped,
        )


# --- Things agreed ----------------------------------------------------------------------------------------------
def _things_at(now: dt.datetime, since: dt.datetime) -> list[AgreedThing]:
    if not may_be_open(now):
        return []
    day = _day(now)
    first = min(day, _day(since))
    things = things_between(since=first, until=day + dt.timedelta(days=FURTHEST_DAYS))
    return with_owners([thing for thing in things if thing_moment(thing)[0] <= now])


def thing_moment(thing: AgreedThing) -> tuple[dt.datetime, bool]:
    """When the reminder of a thing agreed leaves, and whether its day was moved."""
    club = thing.meeting.season.club
    assert thing.due_on is not None
    days = Timings.of(club)[AGREED_DUE].number
    return day_before(thing.due_on, days, holiday_weeks=tuple(club.holiday_weeks))


def _of_things(
    things: Sequence[AgreedThing],
    facts: Facts,
    now: dt.datetime,
    *,
    since: dt.datetime | None = None,
) -> Iterator[PlannedSending]:
    for thing in things:
        meeting = thing.meeting
        is_live = meeting.invited_at or meeting.season.announced_at
        if is_live and Timings.of(meeting.season.club).is_on(AGREED_DUE):
            sending = _of_thing(thing, facts, now, since)
            if sending is not None:
                yield sending


def _of_thing(
    thing: AgreedThing, facts: Facts, now: dt.datetime, since: dt.datetime | None
) -> PlannedSending | None:
    """One thing's reminder to its owners; None when it is over, done, or was agreed later than it would have left."""
    at, is_moved = thing_moment(thing)
    assert thing.due_on is not None
    until = dt.datetime.combine(thing.due_on + dt.timedelta(days=1), dt.time(), tzinfo=HELSINKI)
    is_missed = since is not None and since < at and until <= now
    owners = tuple(
        owner
        for owner in thing.owners.all()
        if owner.is_active
        and wants(owner, AGREED_DUE.kind)
        and kinds.agreed_key(thing, owner) not in facts.keys
    )
    if not owners or thing.created_at >= at or (until <= now and not is_missed):
        return None
    is_hour = is_open(now, holiday_weeks=_weeks(thing.meeting))
    return PlannedSending(
        line=AGREED_DUE,
        meeting=thing.meeting,
        at=at,
        until=until,
        recipients=owners,
        is_due=not is_missed and at <= now and is_hour,
        is_moved=is_moved,
        is_expired=is_missed,
        expired_count=len(owners) if is_missed else 0,
        thing=thing,
    )


# --- What expired -----------------------------------------------------------------------------------------------
def _expired(meeting: Meeting, changes: Mapping[str, LetterPlan]) -> Iterator[PlannedSending]:
    """What the tick has noted as too late (``services.note_missed``)."""
    for step, row in changes.items():
        if row.expired_at is not None and step in BY_NAME:
            yield PlannedSending(
                line=BY_NAME[step],
                meeting=meeting,
                at=row.expired_at,
                until=row.expired_at,
                is_expired=True,
                expired_count=row.expired_count,
            )
