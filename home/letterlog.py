"""A club's letters as its facilitator reads them: what failed, what is leaving, and what left, sending by sending."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clubs.joining import KIND as JOINING
from clubs.letterhead import scope_of
from clubs.models import Club, Member, Season
from meetings import kinds
from meetings.models import DatePoll, FreeLetter, Meeting, TurnSwap
from meetings.poll_state import title_of
from outbox.guards import judge
from outbox.models import UNDELIVERED, WAITING, Message, State
from outbox.services import suppressed

SENDINGS_SHOWN = 60
# What failed longer ago than this is history, not work.
MEND_DAYS = 60
KINDS: dict[str, str | Promise] = {
    JOINING: _("Invitation to join"),
    "meetings.invite": _("Invitation"),
    "meetings.season": _("Season invitation"),
    "meetings.remind14": _("Reminder"),
    "meetings.remind7": _("Reminder"),
    "meetings.remind": _("Reminder"),
    "meetings.free": _("Letter"),
    "meetings.poll": _("Date poll"),
    "meetings.poll_remind": _("Reminder about a date poll"),
    "meetings.soon": _("We meet soon"),
    "meetings.changed": _("Change"),
    "meetings.cancelled": _("Calling off"),
    "meetings.uninvited": _("Invitation withdrawn"),
    "meetings.duty35": _("Host duty"),
    "meetings.duty14": _("Host duty"),
    "meetings.swap_asked": _("Swap of host turns"),
    "meetings.swap_answered": _("Answer to a swap"),
    "meetings.agreed_due": _("Agreed thing falls due"),
    "meetings.memo_nudge": _("Memo to be sent"),
    "boards.memo": _("Memo"),
    "feedback.request": _("Feedback request"),
    "feedback.season": _("Season feedback"),
}
PILLS = {
    State.QUEUED: "info",
    State.SENDING: "info",
    State.SENT: "yes",
    State.UNSURE: "maybe",
    State.CANCELLED: "",
}
# Whose letter a person may ask to be sent once more.
RESENDABLE = (*UNDELIVERED, State.UNSURE)


@dataclass(frozen=True)
class Line:
    """One letter to one person: the person, if still in the club, and what may be done.

    ``is_suppressed``: nothing is sent to its address until somebody says that it works again.
    """

    message: Message
    member: Member | None
    is_suppressed: bool

    @property
    def pill(self) -> str:
        """The look of the state."""
        return PILLS.get(State(self.message.state), "no")

    @property
    def is_resendable(self) -> bool:
        """Whether sending once more is offered: it did not get through, and the person is still here."""
        return self.member is not None and self.message.state in RESENDABLE

    @property
    def at(self) -> dt.datetime:
        """When it left, or else was written."""
        return self.message.sent_at or self.message.handed_at or self.message.created_at


@dataclass(frozen=True)
class Failure(Line):
    """A letter that did not get through; ``others`` got theirs."""

    kind: str | Promise
    title: str
    others: int


@dataclass(frozen=True)
class Sending:
    """All letters of one kind about one thing, each person's newest."""

    topic: str
    code: str
    title: str
    at: dt.datetime
    total: int
    sent: int
    waiting: int
    unsure: int
    failed: int
    cancelled: int

    @property
    def kind(self) -> str | Promise:
        """What the letters are."""
        return kind_name(self.code)

    @property
    def is_calendar(self) -> bool:
        """Whether the letters bring up to date what stands in calendars already."""
        return self.code in (kinds.CHANGED, *kinds.ENDINGS)


def kind_name(code: str) -> str | Promise:
    """What a kind of letters is called."""
    return KINDS.get(code, _("Letter"))


def letters_of(club: Club) -> QuerySet[Message]:
    """The club's letters without their words."""
    return Message.objects.filter(scope=scope_of(club.pk)).without_content()


def newest(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Without the letters in whose place a newer one has come."""
    later = Message.objects.filter(
        topic=OuterRef("topic"),
        kind=OuterRef("kind"),
        person=OuterRef("person"),
        created_at__gt=OuterRef("created_at"),
    ).exclude(state=State.CANCELLED)
    return rows.exclude(Exists(later))


def failed_letters(scopes: Collection[str], *, now: dt.datetime) -> list[Message]:
    """Letters of these scopes that did not get through, were not sent anew, and still make sense; newest first."""
    rows = newest(Message.objects.filter(scope__in=scopes).without_content()).filter(
        state__in=UNDELIVERED, created_at__gt=now - dt.timedelta(days=MEND_DAYS)
    )
    # Sorted here: asked for in order, SQLite would read every letter of the scope.
    found = sorted(rows, key=lambda row: row.created_at, reverse=True)
    unwanted = judge(found).unwanted
    return [row for row in found if row.pk not in unwanted]


def failures(club: Club, *, now: dt.datetime) -> list[Failure]:
    """The club's letters that have to be mended, with their people; newest first."""
    found = failed_letters([scope_of(club.pk)], now=now)
    people = _people(club, found)
    titles = titles_of({row.topic for row in found})
    arrived = _arrived(club, found)
    closed = suppressed(row.to_email for row in found) if found else set()
    return [
        Failure(
            message=row,
            member=people.get(row.person),
            is_suppressed=row.to_email in closed,
            kind=kind_name(row.kind),
            title=titles.get(row.topic, ""),
            others=arrived.get((row.topic, row.kind), 0),
        )
        for row in found
    ]


def _arrived(club: Club, rows: Collection[Message]) -> dict[tuple[str, str], int]:
    """How many letters of the same sendings the server took."""
    if not rows:
        return {}
    counted = (
        letters_of(club)
        .filter(state=State.SENT, topic__in={row.topic for row in rows})
        .values("topic", "kind")
        .annotate(count=Count("person", distinct=True))
        .order_by()
    )
    return {(row["topic"], row["kind"]): row["count"] for row in counted}


def sendings(club: Club) -> list[Sending]:
    """What has been sent, or is leaving, newest first; one line for each kind and what it is about."""
    rows = (
        newest(Message.objects.filter(scope=scope_of(club.pk)))
        .values("topic", "kind")
        .annotate(
            at=Max("created_at"),
            total=Count("pk", filter=~Q(state=State.CANCELLED)),
            sent=Count("pk", filter=Q(state=State.SENT)),
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            unsure=Count("pk", filter=Q(state=State.UNSURE)),
            failed=Count("pk", filter=Q(state__in=UNDELIVERED)),
            cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        )
        .order_by("-at")[:SENDINGS_SHOWN]
    )
    found = list(rows)
    titles = titles_of({row["topic"] for row in found})
    return [
        Sending(
            topic=row["topic"],
            code=row["kind"],
            title=titles.get(row["topic"], ""),
            at=row["at"],
            total=row["total"],
            sent=row["sent"],
            waiting=row["waiting"],
            unsure=row["unsure"],
            failed=row["failed"],
            cancelled=row["cancelled"],
        )
        for row in found
    ]


def sending_lines(club: Club, *, topic: str, kind: str) -> list[Line]:
    """Each person's newest letter of one sending, by name. Three queries."""
    rows = list(newest(letters_of(club)).filter(topic=topic, kind=kind).order_by("to_name"))
    return _lines(club, rows)


def line_of(club: Club, pk: UUID) -> Line | None:
    """One letter of the club, and its person if still in the club."""
    lines = _lines(club, list(letters_of(club).filter(pk=pk)))
    return lines[0] if lines else None


def _lines(club: Club, rows: Collection[Message]) -> list[Line]:
    people = _people(club, rows)
    closed = suppressed(row.to_email for row in rows) if rows else set()
    return [Line(row, people.get(row.person), row.to_email in closed) for row in rows]


def sending_of(lines: Iterable[Line], *, topic: str, kind: str, title: str) -> Sending:
    """The sums of a sending's lines."""
    states = [line.message.state for line in lines]
    cancelled = states.count(State.CANCELLED)
    return Sending(
        topic=topic,
        code=kind,
        title=title,
        at=max(line.message.created_at for line in lines),
        total=len(states) - cancelled,
        sent=states.count(State.SENT),
        waiting=sum(states.count(state) for state in WAITING),
        unsure=states.count(State.UNSURE),
        failed=sum(states.count(state) for state in UNDELIVERED),
        cancelled=cancelled,
    )


def _people(club: Club, rows: Collection[Message]) -> dict[str, Member]:
    """By the outbox's name of a person: those of the rows who are still in the club."""
    if not rows:
        return {}
    found = club.members.active().filter(pk__in=_ids(row.person for row in rows))
    return {str(one.pk): one for one in found.select_related("user")}


def titles_of(topics: Collection[str]) -> dict[str, str]:
    """What topics are called: ``meeting:<id>``, ``season:<id>``, ``poll:<id>``, ``free:<id>`` and ``swap:<id>``."""
    meetings = Meeting.objects.filter(pk__in=_ids(_named(topics, "meeting:")))
    seasons = Season.objects.filter(pk__in=_ids(_named(topics, "season:")))
    polls = DatePoll.objects.filter(pk__in=_ids(_named(topics, "poll:")))
    own = FreeLetter.objects.filter(pk__in=_ids(_named(topics, "free:")))
    swaps = TurnSwap.objects.filter(pk__in=_ids(_named(topics, "swap:")))
    return {
        **{f"swap:{one.pk}": str(one) for one in swaps.select_related("offered", "wanted")},
        **{f"meeting:{one.pk}": str(one) for one in meetings},
        **{f"season:{one.pk}": str(one) for one in seasons},
        **{f"poll:{one.pk}": title_of(one) for one in polls.select_related("meeting")},
        **{f"free:{one.pk}": str(one) for one in own},
    }


def _named(topics: Iterable[str], prefix: str) -> list[str]:
    return [topic.removeprefix(prefix) for topic in topics if topic.startswith(prefix)]


def _ids(names: Iterable[str]) -> set[UUID]:
    """Those of the names that are keys of ours."""
    found = set()
    for name in names:
        try:
            found.add(UUID(name))
        except ValueError:
            continue
    return found
