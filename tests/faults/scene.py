"""What fault tests share: processes that send, hints to them, and what the facilitator's page says."""

import json
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from typing import cast

from celery import Celery
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from icalendar import Calendar

from clubs.models import Member
from meetings import kinds
from meetings.models import Meeting
from outbox.models import Message
from tests.servers import (
    MailServer,
    Program,
    database_url,
    running,
    site_environment,
    wait_for,
    worker_running,
)

# In seconds; production's values are pinned by tests of the outbox.
LEASE, UNSURE = 5.0, 4.0
TICK = 1.0
# How late a busy machine may be on top of what is promised.
SLACK = 6.0
PATIENCE = {
    "OUTBOX_LEASE_SECONDS": LEASE,
    "OUTBOX_UNSURE_SECONDS": UNSURE,
    "EMAIL_TIMEOUT": 30,
}
Patience = Mapping[str, object]
NO_OTHER: Patience = {}
# For tests in which nobody dies: on a busy machine many letters take longer than a short lease.
LONG_LEASE: Patience = {"OUTBOX_LEASE_SECONDS": 300}
SEND = "import django; django.setup(); from outbox.delivery import run_due; run_due()"


@dataclass
class Stage:
    """One test's mail server, Redis and folder, and the processes started between them."""

    mail: MailServer
    redis_url: str
    folder: Path
    # The database of the processes, where it is not that of the tests.
    database: str = ""

    def environment(self, patience: Patience = NO_OTHER) -> dict[str, str]:
        """Return what a process of the site is started with; `patience` are settings."""
        return site_environment(
            DATABASE_URL=self.database or database_url(),
            REDIS_URL=self.redis_url,
            EMAIL_URL=self.mail.url,
            DATA_DIR=str(self.folder / "data"),
            DJANGO_SETTINGS_MODULE="tests.faults.settings",
            PATIENCE=json.dumps({**PATIENCE, **patience}),
        )

    def worker(
        self, name: str, *, beat: bool = True, pool: str = "threads", concurrency: int = 2,
        patience: Patience = NO_OTHER,
    ) -> AbstractContextManager[Program]:  # fmt: skip
        """Run a Celery worker; its beat ticks every second."""
        return worker_running(
            self.folder, self.environment(patience), beat=beat, app="tests.faults.quick",
            pool=pool, concurrency=concurrency, name=name,
        )  # fmt: skip

    def script(
        self, name: str, code: str, *words: str, patience: Patience = NO_OTHER
    ) -> AbstractContextManager[Program]:
        """Run a piece of Python that says `django.setup()` itself."""
        return running(
            name, [sys.executable, "-c", code, *words],
            folder=self.folder, environment=self.environment(patience),
        )  # fmt: skip

    def sender(self, patience: Patience = NO_OTHER) -> AbstractContextManager[Program]:
        """Run a bare process that sends what is due, once."""
        return self.script("sender", SEND, patience=patience)

    def manage(self, *words: str, name: str = "manage") -> AbstractContextManager[Program]:
        """Run a command of manage.py."""
        return running(
            name, [sys.executable, "manage.py", *words],
            folder=self.folder, environment=self.environment(),
        )  # fmt: skip

    @contextmanager
    def publisher(self) -> Iterator[Callable[[str], None]]:
        """Give hints as a click or a beat does: `publish("outbox.send_due")`."""
        app = Celery("publisher", broker=self.redis_url.replace("unix://", "redis+socket://"))
        app.conf.broker_transport_options = django_settings.CELERY_BROKER_TRANSPORT_OPTIONS
        try:
            yield lambda task: app.send_task(task, ignore_result=True, retry=False)
        finally:
            app.close()

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Tell the workers every second to tick, as beat does."""
        is_over = threading.Event()

        def tick() -> None:
            with self.publisher() as publish:
                while not is_over.wait(TICK):
                    publish("home.tick")

        thread = threading.Thread(target=tick)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def hint(self) -> None:
        """Say once that there is mail."""
        with self.publisher() as publish:
            publish("outbox.send_due")


def invite(facilitator: Client, meeting: Meeting) -> None:
    """Press "Lähetä kutsut"."""
    response = facilitator.post(f"/meetings/{meeting.pk}/invitation/send/")
    assert response.status_code == 303, response.content.decode()


def words_of(html: str) -> str:
    """Return what a reader sees of a page, on one line and in small letters."""
    body = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).casefold()


def words_in(language: str, text: object) -> str:
    """Return a translatable text in a language, in small letters."""
    with translation.override(language):
        return str(text).casefold()


def letters_page(facilitator: Client, meeting: Meeting) -> str:
    """Return what the facilitator reads on the club's page of letters."""
    response = facilitator.get(f"/clubs/{meeting.season.club_id}/mail/")
    assert response.status_code == 200
    return words_of(response.content.decode())


def doubles_told(facilitator: Client, meeting: Meeting) -> int:
    """Of how many invitations the facilitator reads that the person may have got them twice."""
    topic, kind = kinds.topic_of(meeting), kinds.INVITE
    response = facilitator.get(f"/clubs/{meeting.season.club_id}/mail/sent/{topic}/{kind}/")
    return words_of(response.content.decode()).count(words_in("fi", gettext_lazy("perhaps twice")))


def letter_of(facilitator: Client, meeting: Meeting, member: Member) -> str:
    """Return what the facilitator reads of one person among the participants."""
    response = facilitator.get(f"/meetings/{meeting.pk}/participants/")
    rows = re.findall(r"(?s)<li>.*?</li>", response.content.decode())
    return next(words for row in rows if member.full_name.casefold() in (words := words_of(row)))


def recipients(mail: MailServer) -> Mapping[str, int]:
    """How many letters came for each address."""
    return Counter(
        address.addr_spec for letter in mail.letters for address in letter["To"].addresses
    )


def once_each(meeting: Meeting) -> dict[str, int]:
    """What `recipients` should be when everybody invited got one letter."""
    return {seat.member.email: 1 for seat in meeting.invitees.select_related("member")}


@dataclass(frozen=True)
class Entry:
    """What a calendar makes of a letter."""

    method: str
    sequence: int
    uid: str
    starts_at: datetime


def entries_of(letter: EmailMessage) -> list[Entry]:
    """The calendar entries of a letter, parsed; none where it has none, one for each part that holds one."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    calendars = [Calendar.from_ical(cast(bytes, part.get_payload(decode=True))) for part in parts]
    return [
        Entry(
            method=str(calendar["METHOD"]),
            sequence=int(str(event["SEQUENCE"])),
            uid=str(event["UID"]),
            starts_at=event.decoded("DTSTART"),
        )
        for calendar in calendars
        for event in calendar.walk("VEVENT")
    ]


def settle(*states: str, count: int, seconds: float = 30.0) -> None:
    """Wait until so many rows are in one of the states."""
    rows = Message.objects.filter(state__in=states)
    wait_for(lambda: rows.count() == count, f"{count} letters to be {states}", seconds)


def is_lease_over() -> bool:
    """Say whether every claimed letter's lease has passed."""
    return not Message.objects.filter(lease_until__gt=timezone.now()).exists()
