"""The life of letters under any events in any order: what the mail server took, held against what the rows say."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from outbox import guards, rows, slots, smtp, writers
from outbox.clock import Clock
from outbox.delivery import purge
from outbox.letters import Letter
from outbox.models import KEY_RELEASED, Channel, Message, Reason, State, Suppression
from outbox.services import (
    cancel,
    clear_suppression,
    enqueue,
    pause_sending,
    report_bounce,
    resend,
    resume_sending,
)
from tests.outbox import stage
from tests.outbox.mail import make_letter
from tests.outbox.stage import OK, Sender, Server

BEGIN = datetime(2030, 1, 7, 8, 0, tzinfo=UTC)
PEOPLE = (1, 2, 3)
PAUSES = (*[0, 61, 5 * 60 + 1, 15 * 60 + 1] * 5, 7 * 3600, 7 * 3600, 73 * 3600, 400 * 86_400)
BOUNCES = ("hard bounce", "soft bounce", "given up")
DEEDS = (
    *["invite", "changed"] * 4,
    "cancel",
    "cancel",
    "cancel all",
    "leave",
    *["again"] * 3,
    "works",
    *BOUNCES,
)
ANSWER = st.tuples(st.sampled_from(stage.BEFORE_DOT), st.sampled_from(stage.AFTER_DOT))
ANSWERS = st.one_of([st.tuples(*[ANSWER] * count) for count in (3, 2, 1, 1)])
WEATHER = (*["fine"] * 7, "unreachable", "no guard", "paused")
SENDERS_MAX = 3
RESENDING = (State.FAILED, State.BOUNCED, State.EXPIRED, State.UNSURE)
BOUNCING = (State.SENT, State.SENDING, State.UNSURE, State.BOUNCED)
UNDER_WAY = (State.QUEUED, State.SENDING)
# Where a row may be found later, by where it is now. What is over stays over; what may have left is never "not sent".
LATER: dict[str, set[str]] = {
    State.QUEUED: set(State.values),
    State.SENDING: set(State.values),
    State.UNSURE: {State.UNSURE, State.SENDING, State.SENT, State.FAILED, State.BOUNCED},
    State.SENT: {State.SENT, State.BOUNCED},
    State.FAILED: {State.FAILED},
    State.BOUNCED: {State.BOUNCED},
    State.EXPIRED: {State.EXPIRED},
    State.CANCELLED: {State.CANCELLED},
}


class Time:
    """The clock of the play; no two events are at the same moment."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


TIME = Time()


class Life(RuleBasedStateMachine):
    """Letters to three people, up to three senders, and everything that happens to them."""

    def __init__(self) -> None:
        super().__init__()
        for model in (Message, Suppression, Channel):
            model.objects.all().delete()
        TIME.at = BEGIN
        self.server = Server()
        self.senders: list[Sender] = []
        self.gone: set[str] = set()
        self.seen: dict[UUID, Message] = {}
        guards.register_guard("meetings.invite", self._guard)
        guards.register_guard("meetings.changed", self._guard)
        self.is_guard_broken = False
        writers.register_writer("meetings.invite", self._anew)
        writers.register_writer("meetings.changed", self._anew)

    def _guard(self, messages: Any) -> set[Any]:
        if self.is_guard_broken:
            raise RuntimeError("the guard does not know")
        return {message.pk for message in messages if message.person in self.gone}

    def _anew(self, message: Message, is_inert: bool, now: datetime) -> Letter | None:
        if message.person in self.gone:
            return None
        number, step = int(message.person[1:]), message.kind.partition(".")[2]
        return self._letter(number, step, hours=72)

    @staticmethod
    def _letter(number: int, step: str, *, hours: int) -> Letter:
        return make_letter(
            number,
            key=f"{step}:m1:0:p{number}",
            kind=f"meetings.{step}",
            deadline=TIME.now() + timedelta(hours=hours),
        )

    # --- What people do ---------------------------------------------------------------------------------------
    @initialize(hours=st.sampled_from([1, 72]))
    def invite_all(self, hours: int) -> None:
        enqueue(letters=[self._letter(number, "invite", hours=hours) for number in PEOPLE])

    @rule(deed=st.sampled_from(DEEDS), number=st.integers(0, 20), answers=ANSWERS)
    def meddle(self, deed: str, number: int, answers: Sequence[tuple[str, str]]) -> None:
        """What people do about letters, and a place in the club that ends and comes back."""
        who = number % 3 + 1
        if deed in ("invite", "changed"):
            self._write(who, deed, hours=1 if number > 15 else 72)
        elif deed.startswith("cancel"):
            cancel(topic="meeting:m1", person=None if deed == "cancel all" else f"p{who}")
        elif deed == "leave":
            self.gone ^= {f"p{who}"}
        elif deed in BOUNCES:
            self._bounce(self._some(number, BOUNCING), deed)
        elif deed == "again":
            self._send_anew(self._some(number, RESENDING))
        else:
            clear_suppression(address=f"person{who}@example.org", by="a person")
        self.send(wait=0, weather="fine", number=number % 4, answers=answers)

    def _write(self, number: int, step: str, *, hours: int) -> None:
        """The same button again writes nothing while the first letter holds its key."""
        letter = self._letter(number, step, hours=hours)
        holding = Message.objects.filter(key=letter.key).exclude(state__in=KEY_RELEASED)
        is_held = holding.exists()
        assert enqueue(letters=[letter]) == (not is_held)

    @staticmethod
    def _send_anew(row: Message | None) -> None:
        if row is None:
            return
        try:
            new = resend(message_id=row.pk, by="a person", now=TIME.now())
        except ValidationError:
            return
        assert new.resend_of_id == row.pk
        assert row.state in RESENDING

    # --- What the world does ----------------------------------------------------------------------------------
    def _bounce(self, row: Message | None, kind: str) -> None:
        """A report said twice is news at most once."""
        if row is None:
            return
        report = partial(
            report_bounce,
            message_id=row.pk,
            is_hard=kind == "hard bounce",
            has_given_up=kind == "given up",
            status="5.1.1" if kind == "hard bounce" else "4.4.1",
            now=TIME.now(),
        )
        report(detail="no")
        before = Message.objects.get(pk=row.pk).__dict__
        again = report(detail="again")
        after = Message.objects.get(pk=row.pk).__dict__
        assert not again
        assert {**before, "_state": 0} == {**after, "_state": 0}

    # --- What the outbox does ---------------------------------------------------------------------------------
    @rule(wait=st.sampled_from(PAUSES), weather=st.sampled_from(WEATHER), number=st.integers(0, 3), answers=ANSWERS)  # fmt: skip
    def send(
        self, wait: int, weather: str, number: int, answers: Sequence[tuple[str, str]]
    ) -> None:
        """A sender begins, or one that stands still goes on; it hears some answers and stands still again."""
        TIME.go(wait)
        if wait > 86_400:
            self._purge()
        standing = [one for one in self.senders if one.where]
        if number < len(standing):
            sender = standing[number]
        elif len(standing) < SENDERS_MAX:
            self._change_weather(weather)
            sender = self._begin()
        else:
            return
        for letter, dot in answers:
            if sender.where:
                sender.hear(letter if sender.where == "letter" else dot)

    def _begin(self) -> Sender:
        sender = Sender(self.server, TIME.now)
        self.senders.append(sender)
        sender.begin()
        return sender

    def _change_weather(self, weather: str) -> None:
        """Until the next change the way is open, or paused, or there is no server, or the guard raises."""
        self.server.is_reachable = weather != "unreachable"
        self.is_guard_broken = weather == "no guard"
        if weather == "paused":
            pause_sending(by="operator")
        else:
            resume_sending(by="operator")

    def _purge(self) -> None:
        over = set(Message.objects.exclude(state__in=UNDER_WAY).values_list("pk", flat=True))
        old = TIME.now() - timedelta(days=365)
        purge(now=TIME.now())
        for pk, row in list(self.seen.items()):
            if not Message.objects.filter(pk=pk).exists():
                assert pk in over
                assert row.created_at < old
                del self.seen[pk]

    def _send_all(self) -> None:
        sender = self._begin()
        while sender.where:
            sender.hear(OK)

    @staticmethod
    def _some(number: int, states: Sequence[str]) -> Message | None:
        """Mostly a row in one of these states; one of any state should change nothing."""
        rows_there = Message.objects.order_by("created_at", "key")
        found = list(rows_there.filter(state__in=states) if number % 4 else rows_there)
        return found[number % len(found)] if found else None

    # --- What holds at every moment ---------------------------------------------------------------------------
    @invariant()
    def time_goes_on(self) -> None:
        TIME.go(0.001)

    @invariant()
    def rows_tell_the_truth(self) -> None:
        found = list(Message.objects.all())
        left = set(Message.objects.left().values_list("pk", flat=True))
        for row in found:
            self._goes_forward(row)
            self._agrees_with_server(row, has_left=row.pk in left)
            self.seen[row.pk] = row
        self._one_of_a_key(found)

    def _goes_forward(self, row: Message) -> None:
        before = self.seen.get(row.pk)
        if before is None:
            return
        assert row.state in LATER[before.state], f"{before.state} -> {row.state}"
        assert row.attempt >= before.attempt
        assert row.tries >= before.tries
        if before.unsure_at:
            assert row.unsure_at == before.unsure_at
            assert row.state not in (State.QUEUED, State.EXPIRED, State.CANCELLED)

    def _agrees_with_server(self, row: Message, *, has_left: bool) -> None:
        """Whatever the server took counts as left; and it takes one letter at most twice, the same bytes, with a mark."""
        dots, taken = self.server.dots[row.pk], self.server.taken[row.pk]
        if taken:
            assert has_left
            assert row.state not in (State.QUEUED, State.EXPIRED, State.CANCELLED)
        # Those that were not refused: answered, or never to be.
        assert len(dots) <= 2
        if row.state == State.SENT:
            assert taken
        if len(taken) == 2:
            assert taken[0] == taken[1]
            assert row.unsure_at is not None
            assert row.is_maybe_double == (row.state == State.SENT)
            assert dots[-1] - row.unsure_at >= timedelta(minutes=15)
        if row.state in (State.FAILED, State.BOUNCED, State.EXPIRED, State.CANCELLED):
            assert row.next_at is None
            assert row.claimed_by is None
            assert row.reason != Reason.NONE

    @staticmethod
    def _one_of_a_key(found: list[Message]) -> None:
        """Of one key one row is sent, and of one letter one row that is not marked as a resend."""
        sent = [row for row in found if row.state in (State.SENT, State.BOUNCED)]
        assert len({row.key for row in sent}) == len(sent)
        plain = [row for row in sent if row.resend_of_id is None and ":resend:" not in row.key]
        assert len({(row.kind, row.person) for row in plain}) == len(plain)
        held = [(row.topic, row.person) for row in found if row.state == State.SENDING]
        assert len(held) == len(set(held))

    # --- How it ends ------------------------------------------------------------------------------------------
    def teardown(self) -> None:
        """Everything works again, and whoever was sending is dead: within a day each row reaches its end."""
        try:
            self._change_weather("fine")
            for minutes in (6, 16, 8 * 60, 8 * 60):
                TIME.go(minutes * 60)
                self._send_all()
                self.rows_tell_the_truth()
            self._nothing_is_left_behind()
            last = Message.objects.aggregate(last=Max("deadline"))["last"]
            if last is not None:
                TIME.at = max(TIME.at, last)
                self._send_all()
                self._nothing_is_left_behind()
        finally:
            for sender in self.senders:
                if sender.where:
                    sender.hear("end")

    @staticmethod
    def _nothing_is_left_behind() -> None:
        """A letter is sent, or has an end that says why; an uncertain one waits for a person."""
        rows_left = Message.objects.filter(state__in=UNDER_WAY) | Message.objects.filter(
            next_at__isnull=False
        )
        assert not rows_left.exists(), [str(row) for row in rows_left]


@pytest.fixture
def play(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The clock of the play everywhere, senders that move when told, and no chance."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(timezone, "now", TIME.now)
    monkeypatch.setattr(Clock, "now", lambda self: TIME.now())
    monkeypatch.setattr(Clock, "elapsed", property(lambda self: stage.elapsed_of(TIME.now, self.start)))  # fmt: skip
    monkeypatch.setattr(smtp, "connection", stage.connect)
    monkeypatch.setattr(slots, "take", lambda most: 1)
    monkeypatch.setattr(slots, "give", lambda taken: False)
    monkeypatch.setattr(rows._jitter, "uniform", lambda least, most: 1.0)
    monkeypatch.setattr(writers, "_writers", {})


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_of_events_loses_a_letter_or_doubles_it_unmarked(play: None) -> None:
    run_state_machine_as_test(
        Life,
        settings=effort(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
