"""Meetings with the numbers that the facilitator's pages need: counted by the database, one row a meeting."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from clubs.models import Club, Member, Season
from home.pairs import Pairs, Place, pairs_of
from meetings.kinds import meeting_of, topic_of
from meetings.models import CAME, COMING, AgendaItem, Invitee, Material, Meeting
from outbox.models import UNDELIVERED, Message, State


@dataclass(frozen=True)
class Tally:
    """The seats of one meeting: how they answered, who came, and how many members need no invitation (``settled``)."""

    seats: int = 0
    coming: int = 0
    unsure: int = 0
    declined: int = 0
    silent: int = 0
    came: int = 0
    noted: int = 0
    settled: int = 0


@dataclass(frozen=True)
class Mailed:
    """How many people's letters of one kind about one meeting were written, and how many the server took."""

    written: int = 0
    sent: int = 0
    failed: int = 0


@dataclass(frozen=True)
class MeetingRow:
    """One meeting: how full its agenda is (minutes), what it has, the pairs of its season, how its people answered, its letters by kind."""

    meeting: Meeting
    tally: Tally
    planned_minutes: int
    has_reading: bool
    has_memo: bool
    memo_sent: bool
    pairs: Pairs
    mailed: Mapping[str, Mailed]

    @property
    def hosts(self) -> Sequence[Place]:
        """The places of the pair that hosts it; none where the facilitator does."""
        group = self.meeting.host_group_id
        return self.pairs.get(group, ()) if group else ()

    @property
    def is_dropped(self) -> bool:
        return self.meeting.cancelled_at is not None

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered, also before the invitation: the season's letter asks about every date."""
        tally = self.tally
        return bool(tally.coming or tally.unsure or tally.declined)

    def is_coming(self, now: dt.datetime) -> bool:
        """Whether the meeting is on or still ahead."""
        return self.meeting.ends_at > now and not self.is_dropped


def meeting_rows(
    clubs: Mapping[UUID, Club],
    seasons: Mapping[UUID, Season],
    *,
    shown: Collection[UUID],
    since: dt.datetime,
    now: dt.datetime,
    kinds: Collection[str] = (),
) -> list[MeetingRow]:
    """The meetings of the seasons ``shown`` and those that begin after ``since``, by date; four queries however many.

    ``clubs`` and ``seasons`` are at hand already; ``kinds`` are the letters whose numbers are wanted, of meetings ahead.
    """
    wanted = Q(season__in=shown) | Q(starts_at__gt=since, season__club__in=clubs)
    meetings = list(_meetings().filter(wanted).order_by("starts_at"))
    if not meetings:
        return []
    tallies = _tallies(meetings)
    pairs = pairs_of({one.season_id for one in meetings})
    ahead = [one for one in meetings if one.starts_at > now and one.invited_at]
    mailed = _mailed(ahead, kinds)
    rows = []
    for meeting in meetings:
        meeting.season = seasons[meeting.season_id]
        meeting.season.club = clubs[meeting.season.club_id]
        rows.append(
            MeetingRow(
                meeting=meeting,
                tally=tallies.get(meeting.pk, Tally()),
                pairs=pairs.get(meeting.season_id, {}),
                mailed=mailed.get(meeting.pk, {}),
                **{name: getattr(meeting, name) for name in ANNOTATED},
            )
        )
    return rows


ANNOTATED = ("planned_minutes", "has_reading", "has_memo", "memo_sent")


def _meetings() -> QuerySet[Meeting, Any]:
    items = AgendaItem.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Meeting.objects.select_related("survey").annotate(
        planned_minutes=Coalesce(Subquery(items.annotate(sum=Sum("minutes")).values("sum")), 0),
        has_reading=Exists(Material.objects.filter(meeting=OuterRef("pk"))),
        has_memo=IsNull(F("memo"), False),
        memo_sent=IsNull(F("memo__sent_at"), False),
    )


def _tallies(meetings: Collection[Meeting]) -> dict[UUID, Tally]:
    """Of each meeting that has seats; facilitators need no invitation, so they are not settled."""
    is_here = Q(member__left_at__isnull=True)
    is_told = Q(invited_at__isnull=False) | Q(uninvited_at__isnull=False)
    counted: Iterable[Any] = (
        Invitee.objects.filter(meeting__in=meetings)
        .order_by()
        .values("meeting_id", "answer")
        .annotate(
            seats=Count("pk", filter=is_here & Q(uninvited_at__isnull=True)),
            came=Count("pk", filter=Q(attendance__in=CAME)),
            noted=Count("pk", filter=~Q(attendance="")),
            settled=Count("pk", filter=is_here & is_told & Q(member__role=Member.Role.MEMBER)),
        )
    )
    found: dict[UUID, list[Any]] = {}
    for row in counted:
        found.setdefault(row["meeting_id"], []).append(row)
    return {meeting: _tally(rows) for meeting, rows in found.items()}


def _tally(rows: Sequence[Any]) -> Tally:
    """One meeting's seats, from one row an answer."""
    answered = {row["answer"]: row["seats"] for row in rows}
    return Tally(
        coming=sum(answered.get(answer, 0) for answer in COMING),
        unsure=answered.get("maybe", 0),
        declined=answered.get("no", 0),
        silent=answered.get("", 0),
        **{name: sum(row[name] for row in rows) for name in ("seats", "came", "noted", "settled")},
    )


def _mailed(meetings: Collection[Meeting], kinds: Collection[str]) -> dict[UUID, dict[str, Mailed]]:
    """By meeting and kind; a person's letter that was sent anew counts once."""
    if not meetings or not kinds:
        return {}
    rows = (
        Message.objects.filter(topic__in=[topic_of(one) for one in meetings], kind__in=kinds)
        .order_by()
        .values("topic", "kind")
        .annotate(
            written=Count("person", filter=~Q(state=State.CANCELLED), distinct=True),
            sent=Count("person", filter=Q(state=State.SENT), distinct=True),
            failed=Count("person", filter=Q(state__in=UNDELIVERED), distinct=True),
        )
    )
    found: dict[UUID, dict[str, Mailed]] = {}
    for row in rows:
        mailed = Mailed(row["written"], row["sent"], row["failed"])
        found.setdefault(meeting_of(row["topic"]), {})[row["kind"]] = mailed
    return found
