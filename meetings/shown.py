"""What the pages of a meeting show, each gathered in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from clubs.models import Member
from meetings import kinds
from meetings.models import Answer, Invitee, Material, Meeting, ReadMark
from meetings.seats import Table, by_name, hosts_of
from outbox.services import MessageState, states


@dataclass(frozen=True)
class Reading:
    """The pre-reading of a meeting with one reader's own ticks (``material.is_read``)."""

    materials: Sequence[Material]

    @property
    def minutes(self) -> int:
        """Minutes to read it all."""
        return sum(material.minutes for material in self.materials)

    @property
    def read(self) -> int:
        """How many are ticked."""
        return sum(bool(getattr(material, "is_read", False)) for material in self.materials)


def reading_of(meeting: Meeting, reader: Member | None) -> Reading:
    """The pre-reading and the reader's ticks; one query."""
    mine = ReadMark.objects.filter(material=OuterRef("pk"), member=reader)
    return Reading(list(meeting.materials.annotate(is_read=Exists(mine))))


@dataclass(frozen=True)
class Duty:
    """A coming meeting that the reader hosts, and with whom."""

    meeting: Meeting
    partners: Sequence[Member]


def next_duty(reader: Member, *, after: dt.datetime) -> Duty | None:
    """The reader's first host duty that begins after a moment, if there is one; at most two queries."""
    later = (
        Meeting.objects.filter(
            host_group__places__member=reader, starts_at__gt=after, cancelled_at__isnull=True
        )
        .select_related("host_group")
        .order_by("starts_at")
        .first()
    )
    if later is None:
        return None
    return Duty(later, [host for host in hosts_of(later) if host.pk != reader.pk])


@dataclass(frozen=True)
class Row:
    """One invited person in the facilitator's list."""

    invitee: Invitee
    is_host: bool
    is_me: bool
    answered: Answer | None
    letter: MessageState | None
    reminder: MessageState | None
    greeting: str

    @property
    def member(self) -> Member:
        return self.invitee.member


def greeting_of(invitee: Invitee) -> str:
    """The line to the hosts as it stands; an answer by other ways than the letter's page leaves it as it was."""
    newest = invitee.answers.filter(source=Answer.Source.MAIL).order_by("-at").first()
    return newest.greeting if newest else ""


def rows_of(meeting: Meeting, table: Table) -> list[Row]:
    """The people of a meeting by name, with their newest answers and letters; three queries."""
    answers = list(
        Answer.objects.filter(invitee__meeting=meeting).select_related("given_by").order_by("at")
    )
    newest = {
        answer.invitee_id: answer
        for answer in answers
        if answer.time_revision == meeting.time_revision
    }
    greetings = {
        answer.invitee_id: answer.greeting
        for answer in answers
        if answer.source == Answer.Source.MAIL
    }
    topic = kinds.topic_of(meeting)
    letters = states(topic=topic, kinds=[kinds.INVITE, kinds.CHANGED])
    reminders = states(topic=topic, kinds=kinds.REMINDERS)
    return [
        Row(
            invitee=seat.invitee,
            is_host=seat.is_host,
            is_me=seat.is_me,
            answered=newest.get(seat.invitee.pk),
            letter=letters.get(str(seat.invitee.member_id)),
            reminder=reminders.get(str(seat.invitee.member_id)),
            greeting=greetings.get(seat.invitee.pk, ""),
        )
        for seat in by_name(table.seats)
    ]
