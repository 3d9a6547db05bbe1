"""The measurements of `bench.mail`, each in a process of its own: `python -m bench.mail_parts PART --size N`.

A part finds its database, mail server and Redis in the environment, prints its figures as one line of JSON, and leaves
the rows behind: the caller drops the database.
"""

import argparse
import datetime as dt
import smtplib
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from redis import Redis  # noqa: E402
from redis.exceptions import RedisError  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.figures import Figure, as_line, at_most, ratio_at_least  # noqa: E402
from clubs.models import Member  # noqa: E402
from clubs.people import Person  # noqa: E402
from clubs.services import add_people, open_club  # noqa: E402
from home.schedule import run_tick  # noqa: E402
from meetings.letters import preview_invitation  # noqa: E402
from meetings.models import Meeting  # noqa: E402
from meetings.services import plan_season, save_materials, send_invitations  # noqa: E402
from meetings.services.program import MaterialRow  # noqa: E402
from outbox import channel, mime, rows  # noqa: E402
from outbox.clock import Clock  # noqa: E402
from outbox.delivery import run_due  # noqa: E402
from outbox.feed import Feed  # noqa: E402
from outbox.letters import own_address  # noqa: E402
from outbox.models import Message, State  # noqa: E402

ROUNDS = 3


def furnish(people: int) -> tuple[Member, Meeting]:
    """A club of `people` members with one meeting to come, by the product's own verbs; its facilitator and meeting."""
    number = Member.objects.count()
    user = User.objects.create_user(f"outi{number}@example.org", first_name="Outi", last_name="O")
    club = open_club(user=user, name=f"Klubi {number}", place="Kampus Koivu, tila B214")
    add_people(
        club=club,
        people=[
            Person(f"Etunimi{one}", f"Sukunimi{one}", f"jasen{number}.{one}@example.org")
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


def seconds(do: Callable[[], object]) -> float:
    """How long `do` takes by the clock on the wall."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def create(size: int) -> list[Figure]:
    """Invitations rendered and stored, beside the rendering alone."""
    spent, bare, queries = [], [], 0
    furnish(3)
    for _round in range(ROUNDS):
        sender, meeting = furnish(size)
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            began = time.process_time()
            send_invitations(meeting=meeting, sender=sender)
            spent.append(time.process_time() - began)
        writes = ("INSERT", "SAVEPOINT", "RELEASE", "BEGIN")
        queries = sum(not query["sql"].startswith(writes) for query in captured)
        assert Message.objects.filter(topic=f"meeting:{meeting.pk}").count() == size
        began = time.process_time()
        for _letter in range(size // 10):
            preview_invitation(
                meeting=meeting,
                reader=sender,
                sender=sender,
                language="fi",
                now=timezone.now(),
                link="#",
            )
        bare.append((time.process_time() - began) * 10)
    scale = 300 / size
    return [
        at_most(
            "300 invitations created, CPU",
            statistics.median(spent) * scale,
            "s",
            1.0,
            baseline=statistics.median(bare) * scale,
        ),
        at_most("300 invitations created, queries besides INSERT", queries, "queries", 20),
    ]


def _queue_again() -> None:
    Message.objects.update(
        state=State.QUEUED, next_at=timezone.now(), handed_at=None, sent_at=None, lease_until=None,
        claimed_by=None, attempt=0,
    )  # fmt: skip


def _bare_loop(letters: list[tuple[str, bytes]], sender: str) -> float:
    """The baseline: the same bytes to the same server over one open connection, and nothing remembered."""
    server = settings.EMAIL_SERVER
    with smtplib.SMTP(server.host, server.port) as smtp:
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


def send(size: int) -> list[Figure]:
    """Letters a second through one and two connections, beside a bare loop; rounds take turns, the medians count."""
    sender, meeting = furnish(size)
    send_invitations(meeting=meeting, sender=sender)
    messages = list(Message.objects.all())
    letters = [(one.to_email, mime.as_bytes(one, sender=own_address())) for one in messages]
    bare, one_way, two_ways = [], [], []
    for _round in range(ROUNDS):
        bare.append(_bare_loop(letters, own_address()))
        one_way.append(_product(1, size))
        two_ways.append(_product(2, size))
    rate = {
        name: size / statistics.median(spent)
        for name, spent in (("bare", bare), ("one", one_way), ("two", two_ways))
    }
    is_slow = rate["bare"] < 100
    where = "each reply after 5 ms" if is_slow else "no delay"
    goal = 0.8 if is_slow else (0.5 if connection.vendor == "postgresql" else 0.35)
    figures = [
        ratio_at_least(
            f"sending, one connection, {where}", rate["one"], "letters/s", rate["bare"], goal
        )
    ]
    if is_slow:
        figures.append(
            ratio_at_least(
                f"sending, two connections against one, {where}",
                rate["two"],
                "letters/s",
                rate["one"],
                1.8,
            )
        )
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _find_and_claim() -> float:
    """What a tick does up to its first letter: release, expire, choose, claim and ask the guards."""
    clock = Clock(timezone.now())
    feed = Feed(clock, channel.look())

    def tick() -> None:
        Message.objects.live(clock.now()).exists()
        rows.release_leases(now=clock.now())
        rows.expire_late(now=clock.now())
        feed.fill()

    spent = seconds(tick)
    feed.put_back()
    return spent * 1000


def tick(size: int) -> list[Figure]:
    """The tick among many stored rows, beside the same tick among none; and what an idle one asks."""
    settings.OUTBOX_BATCH_SIZE = 100
    sender, meeting = furnish(100)
    send_invitations(meeting=meeting, sender=sender)
    few = statistics.median(_find_and_claim() for _round in range(5))
    _store(size)
    many = statistics.median(_find_and_claim() for _round in range(5))
    Message.objects.filter(state__in=[State.QUEUED, State.SENDING]).delete()
    run_tick()
    with CaptureQueriesContext(connection) as outbox:
        run_due()
    # As beat does it, in a minute in which nothing else has its turn.
    with CaptureQueriesContext(connection) as whole:
        run_tick(now=timezone.now().replace(minute=7), is_whole=False)
    return [
        at_most(f"tick, {size} stored rows, 100 due", many, "ms", 50, baseline=few),
        at_most("idle tick of the outbox", len(outbox), "queries", 5),
        at_most("idle tick of everything", len(whole), "queries", 5),
    ]


def click(size: int) -> list[Figure]:
    """The click that sends to everybody, beside a page that does nothing."""
    broker = settings.CELERY_BROKER_URL
    client = Client(SERVER_NAME="localhost")
    spent, bare = [], []
    for _round in range(ROUNDS):
        sender, meeting = furnish(size)
        assert sender.user is not None
        client.force_login(sender.user)
        page = reverse("meetings:invitation-send", args=[meeting.pk])
        response_codes: list[int] = []
        spent.append(
            1000 * seconds(lambda: response_codes.append(client.post(page).status_code))  # noqa: B023
        )
        assert response_codes == [303]
        bare.append(1000 * seconds(lambda: client.get("/health/")))
    assert Message.objects.count() == size * ROUNDS
    is_alive = broker_answers(broker)
    name = "alive" if is_alive else "dead or silent"
    return [
        at_most(
            f"click that sends to {size}, Redis {name}",
            max(spent),
            "ms",
            300 if is_alive else 1500,
            baseline=max(bare),
        )
    ]


def broker_answers(url: str) -> bool:
    """Whether a Redis behind `url` answers within a second."""
    try:
        return bool(Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1).ping())
    except RedisError:
        return False


PARTS: dict[str, Callable[[int], list[Figure]]] = {
    "create": create, "send": send, "tick": tick, "click": click,
}  # fmt: skip


def main() -> None:
    """Measure one part and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--size", type=int, required=True)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(as_line(PARTS[given.part](given.size)))


if __name__ == "__main__":
    main()
