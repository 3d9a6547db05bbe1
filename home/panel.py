"""What a facilitator's pages know of clubs, read for all of them at once: the number of questions does not grow."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from clubs.letterhead import scope_of
from clubs.models import Club, Member, Season
from home.letterlog import failed_letters
from home.meetingrows import MeetingRow, meeting_rows
from home.pairs import has_alone
from home.seasonstate import DatedSeason, current_of, seasons_of
from meetings.cadence import Slot
from meetings.kinds import DUTIES, INVITE
from meetings.models import AgreedThing, LetterPlan
from meetings.planned import FURTHEST_DAYS, slots_of
from meetings.timings import AGREED_DUE
from outbox.models import Message

# Meetings of other seasons are at hand until their feedback has been read.
RECENT = dt.timedelta(days=45)
COUNTED_LETTERS = (INVITE, *DUTIES)
# What is asked of a thing agreed, and of a meeting that is not at hand.
THING = [
    *("text", "due_on", "created_at", "settled_at", "meeting"),
    *("meeting__title", "meeting__number", "meeting__starts_at", "meeting__invited_at"),
    *("meeting__season__club", "meeting__season__announced_at"),
]


@dataclass(frozen=True)
class Owner:
    """Somebody still here who answers for a thing agreed, and whether they take its letter."""

    name: str
    is_reminded: bool


@dataclass(frozen=True)
class OwnedThing:
    """A thing agreed that has a date, and who answers for it."""

    thing: AgreedThing
    owners: list[Owner]


@dataclass(frozen=True)
class Panel:
    """One club: its season with its meetings, other meetings that are near, and what may need doing.

    ``people`` is how many members meetings invite; ``slots`` are when the letters before each meeting ahead leave;
    ``failed`` are letters that did not get through, newest first.
    """

    club: Club
    people: int
    dated: DatedSeason | None
    rows: tuple[MeetingRow, ...]
    near: tuple[MeetingRow, ...]
    plans: Mapping[UUID, Mapping[str, LetterPlan]]
    slots: Mapping[UUID, Sequence[Slot]]
    things: tuple[OwnedThing, ...]
    failed: tuple[Message, ...]

    @property
    def season(self) -> Season | None:
        """The season that is shown."""
        return self.dated.season if self.dated else None

    @property
    def every_row(self) -> list[MeetingRow]:
        """All meetings at hand, by date."""
        return sorted([*self.rows, *self.near], key=lambda row: row.meeting.starts_at)

    def has_alone(self, now: dt.datetime) -> bool:
        """Whether somebody of the season who is to host has no partner."""
        if not self.rows:
            return False
        meetings = [row.meeting for row in self.rows]
        return has_alone(self.rows[0].pairs, meetings, people=self.people, now=now)

    def next_row(self, now: dt.datetime) -> MeetingRow | None:
        """The meeting of the season that is on or comes next."""
        return next((row for row in self.rows if row.is_coming(now)), None)


def memberships_of(user: User | None) -> list[Member]:
    """A person's places in clubs, those that they facilitate first; each club at hand and told how many it invites.

    One query. ``member.people`` is the number.
    """
    invited = Q(club__members__left_at__isnull=True, club__members__role=Member.Role.MEMBER)
    found = (
        Member.objects.active()
        .filter(user=user)
        .select_related("club")
        .annotate(people=Count("club__members", filter=invited))
    )
    return list(found.order_by("role", "club__name"))


def read_panels(places: Sequence[Member], *, now: dt.datetime) -> dict[UUID, Panel]:
    """The panels of the clubs of these places (of ``memberships_of``), by club; eight queries, and one or two more where letters failed."""
    clubs = {place.club_id: place.club for place in places}
    people = {place.club_id: getattr(place, "people", 0) for place in places}
    seasons = seasons_of(clubs, now=now)
    shown = {pk: current_of(of_club, now) for pk, of_club in seasons.items()}
    rows = meeting_rows(
        clubs,
        {one.season.pk: one.season for of_club in seasons.values() for one in of_club},
        shown=[one.season.pk for one in shown.values() if one],
        since=now - RECENT,
        now=now,
        kinds=COUNTED_LETTERS,
    )
    plans = _plans(rows)
    things = _things(rows, clubs, now)
    failed = failed_letters([scope_of(pk) for pk in clubs], now=now) if clubs else []
    return {
        pk: _panel(club, people[pk], shown.get(pk), rows, plans, things, failed, now)
        for pk, club in clubs.items()
    }


def _panel(
    club: Club,
    people: int,
    dated: DatedSeason | None,
    rows: Sequence[MeetingRow],
    plans: Mapping[UUID, Mapping[str, LetterPlan]],
    things: Mapping[UUID, Sequence[OwnedThing]],
    failed: Sequence[Message],
    now: dt.datetime,
) -> Panel:
    season = dated.season if dated else None
    own = [row for row in rows if row.meeting.season.club_id == club.pk]
    ahead = [row.meeting for row in own if row.meeting.is_ahead(now)]
    scope = scope_of(club.pk)
    return Panel(
        club=club,
        people=people,
        dated=dated,
        rows=tuple(row for row in own if season and row.meeting.season_id == season.pk),
        near=tuple(row for row in own if not season or row.meeting.season_id != season.pk),
        plans=plans,
        slots={one.pk: slots_of(one, plans.get(one.pk, {})) for one in ahead},
        things=tuple(things.get(club.pk, ())),
        failed=tuple(row for row in failed if row.scope == scope),
    )


def _plans(rows: Iterable[MeetingRow]) -> dict[UUID, dict[str, LetterPlan]]:
    found: dict[UUID, dict[str, LetterPlan]] = {}
    for plan in LetterPlan.objects.filter(meeting__in=[row.meeting.pk for row in rows]):
        found.setdefault(plan.meeting_id, {})[plan.step] = plan
    return found


def _things(
    rows: Sequence[MeetingRow], clubs: Mapping[UUID, Club], now: dt.datetime
) -> dict[UUID, list[OwnedThing]]:
    """Open things that fall due within the reach of letters, or did already, by club and date; one row an owner."""
    until = timezone.localdate(now) + dt.timedelta(days=FURTHEST_DAYS)
    names = {row.meeting.pk: row.meeting for row in rows}
    owned: Iterable[Any] = (
        AgreedThing.objects.open()
        .filter(meeting__season__club__in=clubs, due_on__lte=until)
        .annotate(
            first_name=F("owner_rows__member__first_name"),
            last_name=F("owner_rows__member__last_name"),
            muted=F("owner_rows__member__muted_letters"),
            gone_at=F("owner_rows__member__left_at"),
        )
        .select_related("meeting__season")
        .only(*THING)
        .in_order()
    )
    found: dict[UUID, dict[UUID, OwnedThing]] = {}
    for thing in owned:
        thing.meeting = names.get(thing.meeting_id, thing.meeting)
        club = clubs[thing.meeting.season.club_id]
        thing.meeting.season.club = club
        one = found.setdefault(club.pk, {}).setdefault(thing.pk, OwnedThing(thing, []))
        if thing.first_name is not None and thing.gone_at is None:
            name = f"{thing.first_name} {thing.last_name}".strip()
            one.owners.append(Owner(name, AGREED_DUE.kind not in thing.muted))
    return {club: list(things.values()) for club, things in found.items()}
