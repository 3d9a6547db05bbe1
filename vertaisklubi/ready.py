"""Whether the parts that the site leans on answer, for monitoring: the database, the broker, the mail server, the outbox."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min
from redis import Redis, RedisError

from outbox import smtp
from outbox.hints import NO_BROKER
from outbox.models import Message
from outbox.services import channel_state

BROKER_SECONDS = 1.0
MAIL_SECONDS = 3.0
# A mail server is not greeted for every look.
REMEMBERED_SECONDS = 15.0
# Letters leave within a minute or two; after so long something is wrong.
OLD_SECONDS = 15 * 60
OK, OFF, FAILING = "ok", "off", "failing"

_lock = threading.Lock()
_mail: tuple[object, float, str] | None = None


@dataclass(frozen=True)
class Report:
    """What each part said; `oldest_due_seconds` is how long the letter that waits longest has been due."""

    database: str
    broker: str
    mail: str
    channel: str
    oldest_due_seconds: int | None

    @property
    def failing(self) -> list[str]:
        """The parts that need a person, by name."""
        names = [name for name in ("database", "broker", "mail") if getattr(self, name) == FAILING]
        if self.channel not in ("open", "unknown"):
            names.append("channel")
        if (self.oldest_due_seconds or 0) > OLD_SECONDS:
            names.append("outbox")
        return names


def look(*, now: datetime) -> Report:
    """Ask all parts; takes some seconds at most, and writes nothing."""
    broker, mail = _broker(), _remembered_mail()
    try:
        state = channel_state()
        oldest = Message.objects.filter(next_at__lte=now).aggregate(at=Min("next_at"))["at"]
    except DatabaseError:
        connection.close()
        return Report(FAILING, broker, mail, "unknown", None)
    age = round((now - oldest).total_seconds()) if oldest else 0
    return Report(OK, broker, mail, state.reason or "open", age)


def _broker() -> str:
    address = settings.CELERY_BROKER_URL
    if address == NO_BROKER:
        return OFF
    try:
        with Redis.from_url(
            address.replace("redis+socket://", "unix://", 1),
            socket_connect_timeout=BROKER_SECONDS,
            socket_timeout=BROKER_SECONDS,
        ) as client:
            client.ping()
    except (RedisError, OSError):
        return FAILING
    return OK


def _remembered_mail() -> str:
    """How the mail server answered, at most some seconds ago; two looks at once greet it once."""
    global _mail
    with _lock:
        server = settings.EMAIL_SERVER
        if _mail and _mail[0] == server and time.monotonic() - _mail[1] < REMEMBERED_SECONDS:
            return _mail[2]
        answer = _greeted_mail()
        _mail = (server, time.monotonic(), answer)
        return answer


def _greeted_mail() -> str:
    if settings.EMAIL_SERVER.is_folder:
        return OFF
    try:
        smtp.greet(seconds=MAIL_SECONDS)
    except smtp.NoConnection:
        return FAILING
    return OK
