"""The measurements of `bench.mail`, each in a process of its own that has set Django up.

A part finds its database, mail server and Redis in the environment, prints its figures as one line of JSON, and leaves
the rows behind: the caller drops the database. Of wall-clock times the best round counts, for the product as for its
baseline: it is the one that other work on the machine disturbed least.
"""

import argparse
import datetime as dt
import smtplib
import socket
import statistics
import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from redis import Redis
from redis.exceptions import RedisError

from accounts.models import User
from bench.figures import Figure, as_line, at_most, ratio_at_least
from clubs.models import Member
from clubs.people import Person
from clubs.services import add_people, open_club
from home.schedule import run_tick
from meetings.letters.desk import Desk
from meetings.matter import gather
from meetings.models import Meeting
from meetings.services import plan_season, save_materials, send_invitations
from meetings.services.program import MaterialRow
from outbox import channel, hints, mime, rows
from outbox.clock import Clock
from outbox.delivery import run_due
from outbox.feed import Feed
from outbox.letters import own_address
from outbox.models import Message, State
from outbox.rendering import render_letter
from ui.dates import HELSINKI

LANGUAGES = ("fi", "fi", "sv", "en")


def furnish(people: int) -> tuple[Member, Meeting]:
    """A club of `people` members with one meeting to come, by the product's own verbs; its facilitator and meeting."""
    number = Member.objects.count()
    user = User.objects.create_user(f"outi{number}@example.org", first_name="Outi", last_name="O")
    club = open_club(user=user, name=f"Klubi {number}", place="Kampus Koivu, tila B214")
    add_people(
        club=club,
        people=[
            Person(
                f"Etunimi{one}",
                f"Sukunimi{one}",
                f"jasen{number}.{one}@example.org",
                language=LANGUAGES[one % len(LANGUAGES)],
            )
            for one in range(people)
        ],
    )
    day = timezone.localdate() + dt.timedelta(days=30)
    season = plan_season(
        club=club,
        name="Kausi",
        weekday=day.isoweekday(),
        starts_at=dt.time(9),
        every_weeks=4,
        dates=[day],
    )
    meeting = season.meetings.get()
    material = MaterialRow(
        kind="article", title="Luotsi kulkee rinnalla", url="https://example.org/a", minutes=10
    )
    save_materials(meeting=meeting, rows=[material])
    return club.members.facilitators().get(), meeting


def seconds(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long `do` takes by the clock on the wall, or by another one."""
    began = clock()
    do()
    return clock() - began


def create(size: int, rounds: int, delay: int) -> list[Figure]:
    """Invitations rendered and stored, beside nothing but the rendering of every letter for itself."""
    spent, bare, queries = [], [], 0
    for _round in range(rounds):
        sender, meeting = furnish(size)
        with CaptureQueriesContext(connection) as captured:
            send_invitations(meeting=meeting, sender=sender)
        statements = [query["sql"].split()[0] for query in captured]
        writes = ("INSERT", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        queries = max(queries, sum(word not in writes for word in statements))
        assert Message.objects.filter(topic=f"meeting:{meeting.pk}").count() == size
        sender, meeting = furnish(size)
        send = partial(send_invitations, meeting=meeting, sender=sender)
        spent.append(seconds(send, time.process_time))
        bare.append(seconds(partial(render_each, meeting, sender), time.process_time))
    scale = 300 / size
    return [
        at_most(
            "300 invitations created, CPU",
            statistics.median(spent) * scale,
            "s",
            1.0,
            baseline=statistics.median(bare) * scale,
            is_firm=True,
        ),
        at_most(
            "300 invitations created, queries besides INSERT",
            queries,
            "queries",
            20,
            is_firm=True,
        ),
    ]


def render_each(meeting: Meeting, sender: Member) -> None:
    """The baseline of writing: the templates of every invitation, with what they show at hand; nothing is kept."""
    desk = Desk(gather(meeting), sender, timezone.now())
    for seat in meeting.invitees.seated().select_related("member__user"):
        with translation.override(seat.member.mail_language):
            context = desk.context(seat, desk.own_words(seat))
        render_letter("meetings/invitation", context, language=seat.member.mail_language)


def _queue_again() -> None:
    """Let all letters leave once more, from a table as tidy as new ones would find it."""
    Message.objects.update(
        state=State.QUEUED, next_at=timezone.now(), handed_at=None, sent_at=None, lease_until=None,
        claimed_by=None, attempt=0,
    )  # fmt: skip
    _tidy()


def _tidy() -> None:
    """What autovacuum does in its time: each round leaves behind the rows of the round before."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _bare_loop(letters: list[tuple[str, bytes]], sender: str) -> float:
    """The baseline: the same bytes to the same server over one open connection, and nothing remembered."""
    server = settings.EMAIL_SERVER
    with smtplib.SMTP(server.host, server.port) as smtp:
        assert smtp.sock is not None
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo()

        def loop() -> None:
            for recipient, data in letters:
                smtp.sendmail(sender, [recipient], data)

        return seconds(loop)


def _product(connections: int, expected: int) -> float:
    settings.OUTBOX_CONNECTIONS = connections
    _queue_again()
    spent = seconds(run_due)
    assert Message.objects.filter(state=State.SENT).count() == expected
    return spent


def send(size: int, rounds: int, delay: int) -> list[Figure]:
    """Letters a second through one and two connections, beside a bare loop; the rounds take turns."""
    sender, meeting = furnish(size)
    send_invitations(meeting=meeting, sender=sender)
    messages = list(Message.objects.all())
    letters = [(one.to_email, mime.as_bytes(one, sender=own_address())) for one in messages]
    bare, one_way, two_ways = [], [], []
    for _round in range(rounds):
        bare.append(_bare_loop(letters, own_address()))
        one_way.append(_product(1, size))
        if delay:
            two_ways.append(_product(2, size))
    one_rate, bare_rate = size / min(one_way), size / min(bare)
    where = f"each reply after {delay} ms" if delay else "no delay"
    goal = 0.8 if delay else (0.5 if connection.vendor == "postgresql" else 0.35)
    name = f"sending, one connection, {where}"
    figures = [ratio_at_least(name, one_rate, "letters/s", bare_rate, goal)]
    if two_ways:
        name = f"sending, two connections against one, {where}"
        figures.append(ratio_at_least(name, size / min(two_ways), "letters/s", one_rate, 1.8))
    return figures


def _store(count: int) -> None:
    """Rows of letters that were sent long ago, their bodies wiped; the same on every run."""
    now = timezone.now()
    for first in range(0, count, 5000):
        Message.objects.bulk_create(
            Message(
                id=uuid4(),
                key=f"old:{number}",
                kind="meetings.invite",
                topic=f"meeting:{number % 5000}",
                scope=f"club:{number % 100}",
                person=f"{number % 3000}",
                to_email=f"old{number % 3000}@example.org",
                language="fi",
                subject="Kutsu",
                message_id=f"<old{number}@example.org>",
                state=State.SENT,
                is_wiped=True,
                created_at=now - dt.timedelta(days=40, seconds=number % 86400),
                sent_at=now - dt.timedelta(days=40),
                deadline=now - dt.timedelta(days=37),
            )
            for number in range(first, min(first + 5000, count))
        )
    _tidy()


def _find_and_claim() -> float:
    """Milliseconds of what a tick does up to its first letter: look, release, expire, choose, claim and ask the guards."""
    clock = Clock(timezone.now())
    feed = Feed(clock, channel.look())

    def tick() -> None:
        channel.look_for_work(now=clock.now())
        rows.release_leases(now=clock.now())
        rows.expire_late(now=clock.now())
        assert feed.fill() == settings.OUTBOX_BATCH_SIZE

    spent = seconds(tick)
    feed.put_back()
    _tidy()
    return spent * 1000


def tick(size: int, rounds: int, delay: int) -> list[Figure]:
    """The tick among many stored rows, beside the same tick among none; and what an idle one asks."""
    settings.OUTBOX_BATCH_SIZE = 100
    sender, meeting = furnish(100)
    send_invitations(meeting=meeting, sender=sender)
    few = min(_find_and_claim() for _round in range(9))
    _store(size)
    many = min(_find_and_claim() for _round in range(9))
    asked = _idle_hour()
    return [
        at_most(f"tick, {size} stored rows, 100 due", many, "ms", 50, baseline=few),
        at_most(
            "idle tick of everything, mean of an hour",
            statistics.mean(asked),
            "queries",
            5,
            is_firm=True,
        ),
        at_most("idle tick, most minutes", statistics.median(asked), "queries", 5, is_firm=True),
    ]


def _idle_hour() -> list[int]:
    """How many queries each tick of an hour asks, in the hours for letters of a workday, with a meeting four weeks ahead."""
    day = timezone.localdate() + dt.timedelta(days=1)
    while day.isoweekday() > 5:
        day += dt.timedelta(days=1)
    hour = dt.datetime.combine(day, dt.time(10), tzinfo=HELSINKI)
    while any((run_tick(now=hour) or {}).values()):
        pass
    asked = []
    for minute in range(60):
        with CaptureQueriesContext(connection) as captured:
            done = run_tick(now=hour + dt.timedelta(minutes=minute), is_whole=False)
        assert not any(done.values())
        asked.append(len(captured))
    return asked


def click(size: int, rounds: int, delay: int) -> list[Figure]:
    """The click that sends to everybody, beside a page that does nothing; the slowest of the rounds."""
    client = Client(SERVER_NAME="localhost")
    spent, bare = [], []
    for _round in range(rounds):
        sender, meeting = furnish(size)
        assert sender.user is not None
        client.force_login(sender.user)
        # Whoever presses the button has the page before them.
        assert client.get(reverse("meetings:invitation", args=[meeting.pk])).status_code == 200
        # A broker that failed is left alone for a while; here each click meets it anew.
        hints._quiet_until = 0.0
        page = reverse("meetings:invitation-send", args=[meeting.pk])
        spent.append(1000 * seconds(partial(client.post, page)))
        bare.append(1000 * seconds(partial(client.get, "/health/")))
    assert Message.objects.count() == size * rounds
    is_alive = broker_answers(settings.CELERY_BROKER_URL)
    return [
        at_most(
            f"click that sends to {size}, Redis {'alive' if is_alive else 'dead or silent'}",
            max(spent),
            "ms",
            300 if is_alive else 1500,
            baseline=min(bare),
        )
    ]


def broker_answers(url: str) -> bool:
    """Whether a Redis behind `url` answers within a second."""
    try:
        return bool(Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1).ping())
    except RedisError:
        return False


PARTS: dict[str, Callable[[int, int, int], list[Figure]]] = {
    "create": create, "send": send, "tick": tick, "click": click,
}  # fmt: skip


def main() -> None:
    """Measure one part and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--delay", type=int, default=0, help="of the mail server, milliseconds")
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(as_line(PARTS[given.part](given.size, given.rounds, given.delay)))
