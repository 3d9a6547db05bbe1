"""Plays the demo's year through the product's own services, each deed at its own time.

Nothing is inserted behind the services' backs: whoever changes a service sees here whether a club can
still live through a year with it. ``travel`` sets the clock (the services read it themselves).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from accounts.models import User
from clubs.calendar import last_workday_before
from clubs.models import Club, Member, Season
from clubs.people import Person
from clubs.services import add_people, open_club
from feedback.services import open_season_survey
from home.demo import content
from home.demo.content import DemoMeeting, DemoSeason
from home.demo.dates import (
    NEXT_MEETING_ON,
    before_summer,
    moved,
    season_name,
    shift_for,
    spring_shift_for,
)
from home.demo.deeds import Deeds
from home.schedule import run_tick
from meetings.cadence import day_before, moment_of
from meetings.models import Meeting, Theme
from meetings.services import (
    add_theme,
    edit_meeting,
    plan_season,
    publish_draw,
)
from meetings.timings import AGREED_DUE, DUTY35, SOON

Travel = Callable[[dt.datetime], None]
PLANNED_DAYS_BEFORE = 22
# The demo stands 9 to 15 days before the day of the second meeting: a poll about another has been asked and is open.
POLLED_DAYS_BEFORE, POLL_ENDS_DAYS_BEFORE = 18, 8
A_MOMENT = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Deed:
    """Something that somebody does at a moment."""

    at: dt.datetime
    do: Callable[[], object]


class Player:
    """Lives through the club's year until ``now``; deeds that lie ahead are left undone."""

    def __init__(
        self, *, now: dt.datetime, travel: Travel, shift: dt.timedelta | None = None
    ) -> None:
        self.now = now
        self.travel = travel
        self.shift = shift_for(timezone.localdate(now)) if shift is None else shift
        self.club: Club
        self.outi: Member
        self.deeds: Deeds
        self.members: dict[str, Member] = {}
        self.themes: dict[str, Theme] = {}

    def play(self) -> Club:
        """Everything that has happened by ``now``; the clock stands at ``now`` afterwards."""
        year = self._move(content.YEAR, self.shift)
        spring_ends_on = content.SPRING.meetings[-1].on
        spring = self._move(
            content.SPRING, spring_shift_for(spring_ends_on, self._planned_on(year))
        )
        self.travel(self._moment(self._planned_on(spring), 9))
        self._open_club()
        for season in (spring, year):
            if self._moment(self._planned_on(season), 9) < self.now:
                self._live(season)
        self.travel(self.now)
        run_tick()
        return self.club

    def _move(self, season: DemoSeason, shift: dt.timedelta) -> DemoSeason:
        """The season with its dates shifted, and moved on where they fall on a holiday."""
        days: list[dt.date] = []
        for meeting in season.meetings:
            days.append(moved(meeting.on, shift, taken=days))
        # Dates move past holidays one after the other, so a later meeting never comes before an earlier one.
        on = before_summer(days)
        meetings = [replace(one, on=day) for one, day in zip(season.meetings, on, strict=True)]
        return replace(season, meetings=tuple(meetings))

    def _moment(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))

    def _open_club(self) -> None:
        first, last = content.FACILITATOR
        outi = User.objects.create_user(
            email=content.address(first, last),
            first_name=first,
            last_name=last,
            may_open_clubs=True,
        )
        self.club = open_club(
            user=outi,
            name=content.CLUB_NAME,
            organisation=content.ORGANISATION,
            place=content.PLACE,
            purpose=content.PURPOSE,
            aims=content.AIMS,
        )
        self.outi = self.club.members.get(user=outi)
        people = [
            Person(
                one.first_name,
                one.last_name,
                one.email,
                unit=one.unit,
                job_title=one.job_title,
                language=one.language,
                is_new=one.is_new,
            )
            for one in content.PEOPLE
        ]
        self.members = {
            member.full_name: member for member in add_people(club=self.club, people=people)
        }
        self.deeds = Deeds(self.club, self.outi, self.members, self.now, self.shift)
        for (name, is_cross_cutting), below in content.THEMES.items():
            main = add_theme(club=self.club, name=name, is_cross_cutting=is_cross_cutting)
            self.themes[name] = main
            for child in below:
                self.themes[child] = add_theme(club=self.club, name=child, parent=main)

    def _planned_on(self, season: DemoSeason) -> dt.date:
        return season.meetings[0].on - dt.timedelta(days=PLANNED_DAYS_BEFORE)

    def _live(self, season: DemoSeason) -> None:
        self.travel(self._moment(self._planned_on(season), 9))
        planned = self._plan(season)
        meetings = list(planned.meetings.order_by("starts_at"))
        if season.is_academic_year:
            self._draw(planned, season, meetings)
            self.deeds.announce(planned)
        deeds = [
            deed
            for meeting, story in zip(meetings, season.meetings, strict=True)
            for deed in self._deeds(meeting, story, season)
        ]
        for meeting, story in zip(meetings, season.meetings, strict=True):
            if story.other_times:
                deeds += self._poll(meeting, story, self._planned_on(season))
        if season.is_academic_year:
            deeds += self._end(planned, meetings[-1])
        for deed in sorted(deeds, key=lambda one: one.at):
            if deed.at < self.now:
                self.travel(deed.at)
                deed.do()

    def _plan(self, season: DemoSeason) -> Season:
        dates = [meeting.on for meeting in season.meetings]
        planned = plan_season(
            club=self.club,
            name=season_name(dates, is_academic_year=season.is_academic_year),
            weekday=dates[0].isoweekday(),
            starts_at=season.starts_at,
            every_weeks=4,
            dates=dates,
        )
        for meeting, story in zip(
            planned.meetings.order_by("starts_at"), season.meetings, strict=True
        ):
            edit_meeting(
                meeting=meeting,
                title=story.title,
                introduction="",
                starts_at=meeting.starts_at,
                length=meeting.length,
                place=meeting.place,
                video_url="",
                personal_note=story.personal_note,
                themes=[self.themes[story.theme]],
            )
        return planned

    def _draw(self, season: Season, story: DemoSeason, meetings: list[Meeting]) -> None:
        """The lot of this club fell as the story tells: pairs and dates that were fixed beforehand."""
        locked, unavailable = [], {}
        for meeting, told in zip(meetings, story.meetings, strict=True):
            hosts = [self.members[name].pk for name in told.hosts or ()]
            locked.append(hosts)
            others = [other.pk for other in meetings if other != meeting]
            unavailable.update({host: others for host in hosts})
        publish_draw(
            season=season,
            drawn_by=self.outi,
            seed="5f1c29ab",
            locked=locked,
            unavailable=unavailable,
        )

    def _deeds(self, meeting: Meeting, story: DemoMeeting, season: DemoSeason) -> Iterator[Deed]:
        day = story.on
        invite_on = self._workday(day - dt.timedelta(days=21))
        starts, ends = meeting.starts_at, meeting.ends_at
        yield Deed(
            self._moment(invite_on - dt.timedelta(days=3), 14),
            lambda: self.deeds.prepare(meeting, story),
        )
        yield Deed(self._moment(invite_on, 9, 4), lambda: self.deeds.invite(meeting))
        yield Deed(
            self._moment(invite_on + dt.timedelta(days=1), 8, 12),
            lambda: self.deeds.answer(meeting, 0),
        )
        yield Deed(
            self._moment(invite_on + dt.timedelta(days=3), 15, 40),
            lambda: self.deeds.answer(meeting, 1),
        )
        for days in (14, 7):
            reminded_on = self._workday(day - dt.timedelta(days=days))
            yield Deed(self._moment(reminded_on, 8, 5), self._tick)
            yield Deed(self._moment(reminded_on, 10, 20), lambda: self.deeds.answer(meeting, 2))
        for line in (DUTY35, SOON):
            yield Deed(moment_of(line, starts_at=starts) + A_MOMENT, self._tick)
        for agreed in story.agreed:
            remembered_at, _is_moved = day_before(
                moved(agreed.due_on, self.shift), AGREED_DUE.number
            )
            yield Deed(remembered_at + A_MOMENT, self._tick)
        yield Deed(starts, self._tick)
        yield Deed(starts + dt.timedelta(minutes=80), lambda: self.deeds.write(meeting, story))
        yield Deed(ends, lambda: self.deeds.close(meeting))
        yield Deed(ends + dt.timedelta(hours=1, minutes=1), self._tick)
        yield Deed(ends + dt.timedelta(hours=3), lambda: self.deeds.give_feedback(meeting, season))
        yield Deed(self._moment(day + dt.timedelta(days=1), 8, 5), self._tick)
        yield Deed(
            self._moment(day + dt.timedelta(days=2), 9), lambda: self.deeds.write_memo(meeting)
        )
        yield Deed(self._moment(day + dt.timedelta(days=8), 0, 5), self._tick)

    def _poll(self, meeting: Meeting, story: DemoMeeting, planned_on: dt.date) -> Iterator[Deed]:
        """A time is asked for a few days before the demo stands still, and chosen a few days after."""
        stands_before = NEXT_MEETING_ON + self.shift
        asked_on = max(stands_before - dt.timedelta(days=POLLED_DAYS_BEFORE), planned_on)
        answer_by = stands_before - dt.timedelta(days=POLL_ENDS_DAYS_BEFORE)
        yield Deed(
            self._moment(asked_on, 9, 30),
            lambda: self.deeds.ask_for_time(meeting, story, answer_by),
        )
        yield Deed(self._moment(asked_on, 14, 20), lambda: self.deeds.answer_times(meeting))
        yield Deed(self._moment(answer_by, 16), lambda: self.deeds.keep_time(meeting))

    def _workday(self, day: dt.date) -> dt.date:
        return last_workday_before(day + dt.timedelta(days=1))

    def _tick(self) -> None:
        run_tick()

    def _end(self, season: Season, last: Meeting) -> Iterator[Deed]:
        asked_on = timezone.localdate(last.ends_at) + dt.timedelta(days=3)
        closes_at = self._moment(asked_on + dt.timedelta(days=14), 23, 59)

        yield Deed(
            self._moment(asked_on, 9),
            lambda: open_season_survey(season=season, closes_at=closes_at),
        )
        yield Deed(self._moment(asked_on, 9, 5), self._tick)
        yield Deed(
            self._moment(asked_on + dt.timedelta(days=1), 12),
            lambda: self.deeds.answer_season(season),
        )
        yield Deed(closes_at + dt.timedelta(minutes=6), self._tick)
