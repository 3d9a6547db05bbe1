"""A club's letters as its facilitator reads them: what failed, and what left, sending by sending."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member
from meetings.models import Meeting
from outbox.models import UNDELIVERED, WAITING, Message, State

SENDINGS_SHOWN = 60
KINDS: dict[str, str | Promise] = {
    "meetings.invite": _("Invitation"),
    "meetings.remind14": _("Reminder"),
    "meetings.remind7": _("Reminder"),
    "meetings.remind": _("Reminder"),
    "meetings.changed": _("Change"),
    "boards.memo": _("Memo"),
    "feedback.request": _("Feedback request"),
    "feedback.season": _("Season feedback"),
}


@dataclass(frozen=True)
class Failure:
    """A letter that did not get through, and the person whose address it was."""

    message: Message
    member: Member | None
    title: str


@dataclass(frozen=True)
class Sending:
    """All letters of one kind about one meeting."""

    kind: str | Promise
    title: str
    at: dt.datetime
    total: int
    sent: int
    waiting: int
    unsure: int
    failed: int
    cancelled: int


def scope_of(club: Club) -> str:
    """How the outbox names a club."""
    return f"club:{club.pk}"


def failures(club: Club) -> list[Failure]:
    """Letters that did not get through and were not sent anew, newest first."""
    later = Message.objects.filter(
        topic=OuterRef("topic"),
        kind=OuterRef("kind"),
        person=OuterRef("person"),
        created_at__gt=OuterRef("created_at"),
    ).exclude(state=State.CANCELLED)
    rows = list(
        Message.objects.without_content()
        .filter(scope=scope_of(club), state__in=UNDELIVERED)
        .exclude(Exists(later))
        .order_by("-created_at")
    )
    people = {str(one.pk): one for one in club.members.all()} if rows else {}
    titles = _titles({row.topic for row in rows})
    return [Failure(row, people.get(row.person), titles.get(row.topic, "")) for row in rows]


def sendings(club: Club) -> list[Sending]:
    """What has been sent, or is leaving, newest first; one line for each kind and meeting."""
    rows = (
        Message.objects.filter(scope=scope_of(club))
        .values("topic", "kind")
        .annotate(
            at=Min("created_at"),
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
    titles = _titles({row["topic"] for row in found})
    return [
        Sending(
            kind=KINDS.get(row["kind"], _("Letter")),
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


def _titles(topics: set[str]) -> dict[str, str]:
    """The titles of the meetings that the topics ``meeting:<id>`` name."""
    ids = [UUID(topic.removeprefix("meeting:")) for topic in topics if topic.startswith("meeting:")]
    return {f"meeting:{one.pk}": str(one) for one in Meeting.objects.filter(pk__in=ids)}
