"""What the tick does for meetings: letters that fall due, what came too late, and letters of change that are owed."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clubs.models import Club, Member
from clubs.saving import hold
from meetings.letters import agreed_due_letters, duty_letters, reminder_letters, soon_letters
from meetings.models import CadenceRound, Invitee, LetterPlan, Meeting
from meetings.planned import due, late_people, set_to
from meetings.sendings import CHANGED, PlannedSending
from meetings.services.invitations import announce_changes, send_invitations, stale_seats
from meetings.timings import AGREED_DUE, DUTY, INVITE, SOON
from outbox.rounds import each_alone
from outbox.services import enqueue

_log = structlog.get_logger(__name__)
# What makes a planned letter untrue or unwanted when it changes.
SAID = ("revision", "starts_at", "length", "place", "title", "video_url", "cancelled_at")
# The row that says when a tick last looked is written this often, not every minute; the whole looks are ten apart.
NOTED_EVERY = dt.timedelta(minutes=9)


@dataclass(frozen=True)
class Glance:
    """What one query tells: when a tick last looked (to ten minutes), and what there may be to look at."""

    seen_at: dt.datetime | None = None
    is_set: bool = True
    is_late: bool = True
    is_owed: bool = True
    is_changed: bool = True

    @property
    def is_urgent(self) -> bool:
        """Whether something cannot wait for the next whole look."""
        return self.seen_at is None or self.is_set or self.is_late or self.is_owed


def glance(now: dt.datetime) -> Glance:
    """Whether a moment chosen by hand has come, somebody joined late, a change is owed, or plans were changed at all.

    One query. Before the first look of an installation nothing is ruled out.
    """
    ahead = Q(meeting__starts_at__gt=now) | Q(meeting__starts_at__gt=OuterRef("seen_at"))
    asked = CadenceRound.objects.annotate(
        is_set=Exists(set_to(since=now - NOTED_EVERY, now=now)),
        is_late=Exists(late_people(now)),
        is_owed=Exists(_owed(now)),
        is_changed=Exists(LetterPlan.objects.filter(ahead)),
    )
    row = asked.values("seen_at", "is_set", "is_late", "is_owed", "is_changed").first()
    return Glance(**row) if row else Glance()


def remind_due(*, now: dt.datetime) -> int:
    """Send what falls due at ``now``, note what came too late, and tell of changes that are owed.

    Idempotent; returns how many letters were put in the queue. A meeting that fails does not hold up the others.
    """
    return _look(glance(now), now)


def remind_at_once(*, now: dt.datetime) -> int:
    """What cannot wait for the next whole look (``remind_due``).

    That is a moment chosen by hand, somebody who joined late, a change that is owed, and what nobody has looked at for
    long. One query where there is none of it; the usual letters leave at eight, when all is looked at. Returns how many letters.
    """
    seen = glance(now)
    if seen.is_urgent or (seen.seen_at and now - seen.seen_at >= 2 * NOTED_EVERY):
        return _look(seen, now)
    return 0


def _look(seen: Glance, now: dt.datetime) -> int:
    found = due(
        now=now,
        since=seen.seen_at or now,
        with_late=seen.is_late or seen.is_set,
        with_changes=seen.is_changed,
    )
    count = _each(found.sendings, send_due, now)
    if seen.is_owed:
        count += each_alone(
            owed_changes(now), lambda meeting: announce_changes(meeting=meeting, now=now)
        )
    _each(found.missed, note_missed, now)
    if seen.seen_at is None or now - seen.seen_at >= NOTED_EVERY:
        _note_seen(now)
    return count


def _each(sendings: Iterable[PlannedSending], do: Callable[..., int], now: dt.datetime) -> int:
    """Do it for each on its own: one that fails is logged and keeps no other from its turn."""
    return sum(
        each_alone([sending.meeting], partial(_do, do=do, sending=sending, now=now))
        for sending in sendings
    )


def _do(
    _meeting: Meeting, *, do: Callable[..., int], sending: PlannedSending, now: dt.datetime
) -> int:
    return do(sending=sending, now=now)


def last_seen() -> dt.datetime | None:
    """When a tick last looked at what is due (to ten minutes); None before the first."""
    return CadenceRound.objects.values_list("seen_at", flat=True).first()


def _note_seen(now: dt.datetime) -> None:
    if not CadenceRound.objects.filter(seen_at__lt=now).update(seen_at=now):
        CadenceRound.objects.bulk_create([CadenceRound(seen_at=now)], ignore_conflicts=True)


@transaction.atomic
def send_due(*, sending: PlannedSending, now: dt.datetime) -> int:
    """Write the letters of one planned sending in the name of the club's facilitator; returns how many were new.

    None where the meeting, or what a facilitator wants of these letters, has changed since the plan was made: the next
    tick plans anew.
    """
    meeting = sending.meeting
    sender = sender_of(meeting.season.club)
    if sender is None:
        return 0
    if not _is_as_planned(sending, now):
        return 0
    if sending.line == INVITE:
        return send_invitations(meeting=meeting, sender=sender, now=now, with_failed=False)
    if sending.line in DUTY:
        letters = duty_letters(
            meeting=meeting,
            hosts=sending.recipients,
            sender=sender,
            line=sending.line,
        )
    elif sending.line == SOON:
        letters = soon_letters(meeting=meeting, invitees=sending.seats, sender=sender, now=now)
    elif sending.line == AGREED_DUE and sending.thing is not None:
        letters = agreed_due_letters(thing=sending.thing, owners=sending.recipients, sender=sender)
    else:
        letters = reminder_letters(
            meeting=meeting,
            invitees=sending.seats,
            sender=sender,
            now=now,
            name=sending.step,
            kind=sending.kind,
        )
    return enqueue(letters=letters)


def _is_as_planned(sending: PlannedSending, now: dt.datetime) -> bool:
    """Whether the meeting's row, held from now on, still says what the letters would, and nobody has put them off."""
    meeting = sending.meeting
    if sending.line == INVITE:
        # As whoever invites: the club before the meeting. Invitations are written from the row as it is then.
        hold(meeting.season.club)
        hold(meeting)
        return not is_put_off(sending, now)
    row = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    is_true = all(getattr(row, name) == getattr(meeting, name) for name in SAID)
    return is_true and not is_put_off(sending, now)


def is_put_off(sending: PlannedSending, now: dt.datetime) -> bool:
    """Whether a facilitator has skipped the letters since they were planned, moved them on, or taken back a moment.

    Ask while the meeting's row is held.
    """
    row = LetterPlan.objects.filter(meeting=sending.meeting, step=sending.step).first()
    if row is None or not (row.is_skipped or row.send_at):
        return sending.is_by_hand
    return row.is_skipped or (row.send_at is not None and row.send_at > now)


def sender_of(club: Club) -> Member | None:
    """In whose name automatic letters leave."""
    return club.members.facilitators().select_related("user").first()


@transaction.atomic
def note_missed(*, sending: PlannedSending, now: dt.datetime) -> int:
    """Remember that letters could not leave while they were useful, so that the facilitator is told. Returns 0."""
    plan, _is_new = LetterPlan.objects.get_or_create(
        meeting=sending.meeting, step=sending.step, defaults={"expired_at": now}
    )
    plan.expired_at = now
    plan.expired_count = F("expired_count") + sending.expired_count
    plan.save(update_fields=["expired_at", "expired_count"])
    _log.warning(
        "letters_came_too_late",
        meeting=str(sending.meeting.pk),
        step=sending.step,
        people=sending.expired_count,
    )
    return 0


def owed_sendings(now: dt.datetime) -> list[PlannedSending]:
    """The letters of change that are owed, as the list of what leaves shows them. One query a meeting."""
    return [
        PlannedSending(
            line=CHANGED,
            meeting=meeting,
            at=now,
            until=meeting.ends_at,
            recipients=tuple(seat.member for seat in stale_seats(meeting)),
            is_due=True,
        )
        for meeting in owed_changes(now)
    ]


def owed_changes(now: dt.datetime) -> list[Meeting]:
    """The meetings of which somebody's newest letter says something old. One query.

    Changes made where no letter is written at once, such as the planner's rows, are told here.
    """
    found = _owed(now).select_related("season__club", "host_group")
    return list(found.order_by("starts_at"))


def _owed(now: dt.datetime) -> QuerySet[Meeting]:
    owed = Invitee.objects.seated().filter(
        meeting=OuterRef("pk"),
        member__left_at__isnull=True,
        invited_at__isnull=False,
        sequence_sent__lt=F("meeting__sequence"),
    )
    return Meeting.objects.filter(
        Exists(owed),
        sequence__gt=0,
        invited_at__isnull=False,
        cancelled_at__isnull=True,
        starts_at__gt=now,
    )
