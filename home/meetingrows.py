"""A season's meetings with the numbers that the facilitator's pages need."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from boards.models import Memo
from clubs.models import Season
from meetings.models import CAME, COMING, AgendaItem, Material, Meeting
from meetings.path import with_hosts


@dataclass(frozen=True)
class MeetingRow:
    """One meeting: how full its agenda is (minutes), what it has, and how its people answered."""

    meeting: Meeting
    planned_minutes: int
    has_reading: bool
    has_memo: bool
    memo_sent: bool
    seats: int
    coming: int
    unsure: int
    declined: int
    silent: int
    came: int
    noted: int

    @property
    def is_dropped(self) -> bool:
        return self.meeting.cancelled_at is not None

    def is_coming(self, now: dt.datetime) -> bool:
        """Whether the meeting is on or still ahead."""
        return self.meeting.ends_at > now and not self.is_dropped


def meeting_rows(season: Season) -> list[MeetingRow]:
    """The meetings of a season in the order of their dates; three queries, however many there are.

    The database counts each field of a row under the field's own name.
    """
    items = AgendaItem.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    memos = Memo.objects.filter(meeting=OuterRef("pk"))
    seats = Q(invitees__member__left_at__isnull=True, invitees__uninvited_at__isnull=True)
    meetings = (
        with_hosts(season.meetings.select_related("season__club"))
        .annotate(
            planned_minutes=Coalesce(Subquery(items.annotate(sum=Sum("minutes")).values("sum")), 0),
            has_reading=Exists(Material.objects.filter(meeting=OuterRef("pk"))),
            has_memo=Exists(memos),
            memo_sent=Exists(memos.filter(sent_at__isnull=False)),
            seats=Count("invitees", filter=seats),
            coming=Count("invitees", filter=seats & Q(invitees__answer__in=COMING)),
            unsure=Count("invitees", filter=seats & Q(invitees__answer="maybe")),
            declined=Count("invitees", filter=seats & Q(invitees__answer="no")),
            silent=Count("invitees", filter=seats & Q(invitees__answer="")),
            came=Count("invitees", filter=Q(invitees__attendance__in=CAME)),
            noted=Count("invitees", filter=~Q(invitees__attendance="")),
        )
        .order_by("starts_at")
    )
    counted = [field.name for field in fields(MeetingRow) if field.name != "meeting"]
    return [
        MeetingRow(meeting=meeting, **{name: getattr(meeting, name) for name in counted})
        for meeting in meetings
    ]
