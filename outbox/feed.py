"""Where the sessions of one run get their letters: claimed a batch at a time, handed out one by one."""

import threading
from collections import deque
from collections.abc import Callable

import structlog
from django.conf import settings

from outbox import channel, rows
from outbox.clock import Clock
from outbox.guards import judge
from outbox.models import Channel, Message, Reason, State
from outbox.suppression import suppressed

_log = structlog.get_logger(__name__)
# How often a run that is sending looks whether somebody has closed the channel.
LOOK_SECONDS = 2.0


class Feed:
    """Letters for the sessions of one run. A letter that it gave out is its taker's to finish or to give back."""

    def __init__(self, clock: Clock, way: Channel, *, is_probe: bool = False) -> None:
        self._clock = clock
        self._channel = way
        self._lock = threading.RLock()
        self._claiming = threading.Lock()
        self._letters: deque[Message] = deque()
        self._is_probe = is_probe
        a_minute = settings.OUTBOX_PER_MINUTE or settings.OUTBOX_BATCH_SIZE
        self._most = 1 if is_probe else min(settings.OUTBOX_BATCH_SIZE, a_minute)
        # With so many letters left the next are claimed.
        self._low = 0
        self._is_dry = False
        self._is_over = False
        self._looked_at = clock.elapsed
        self.failures = way.failures + is_probe

    def fill(self) -> int:
        """Claim the first batch; returns how many letters there are to begin with."""
        with self._claiming:
            self._claim()
        return len(self._letters)

    def share(self, sessions: int) -> None:
        """Several sessions take from here: one claims more while there is still a letter for each of the others."""
        self._low = sessions

    def take(self, settle: Callable[[], None]) -> Message | None:
        """The next letter, or None when there is none left or the run is over.

        `settle` is called before more letters are claimed: what the taker still holds may be what another letter to the same
        person waits for. Whoever finds nothing while another session claims waits for it.
        """
        if self._wants_more() and self._claiming.acquire(blocking=not self._letters):
            try:
                if self._wants_more():
                    settle()
                    self._claim()
            finally:
                self._claiming.release()
        return self._next()

    def _next(self) -> Message | None:
        with self._lock:
            return self._letters.popleft() if self._letters and not self._has_ended() else None

    def _wants_more(self) -> bool:
        """Whether it is time to claim more: with the last letters, or when they are gone where none was due then."""
        is_low = len(self._letters) <= (0 if self._is_dry else self._low)
        return is_low and not self._is_probe and not self._has_ended()

    def give_back(self, message: Message) -> None:
        """Return a letter that was not tried, for another session or another run."""
        with self._lock:
            self._letters.appendleft(message)

    def close(self) -> None:
        """Hand out nothing more; what another session is saying is said."""
        with self._lock:
            self._is_over = True

    def put_back(self) -> None:
        """End the run: what was claimed and not handed out goes back into the queue, unharmed."""
        with self._lock:
            self._is_over = True
            left, self._letters = list(self._letters), deque()
        rows.put_back(left)

    def _has_ended(self) -> bool:
        """Whether the time is up, a session found no way, or somebody closed the channel since the last look."""
        if self._clock.elapsed - self._looked_at >= LOOK_SECONDS and not self._is_probe:
            self._looked_at = self._clock.elapsed
            if channel.look().is_paused:
                # Never the other way: another session may have closed the feed while this one looked.
                self._is_over = True
        return self._is_over or self._clock.is_up

    def _claim(self) -> None:
        """Claim until there is one more letter that may leave, or none is due."""
        while not self._clock.is_up:
            now = self._clock.now()
            with rows.one_writer():
                claimed = rows.claim_next(self._most, now=now)
                self._is_dry = not claimed
                if self._is_dry:
                    return
                channel.raise_mark(self._channel, now=now)
            wanted = self._wanted(claimed)
            self._letters.extend(wanted)
            if wanted or self._is_probe:
                return

    def _wanted(self, claimed: list[Message]) -> list[Message]:
        """Ask the guards again, and leave out addresses that bounced: those still wanted; the others end or wait."""
        judgement = judge(claimed)
        dead = suppressed({message.to_email for message in claimed})
        wanted: list[Message] = []
        for message in claimed:
            if message.pk in judgement.unwanted:
                rows.finish_unwanted(message)
            elif message.pk in judgement.unjudged:
                rows.try_again(message, now=self._clock.now(), reason=Reason.FAULT, detail="")
            elif message.to_email in dead:
                rows.finish(message, state=State.FAILED, reason=Reason.SUPPRESSED)
            else:
                wanted.append(message)
        return wanted
