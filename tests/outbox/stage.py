"""Senders that run as in life, each in a thread of its own, but move only when told: one at a time.

A sender stands still wherever a mail server would be waited for. What happens meanwhile happens under its feet; one that
is never told to go on is a worker that was killed.
"""

import queue
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from uuid import UUID

from django.db import connection, connections

from outbox import smtp
from outbox.delivery import run_due

PATIENCE = 20.0
OK, NOT_NOW, NEVER, LOST, LOGIN, UNHEARD = "250", "451", "550", "lost", "login", "unheard"
# As OK, and the server takes the letter at its dot, whatever becomes of its answer.
TAKEN = "taken"
BEFORE_DOT = (OK, TAKEN, TAKEN, TAKEN, NOT_NOW, NEVER, LOST, LOGIN)
# Unheard: the server took the letter, and its answer got lost. Lost: it did not, and nobody knows.
AFTER_DOT = (OK, OK, OK, UNHEARD, UNHEARD, LOST, NOT_NOW, NEVER)


class Ended(BaseException):
    """The play is over; whoever still stands on the stage goes home."""


@dataclass
class Server:
    """What the mail server knows: the dots that it did not refuse, and the letters that it took."""

    is_reachable: bool = True
    # When dots were said that were not refused afterwards.
    dots: defaultdict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    taken: defaultdict[UUID, list[bytes]] = field(default_factory=lambda: defaultdict(list))


class Sender:
    """One run of the outbox, one step at a time."""

    def __init__(self, server: Server, clock: Callable[[], datetime]) -> None:
        self._server = server
        self._clock = clock
        self._told: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._says: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.error: BaseException | None = None
        # Since only one of them moves at a time they share the test's connection, and what it has not committed.
        self._connection = connections["default"]
        self._depth = len(self._connection.savepoint_ids)
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        _on_stage[self._thread] = self
        # Where it stands: "letter" before the dot, "dot" after it, "" when its run is over.
        self.where = "start"

    def begin(self) -> None:
        """Run until the mail server is waited for, or to the end."""
        self._connection.inc_thread_sharing()
        self._thread.start()
        self._wait()

    def hear(self, answer: str) -> None:
        """Go on with this answer of the mail server, until the next one is waited for."""
        self._told.put(answer)
        self._wait()

    def _wait(self) -> None:
        self.where = self._says.get(timeout=PATIENCE)
        if not self.where:
            self._thread.join(PATIENCE)
            _on_stage.pop(self._thread, None)
            self._connection.dec_thread_sharing()
            if self.error and not isinstance(self.error, Ended):
                raise self.error

    def _run(self) -> None:
        connections["default"] = self._connection
        try:
            run_due(now=self._clock())
        except BaseException as error:
            self.error = error
        finally:
            del connections["default"]
            self._says.put("")

    def _stand(self, where: str) -> str:
        assert len(connection.savepoint_ids) == self._depth, "a transaction is open meanwhile"
        self._says.put(where)
        answer = self._told.get()
        if answer == "end":
            raise Ended
        return answer

    def deliver(
        self, *, sender: str, recipient: str, data: bytes, before_dot: smtp.BeforeDot
    ) -> None:
        """What `smtp.Connection` promises, with the answers that are told."""
        key = _key_of(data)
        said = self._stand("letter")
        _refuse(said)
        before_dot()
        self._server.dots[key].append(self._clock())
        if said == TAKEN:
            self._server.taken[key].append(data)
        answer = self._stand("dot")
        if said == TAKEN:
            answer = OK if answer == OK else UNHEARD
        elif answer in (OK, UNHEARD):
            self._server.taken[key].append(data)
        if answer in (UNHEARD, LOST):
            raise smtp.NoReply(answer)
        if answer != OK:
            self._server.dots[key].pop()
        _refuse(answer)

    def close(self) -> None:
        """Nothing is open."""


_on_stage: dict[threading.Thread, Sender] = {}


def _refuse(answer: str) -> None:
    if answer == LOGIN:
        raise smtp.NoLogin("535 no")
    if answer in (LOST, UNHEARD):
        raise smtp.NoConnection("gone")
    if answer not in (OK, TAKEN):
        raise smtp.NotTaken(int(answer), "no")


def _key_of(data: bytes) -> UUID:
    header = message_from_bytes(data, policy=policy.default)["Message-ID"]
    return UUID(str(header)[1:33])


def connect() -> Sender:
    """In place of `smtp.connection`: the sender of this thread is its own connection."""
    one = _on_stage[threading.current_thread()]
    if not one._server.is_reachable:
        raise smtp.NoConnection("refused")
    return one


def elapsed_of(clock: Callable[[], datetime], start: datetime) -> float:
    """Seconds since a run began, by the clock of the play."""
    return (clock() - start) / timedelta(seconds=1)
