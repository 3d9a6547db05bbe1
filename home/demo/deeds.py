"""What the demo's people do around one meeting, through the product's own services."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify

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
from clubs.calendar import closed_reason
from clubs.models import Club, Member, Season
from clubs.services import join_club
from feedback.models import Question, Survey, SurveyInvitee
from feedback.services import submit_feedback
from home.demo import content
from home.demo.content import DemoMeeting, DemoReading, DemoSeason
from home.demo.dates import dated, moved
from home.schedule import run_tick
from meetings.agenda_template import Item
from meetings.models import AgreedThing, Answer, AnswerValue, Invitee, Meeting, SlotAnswer
from meetings.services import (
    MaterialRow,
    add_file,
    answer_poll,
    ask_poll,
    choose_slot,
    mark_read,
    open_poll,
    record_answer,
    record_attendance,
    save_agenda,
    save_materials,
    send_invitations,
    send_season_invitations,
    settle_agreed,
)

# Who does not answer with a plain yes in the meeting that is still ahead.
STILL_SILENT = {"Aino Kettunen", "Mikael Lindholm", "Eero Tuominen"}
NOT_SURE = {"Antti Heikkinen"}
AWAY = {"Katariina Ojala"}
# Anonymous on the board, to show that it can be.
ANONYMOUS_QUESTION = "Kuinka paljon työaikaa luotsin tehtävään varataan?"


@dataclass
class Deeds:
    """The club's people at work; ``now`` is where the demo's story stops, ``shift`` how far its year was moved."""

    club: Club
    outi: Member
    members: dict[str, Member]
    now: dt.datetime
    shift: dt.timedelta
    chance: Random = field(default_factory=lambda: Random("vertaisklubi"))

    def prepare(self, meeting: Meeting, story: DemoMeeting) -> None:
        """The agenda and the pre-reading."""
        save_agenda(
            meeting=meeting,
            rows=[Item(kind, title, minutes) for kind, title, minutes in content.program_of(story)],
        )
        save_materials(
            meeting=meeting,
            rows=[
                MaterialRow(
                    kind=reading.kind,
                    title=reading.title,
                    url="" if reading.text else f"https://example.org/{meeting.number}/{number}",
                    minutes=reading.minutes,
                    pk=self._stored(meeting, reading) if reading.text else None,
                )
                for number, reading in enumerate(story.readings, start=1)
            ],
        )

    def _stored(self, meeting: Meeting, reading: DemoReading) -> UUID:
        """Upload what is read as a file; the key of its row."""
        name = f"{slugify(reading.title)}.txt"
        file = SimpleUploadedFile(name, reading.text.encode(), "text/plain")
        material, _base = add_file(meeting=meeting, file=file, by=self.outi)
        return material.pk

    def ask_for_time(self, meeting: Meeting, story: DemoMeeting, answer_by: dt.date) -> None:
        """A poll offers the meeting's own time and others; those that fall on a holiday are left out."""
        meeting.refresh_from_db()
        day = timezone.localdate(meeting.starts_at)
        others = [(day + dt.timedelta(days), time) for days, time in story.other_times]
        starts = [
            timezone.make_aware(dt.datetime.combine(on, time))
            for on, time in others
            if not closed_reason(on)
        ]
        poll = open_poll(
            season=meeting.season,
            by=self.outi,
            starts=[meeting.starts_at, *starts],
            length=meeting.length,
            answer_by=answer_by,
            meeting=meeting,
        )
        ask_poll(poll=poll, sender=self.outi)
        run_tick()

    def answer_times(self, meeting: Meeting) -> None:
        """The meeting's own time works for nearly everybody, the others for some; three have not answered yet."""
        poll = meeting.date_polls.get()
        slots = list(poll.slots.all())
        answering = [one for name, one in self.members.items() if name not in STILL_SILENT]
        for number, member in enumerate(answering):
            values = {}
            for place, slot in enumerate(slots):
                is_own = slot.starts_at == meeting.starts_at
                works = number % 6 != 5 if is_own else (number * (place + 1) + place) % 5 < 2
                values[slot.pk] = SlotAnswer.Value.WORKS if works else SlotAnswer.Value.NOT
            answer_poll(poll=poll, member=member, values=values)

    def keep_time(self, meeting: Meeting) -> None:
        """The meeting's own time suits best and is chosen."""
        poll = meeting.date_polls.get()
        choose_slot(slot=poll.slots.get(starts_at=meeting.starts_at), by=self.outi)

    def announce(self, season: Season) -> None:
        """All dates of the season leave in one letter."""
        send_season_invitations(season=season, sender=self.outi)
        run_tick()

    def invite(self, meeting: Meeting) -> None:
        """The invitations leave; whoever has not joined yet does so by the same letter."""
        meeting.refresh_from_db()
        send_invitations(meeting=meeting, sender=self.outi)
        open_board(meeting=meeting)
        run_tick()
        for member in self.club.members.invited().filter(user__isnull=True):
            join_club(member=member)

    def answer(self, meeting: Meeting, part: int) -> None:
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

    def write(self, meeting: Meeting, story: DemoMeeting) -> None:
        """The board fills up: notes with supporters, a comment, an anonymous question, things agreed."""
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

    def close(self, meeting: Meeting) -> None:
        """Who was there, and what became of an earlier promise."""
        came = {
            invitee.pk: Invitee.Attendance.PRESENT
            if invitee.answer == AnswerValue.YES
            else Invitee.Attendance.ABSENT
            for invitee in meeting.invitees.all()
        }
        record_attendance(meeting=meeting, attendance=came)
        overdue = AgreedThing.objects.open().filter(
            meeting__season__club=self.club, due_on__lt=timezone.localdate()
        )
        if promise := overdue.first():
            settle_agreed(agreed_thing=promise, state=AgreedThing.State.DONE)

    def give_feedback(self, meeting: Meeting, season: DemoSeason) -> None:
        """Those who were there answer, most of them."""
        survey = Survey.objects.get(meeting=meeting)
        present = survey.invitees.filter(
            member__invitations__meeting=meeting,
            member__invitations__attendance=Invitee.Attendance.PRESENT,
        )
        self._answer_survey(survey, list(present), season)

    def answer_season(self, season: Season) -> None:
        """The season's survey, answered by all but two."""
        survey = Survey.objects.get(season=season)
        self._answer_survey(survey, list(survey.invitees.all()), content.YEAR)

    def _answer_survey(
        self, survey: Survey, invitees: list[SurveyInvitee], season: DemoSeason
    ) -> None:
        texts = {
            "take": self.chance.sample(season.takeaways, len(season.takeaways)),
            "change": self.chance.sample(season.wishes, len(season.wishes)),
        }
        questions = list(survey.questions.all())
        for number, invitee in enumerate(invitees):
            if number % 7 == 3:
                continue
            answers = {}
            for place, question in enumerate(questions):
                told = texts.get(question.code, [])
                if question.kind == Question.Kind.TEXT:
                    answers[question.pk] = told.pop() if told and number % 3 == place % 3 else ""
                elif question.kind == Question.Kind.CHOICE:
                    answers[question.pk] = self.chance.choice("2333")
                else:
                    answers[question.pk] = self.chance.choice("3444555")
            submit_feedback(invitee=invitee, answers=answers)

    def write_memo(self, meeting: Meeting) -> None:
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
