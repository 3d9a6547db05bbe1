"""One connection and the letters that leave through it, each with one commit.

No database transaction is open while the mail server is spoken to, but for the one commit that records the last
letter's result and this letter's hand-over, just before its final dot.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings

from outbox import channel, mime, rows, smtp, verp
from outbox.clock import Clock
from outbox.feed import Feed
from outbox.letters import own_address
from outbox.models import Message, PauseReason, Reason, State
from outbox.reasons import reason_for

_log = structlog.get_logger(__name__)
DETAIL_MAX = 300


class Session:
    """Takes letters from the feed until there are none.

    `_accepted` is the letter that the server took last, whose result is not recorded yet: it is recorded in the same
    commit as the next letter's hand-over, so that a letter costs one commit.
    """

    def __init__(self, feed: Feed, clock: Clock, *, is_first: bool) -> None:
        self._feed = feed
        self._clock = clock
        self._is_first = is_first
        self._from = own_address()
        self._way: smtp.Connection | None = None
        self._taken_here = 0
        self._accepted: tuple[Message, datetime] | None = None

    def run(self) -> int:
        """Send until the feed is empty or there is no way; returns how many letters the server took."""
        taken = 0
        try:
            while (message := self._feed.take(self._record_accepted)) is not None:
                if not self._has_turn():
                    self._feed.give_back(message)
                    break
                try:
                    taken += self._send_one(message)
                except smtp.NoConnection as error:
                    if not self._goes_on_after(error, message):
                        break
            return taken
        finally:
            try:
                self._record_accepted()
            finally:
                self._close()

    def _has_turn(self) -> bool:
        """Wait for this letter's turn, where their number a minute is limited; False when it does not come in this run."""
        if not settings.OUTBOX_PER_MINUTE:
            return True
        turn = channel.take_turn(now=self._clock.now(), until=self._clock.end)
        return turn is not None and self._clock.wait_until(turn)

    def _send_one(self, message: Message) -> int:
        """Send one letter and note its result: 1 when it was taken. Raises NoConnection when it never got away."""
        try:
            data = mime.as_bytes(message, sender=self._from)
        except Exception:
            _log.exception("outbox.letter_broken", message=str(message.pk))
            rows.finish(message, state=State.FAILED, reason=Reason.FAULT)
            return 0
        try:
            self._way = self._way or smtp.connection()
            self._way.deliver(
                sender=verp.sender_for(message),
                recipient=message.to_email,
                data=data,
                before_dot=self._handing_over(message),
            )
        except rows.Superseded:
            # The letter is said but for its dot: it does not count, and this session is of no more use.
            self._close()
            return 0
        except smtp.NotTaken as error:
            self._not_taken(message, error)
            return 0
        except smtp.NoReply as error:
            self._no_reply(message, error)
            return 0
        self._accepted = (message, self._clock.now())
        self._taken_here += 1
        self._has_answered()
        return 1

    def _handing_over(self, message: Message) -> Callable[[], None]:
        def before_dot() -> None:
            with rows.one_writer():
                is_ours = rows.hand_over(message, now=self._clock.now(), accepted=self._accepted)
            self._accepted = None
            if not is_ours:
                raise rows.Superseded(message.pk)

        return before_dot

    def _record_accepted(self) -> None:
        if self._accepted is not None:
            message, at = self._accepted
            with rows.one_writer():
                rows.finish_sent(message, at=at)
        self._accepted = None

    def _has_answered(self) -> None:
        """The way is good: failures before this letter do not count any more."""
        if self._feed.failures:
            self._feed.failures = 0
            channel.note_answer()

    def _not_taken(self, message: Message, error: smtp.NotTaken) -> None:
        self._has_answered()
        reason, detail = reason_for(error.code, error.text), str(error)[:DETAIL_MAX]
        if error.is_about_sender and reason in (Reason.ADDRESS, Reason.FULL):
            reason = Reason.REFUSED
        if error.is_final:
            # Refused after its dot it has surely not left: whoever takes it back need not cancel it.
            rows.finish(message, state=State.FAILED, reason=reason, detail=detail, handed_at=None)
        else:
            rows.try_again(message, now=self._clock.now(), reason=reason, detail=detail)

    def _no_reply(self, message: Message, error: smtp.NoReply) -> None:
        """Nobody knows whether the letter was taken. A server that does so again and again is left alone."""
        _log.warning("outbox.unsure", message=str(message.pk), attempt=message.attempt)
        rows.finish_unsure(message, now=self._clock.now(), detail=str(error)[:DETAIL_MAX])
        self._close()
        self._note_failure(str(error))

    def _goes_on_after(self, error: smtp.NoConnection, message: Message) -> bool:
        """What a letter without a way means: whether this session tries another connection.

        Many servers end a session after some letters, and some allow us one session only: neither is a failure. A refused login
        is nobody's letter's fault and counts against none; any other failure counts against this letter only.
        """
        had_taken = self._taken_here > 0
        self._close()
        is_login = isinstance(error, smtp.NoLogin)
        if had_taken or is_login or not self._is_first:
            self._feed.give_back(message)
        if had_taken:
            return True
        detail = str(error)[:DETAIL_MAX]
        if is_login:
            self._feed.close()
            channel.pause(reason=PauseReason.LOGIN, detail=detail, by="", now=self._clock.now())
        elif self._is_first:
            self._feed.close()
            _log.warning("outbox.no_connection", error=detail)
            rows.try_again(message, now=self._clock.now(), reason=Reason.CONNECTION, detail=detail)
            self._note_failure(detail)
        return False

    def _note_failure(self, detail: str) -> None:
        self._feed.failures += 1
        if channel.note_failure(detail=detail, now=self._clock.now()):
            self._feed.close()

    def _close(self) -> None:
        if self._way is not None:
            self._way.close()
        self._way = None
        self._taken_here = 0
