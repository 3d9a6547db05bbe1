"""Whatever a club chooses, answers, moves, and however the ticks fall: nobody gets more letters than promised.

Random timings, answers, moves, skips, hand-made sendings and ticks, from before the season until after the meeting. Each
example is taken back.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clubs.models import Member
from feedback.services import request_due
from meetings.cadence import MOST_AFTER, MOST_BEFORE, is_open
from meetings.models import Answer, Meeting
from meetings.services import (
    move_letter,
    move_meeting,
    record_answer,
    remind_due,
    send_invitations,
    send_planned_now,
    set_timings,
    skip_letter,
)
from meetings.timings import BEFORE, DUTY, LINES, PLANNABLE, Timing, Timings, problems_of
from outbox.models import Message, State
from tests import factories
from tests.project.world import taken_back
from ui.dates import HELSINKI

pytestmark = pytest.mark.slow
ORIGIN = dt.datetime(2022, 8, 29, 9, tzinfo=HELSINKI)
BEFORE_KINDS = {line.kind for line in BEFORE if line not in DUTY}
AFTER_KINDS = {"feedback.request", "boards.memo"}
STEPS = sorted(PLANNABLE)


@st.composite
def timings(draw: st.DrawFn) -> dict[str, Timing]:
    """A choice that the form would take."""
    chosen = {
        line.name: Timing(draw(st.integers(line.least, line.most)), draw(st.booleans()))
        for line in draw(st.lists(st.sampled_from(LINES), unique=True))
    }
    for problem in problems_of(Timings(chosen)):
        chosen.pop(problem.line.name, None)
    return {} if problems_of(Timings(chosen)) else chosen


DEEDS = st.one_of(
    st.tuples(st.just("tick"), st.integers(1, 200)),
    st.tuples(st.just("answer"), st.integers(0, 3), st.sampled_from(["yes", "maybe", "no"])),
    st.tuples(st.just("move"), st.integers(-20, 40)),
    st.tuples(st.just("leave")),
    st.tuples(st.just("invite")),
    st.tuples(st.just("skip"), st.sampled_from(STEPS)),
    st.tuples(st.just("postpone"), st.sampled_from(STEPS), st.integers(1, 300)),
    st.tuples(st.just("now"), st.sampled_from(STEPS)),
)


@dataclass
class Play:
    """One club with one meeting, and what is done to it."""

    meeting: Meeting
    outi: Member
    now: dt.datetime = ORIGIN

    def do(self, deed: tuple[object, ...]) -> None:
        """One deed; what the product refuses is as good as not done."""
        verb: Callable[..., None] = getattr(self, f"{deed[0]}_")
        self.meeting.refresh_from_db()
        with time_machine.travel(self.now, tick=False), suppress(ValidationError):
            verb(*deed[1:])

    def tick_(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)
        with time_machine.travel(self.now, tick=False):
            self._look()

    def _look(self) -> None:
        known = set(Message.objects.values_list("pk", flat=True))
        remind_due(now=self.now)
        request_due(now=self.now)
        for letter in Message.objects.exclude(pk__in=known):
            self.judge(letter)
        count = Message.objects.count()
        remind_due(now=self.now)
        request_due(now=self.now)
        assert Message.objects.count() == count

    def judge(self, letter: Message) -> None:
        """A letter that has just been written by itself: at a good hour, to somebody who needs it."""
        seat = self.meeting.invitees.get(member=UUID(letter.person))
        if letter.kind in ("meetings.remind14", "meetings.remind7"):
            assert seat.answer in (("", "maybe") if letter.kind.endswith("7") else ("",))
        if letter.kind == "meetings.soon":
            assert seat.answer != "no"
        is_chosen = self.meeting.letter_plans.filter(send_at__isnull=False).exists()
        # A change is told at once; whoever had not got the invitation yet gets it anew instead.
        is_change = letter.kind == "meetings.changed" or (
            letter.kind == "meetings.invite" and self.meeting.sequence > 0
        )
        is_request = letter.kind == "feedback.request"
        assert is_open(self.now) or is_chosen or is_change or is_request

    def answer_(self, number: int, value: str) -> None:
        seat = self.meeting.invitees.order_by("pk")[number]
        record_answer(invitee=seat, value=value, source=Answer.Source.MAIL, now=self.now)

    def move_(self, days: int) -> None:
        if self.meeting.starts_at > self.now:
            starts_at = self.meeting.starts_at + dt.timedelta(days=days)
            move_meeting(meeting=self.meeting, starts_at=max(starts_at, self.now))

    def leave_(self) -> None:
        Message.objects.filter(state=State.QUEUED).update(state=State.SENT, next_at=None)

    def invite_(self) -> None:
        send_invitations(meeting=self.meeting, sender=self.outi, now=self.now)

    def skip_(self, step: str) -> None:
        skip_letter(meeting=self.meeting, step=step, by=self.outi, now=self.now)

    def postpone_(self, step: str, hours: int) -> None:
        at = self.now + dt.timedelta(hours=hours)
        move_letter(meeting=self.meeting, step=step, send_at=at, by=self.outi, now=self.now)

    def now_(self, step: str) -> None:
        send_planned_now(meeting=self.meeting, step=step, by=self.outi, now=self.now)


@pytest.fixture
def play(db: None) -> Play:
    """Four members of whom two host, a facilitator, and a meeting in six weeks."""
    club = factories.make_club()
    outi = factories.make_facilitator(club)
    members = factories.make_members(club, 4)
    season = factories.make_season(club)
    meeting = factories.make_meeting(
        season,
        starts_at=ORIGIN + dt.timedelta(days=42),
        host_group=factories.make_group(season, members[:2]),
    )
    for member in members:
        meeting.invitees.create(member=member)
    return Play(meeting, outi)


@settings(
    max_examples=12,
    # An example takes a second or so: making a failing one smaller would take minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    chosen=timings(),
    is_announced=st.booleans(),
    days=st.integers(0, 220),
    deeds=st.lists(DEEDS, min_size=5, max_size=25),
)
def test_never_more_than_promised(
    play: Play,
    chosen: dict[str, Timing],
    is_announced: bool,
    days: int,
    deeds: list[tuple[object, ...]],
) -> None:
    with taken_back():
        start(play, chosen, is_announced=is_announced, days=days)
        for deed in deeds:
            play.do(deed)
        for _tick in range(4):
            play.do(("tick", 40))
        finish(play)
        rows = Message.objects.exclude(state=State.CANCELLED).values_list("person", "kind")
        before = Counter(person for person, kind in rows if kind in BEFORE_KINDS)
        after = Counter(person for person, kind in rows if kind in AFTER_KINDS)
        assert max(before.values(), default=0) <= MOST_BEFORE
        assert max(after.values(), default=0) <= MOST_AFTER


def start(play: Play, chosen: dict[str, Timing], *, is_announced: bool, days: int) -> None:
    """The club's choice, and the meeting on a day of the year."""
    meeting = Meeting.objects.select_related("season__club").get(pk=play.meeting.pk)
    set_timings(club=meeting.season.club, timings=chosen, by=play.outi)
    meeting.starts_at += dt.timedelta(days=days)
    meeting.save()
    if is_announced:
        meeting.season.announced_at = ORIGIN
        meeting.season.save()
    play.meeting, play.now = meeting, max(ORIGIN, meeting.starts_at - dt.timedelta(days=40))


def finish(play: Play) -> None:
    """The meeting is held and looked at for a week."""
    play.meeting.refresh_from_db()
    play.now = max(play.now, play.meeting.ends_at)
    for _look in range(4):
        play.do(("tick", 48))
