"""Plays the demo's year through the product's own services, each deed at its own time.

Nothing is inserted behind the services' backs: whoever changes a service sees here whether a club can
still live through a year with it. ``travel`` sets the clock (the services read it themselves).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from django.utils import timezone

from accounts.models import User
from boards.models import Section
from boards.services import (
    add_comment,
    add_note,
    agree_note,
    edit_memo,
    freeze_board,
    make_memo,
    open_board,
    send_memo,
    support_note,
)
from clubs.calendar import last_workday_before
from clubs.models import Club, Member, Season
from clubs.people import Person
from clubs.services import add_people, join_club, open_club
from feedback.models import Question, Survey
from feedback.services import open_season_survey, submit_feedback
from home.demo import content
from home.demo.content import DemoMeeting, DemoSeason
from home.demo.dates import dated, moved, season_name, shift_for, spring_shift_for
from home.schedule import run_tick
from meetings.models import AgreedThing, Answer, AnswerValue, Invitee, Meeting, Theme
from meetings.services import (
    MaterialRow,
    add_theme,
    edit_meeting,
    mark_read,
    plan_season,
    publish_draw,
    record_answer,
    record_attendance,
    save_agenda,
    save_materials,
    send_invitations,
    settle_agreed,
)

Travel = Callable[[dt.datetime], None]
PLANNED_DAYS_BEFORE = 22
# Who does not answer with a plain yes in the meeting that is still ahead.
STILL_SILENT = {"Aino Kettunen", "Mikael Lindholm", "Eero Tuominen"}
NOT_SURE = {"Antti Heikkinen"}
AWAY = {"Katariina Ojala"}
# Anonymous on the board, to show that it can be.
ANONYMOUS_QUESTION = "Kuinka paljon työaikaa luotsin tehtävään varataan?"


@dataclass(frozen=True)
class AgendaLine:
    """An agenda item to be."""

    kind: str
    title: str
    minutes: int
    note: str = ""


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
        self.chance = Random("vertaisklubi")
        self.club: Club
        self.outi: Member
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
        taken: set[dt.date] = set()
        meetings = []
        for meeting in season.meetings:
            day = moved(meeting.on, shift, taken=taken)
            taken.add(day)
            meetings.append(replace(meeting, on=day))
        return replace(season, meetings=tuple(sorted(meetings, key=lambda one: one.on)))

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
        deeds = [
            deed
            for meeting, story in zip(meetings, season.meetings, strict=True)
            for deed in self._deeds(meeting, story, season)
        ]
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
            lambda: self._prepare(meeting, story),
        )
        yield Deed(self._moment(invite_on, 9, 4), lambda: self._invite(meeting))
        yield Deed(
            self._moment(invite_on + dt.timedelta(days=1), 8, 12), lambda: self._answer(meeting, 0)
        )
        yield Deed(
            self._moment(invite_on + dt.timedelta(days=3), 15, 40), lambda: self._answer(meeting, 1)
        )
        for days in (14, 7):
            reminded_on = self._workday(day - dt.timedelta(days=days))
            yield Deed(self._moment(reminded_on, 8, 5), self._tick)
            yield Deed(self._moment(reminded_on, 10, 20), lambda: self._answer(meeting, 2))
        yield Deed(starts, self._tick)
        yield Deed(starts + dt.timedelta(minutes=80), lambda: self._write(meeting, story))
        yield Deed(ends, lambda: self._close(meeting))
        yield Deed(ends + dt.timedelta(hours=1, minutes=1), self._tick)
        yield Deed(ends + dt.timedelta(hours=3), lambda: self._give_feedback(meeting, season))
        yield Deed(self._moment(day + dt.timedelta(days=1), 8, 5), self._tick)
        yield Deed(self._moment(day + dt.timedelta(days=2), 9), lambda: self._memo(meeting))
        yield Deed(self._moment(day + dt.timedelta(days=8), 0, 5), self._tick)

    def _workday(self, day: dt.date) -> dt.date:
        return last_workday_before(day + dt.timedelta(days=1))

    def _tick(self) -> None:
        run_tick()

    def _prepare(self, meeting: Meeting, story: DemoMeeting) -> None:
        save_agenda(
            meeting=meeting,
            rows=[
                AgendaLine(kind, title, minutes)
                for kind, title, minutes in content.program_of(story)
            ],
        )
        save_materials(
            meeting=meeting,
            rows=[
                MaterialRow(
                    kind=reading.kind,
                    title=reading.title,
                    url=f"https://example.org/{meeting.number}/{number}",
                    minutes=reading.minutes,
                )
                for number, reading in enumerate(story.readings, start=1)
            ],
        )

    def _invite(self, meeting: Meeting) -> None:
        meeting.refresh_from_db()
        send_invitations(meeting=meeting, sender=self.outi)
        open_board(meeting=meeting)
        run_tick()
        for member in self.club.members.invited().filter(user__isnull=True):
            join_club(member=member)

    def _answer(self, meeting: Meeting, part: int) -> None:
        """At first two thirds, then the rest; the silent only after a reminder, or not yet."""
        is_past = meeting.ends_at < self.now
        seats = meeting.invitees.filter(answer="").select_related("member")
        for number, invitee in enumerate(seats):
            name = invitee.member.full_name
            if name in STILL_SILENT and (not is_past or part < 2):
                continue
            if part == 0 and number % 3 == 0:
                continue
            value = AnswerValue.YES
            if name in AWAY:
                value = AnswerValue.NO
            elif name in NOT_SURE and not is_past:
                value = AnswerValue.MAYBE
            record_answer(invitee=invitee, value=value, source=Answer.Source.MAIL)
        aino = self.members["Aino Kettunen"]
        first = meeting.materials.first()
        if part == 0 and first is not None:
            mark_read(material=first, member=aino, is_read=True)

    def _write(self, meeting: Meeting, story: DemoMeeting) -> None:
        board = open_board(meeting=meeting)
        sections = {section.kind: section for section in board.sections.all()}
        writers = list(self.members.values())
        told = [(Section.Kind.GOAL, text) for text in story.goals]
        told += [(Section.Kind.IDEA, text) for text in story.ideas]
        told += [(Section.Kind.QUESTION, text) for text in story.questions]
        for number, (kind, text) in enumerate(told):
            author = writers[(meeting.number * 5 + number) % len(writers)]
            note = add_note(
                board=board, section=sections[kind], text=dated(text, self.shift), author=author
            )
            fans = self.chance.sample(writers, 3 + (number * 2) % 7)
            for fan in fans:
                support_note(note=note, member=fan, is_supported=True)
            if number == 0:
                add_comment(note=note, text="Tästä aloitetaan.", author=fans[0], is_anonymous=False)
        if story.questions:
            add_note(
                board=board,
                section=sections[Section.Kind.QUESTION],
                text=ANONYMOUS_QUESTION,
                author=None,
                is_anonymous=True,
            )
        for agreed in story.agreed:
            note = add_note(
                board=board,
                section=sections[Section.Kind.IDEA],
                text=dated(agreed.text, self.shift),
                author=writers[meeting.number],
            )
            agree_note(
                note=note,
                owners=[self.members[name] for name in agreed.owners],
                is_for_everybody=not agreed.owners,
                due_on=moved(agreed.due_on, self.shift),
            )

    def _close(self, meeting: Meeting) -> None:
        came = {
            invitee.pk: Invitee.Attendance.PRESENT
            if invitee.answer == AnswerValue.YES
            else Invitee.Attendance.ABSENT
            for invitee in meeting.invitees.all()
        }
        record_attendance(meeting=meeting, attendance=came)
        due = AgreedThing.objects.filter(
            meeting__season__club=self.club,
            state=AgreedThing.State.OPEN,
            due_on__lt=timezone.localdate(),
        ).first()
        if due is not None:
            settle_agreed(agreed_thing=due, state=AgreedThing.State.DONE)

    def _give_feedback(self, meeting: Meeting, season: DemoSeason) -> None:
        survey = Survey.objects.get(meeting=meeting)
        self._answer_survey(survey, list(season.comments), absent_too=False)

    def _answer_survey(self, survey: Survey, comments: list[str], *, absent_too: bool) -> None:
        questions = list(survey.questions.all())
        invitees = survey.invitees.select_related("member")
        if not absent_too:
            invitees = invitees.filter(
                member__invitations__meeting=survey.meeting,
                member__invitations__attendance=Invitee.Attendance.PRESENT,
            )
        self.chance.shuffle(comments)
        for number, invitee in enumerate(invitees):
            if number % 7 == 3:
                continue
            answers = {}
            for place, question in enumerate(questions):
                if question.kind == Question.Kind.TEXT:
                    is_told = number % 4 == place % 4 and comments
                    answers[question.pk] = comments.pop() if is_told else ""
                elif question.kind == Question.Kind.CHOICE:
                    answers[question.pk] = self.chance.choice("2333")
                else:
                    answers[question.pk] = self.chance.choice("3444555")
            submit_feedback(invitee=invitee, answers=answers)

    def _memo(self, meeting: Meeting) -> None:
        """The memo is sent, but for the newest meeting: there it waits as a draft."""
        board = open_board(meeting=meeting)
        freeze_board(board=board)
        memo = make_memo(meeting=meeting)
        memo = edit_memo(
            memo=memo,
            opening="Kiitos keskustelusta. Tässä on, mitä taululle jäi ja mitä sovimme.",
            sections={section.pk: section.text for section in memo.sections.all()},
            version=memo.version,
        )
        is_newest = not Meeting.objects.filter(
            season__club=self.club, starts_at__gt=meeting.starts_at, starts_at__lt=self.now
        ).exists() and self._is_year_going_on(meeting)
        if not is_newest:
            send_memo(memo=memo, sender=self.outi)
            run_tick()

    def _is_year_going_on(self, meeting: Meeting) -> bool:
        return meeting.season.meetings.filter(starts_at__gt=self.now).exists()

    def _end(self, season: Season, last: Meeting) -> Iterator[Deed]:
        asked_on = timezone.localdate(last.ends_at) + dt.timedelta(days=3)
        closes_at = self._moment(asked_on + dt.timedelta(days=14), 23, 59)

        def answer() -> None:
            survey = Survey.objects.get(season=season)
            self._answer_survey(survey, list(content.YEAR.comments), absent_too=True)

        yield Deed(
            self._moment(asked_on, 9),
            lambda: open_season_survey(season=season, closes_at=closes_at),
        )
        yield Deed(self._moment(asked_on, 9, 5), self._tick)
        yield Deed(self._moment(asked_on + dt.timedelta(days=1), 12), answer)
        yield Deed(closes_at + dt.timedelta(minutes=6), self._tick)
