"""The seats of a meeting for the ring and its legend."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from clubs.models import Member
from meetings.models import AnswerValue, Invitee, Meeting

NO_ANSWER = "none"
NOT_NOTED = "none"
# How the ring draws an answer, and a seat of which it is known who came.
DRAWN = {AnswerValue.REMOTE.value: "yes"}
DRAWN_AFTERWARDS = {
    Invitee.Attendance.PRESENT.value: "yes",
    Invitee.Attendance.REMOTE.value: "yes",
    Invitee.Attendance.ABSENT.value: "no",
}


@dataclass(frozen=True)
class Seat:
    """One person at the table. ``state`` is how the ring draws it: yes, maybe, no, none, or host for one of the pair.

    A host who said no, or of whom it is noted that they were away, is drawn as anybody.
    """

    invitee: Invitee
    state: str
    is_host: bool = False
    is_me: bool = False

    @property
    def initials(self) -> str:
        """Two letters."""
        member = self.invitee.member
        return f"{member.first_name[:1]}{member.last_name[:1]}".upper()

    @property
    def name(self) -> str:
        """Whose seat it is."""
        return self.invitee.member.full_name

    @property
    def answer(self) -> str:
        """The answer itself, also a host's."""
        return self.invitee.answer or NO_ANSWER

    @property
    def attendance(self) -> str:
        """Whether they were there (present, remote, absent), none where it is not noted."""
        return self.invitee.attendance or NOT_NOTED


@dataclass(frozen=True)
class Table:
    """The seats in the order of the ring, and the names behind each answer for the legend.

    ``is_noted`` once it is known who was there: then the seats tell that instead of the answers.
    """

    seats: tuple[Seat, ...]
    hosts: tuple[Member, ...] = ()
    is_noted: bool = False

    def named(self, answer: str) -> list[Seat]:
        """The seats with this answer (yes, maybe, no, none), in alphabetical order."""
        return by_name(seat for seat in self.seats if seat.answer == answer)

    def noted(self, attendance: str) -> list[Seat]:
        """The seats of those who were there so (present, remote, absent, none), in alphabetical order."""
        return by_name(seat for seat in self.seats if seat.attendance == attendance)

    @property
    def yes(self) -> list[Seat]:
        return self.named(AnswerValue.YES)

    @property
    def maybe(self) -> list[Seat]:
        return self.named(AnswerValue.MAYBE)

    @property
    def no(self) -> list[Seat]:
        return self.named(AnswerValue.NO)

    @property
    def none(self) -> list[Seat]:
        return self.named(NO_ANSWER)

    @property
    def coming(self) -> int:
        """How many have said yes."""
        return len(self.yes)

    @property
    def remote(self) -> list[Seat]:
        return self.named(AnswerValue.REMOTE)

    @property
    def were_present(self) -> list[Seat]:
        return self.noted(Invitee.Attendance.PRESENT)

    @property
    def were_remote(self) -> list[Seat]:
        return self.noted(Invitee.Attendance.REMOTE)

    @property
    def were_absent(self) -> list[Seat]:
        return self.noted(Invitee.Attendance.ABSENT)

    @property
    def not_noted(self) -> list[Seat]:
        return self.noted(NOT_NOTED)

    @property
    def came(self) -> int:
        """How many were there, in the room or remotely."""
        return len(self.were_present) + len(self.were_remote)


def by_name(seats: Iterable[Seat]) -> list[Seat]:
    """The seats in the order of the Finnish alphabet."""
    return sorted(seats, key=lambda seat: seat.invitee.member.name_key)


def seats_of(meeting: Meeting, me: Member | None = None) -> Table:
    """The table of a meeting. Two queries however many sit there: seats with their people, and who hosts.

    It shows the answers, and who was there once that has been noted of a meeting that has begun.
    """
    invitees = list(
        meeting.invitees.seated().filter(member__left_at__isnull=True).select_related("member")
    )
    is_noted = meeting.starts_at <= timezone.now() and any(seat.attendance for seat in invitees)
    return table_of(invitees, hosts=hosts_of(meeting), me=me, is_noted=is_noted)


def hosts_of(meeting: Meeting) -> list[Member]:
    """The pair that hosts the meeting, in its order; nobody where the facilitator hosts."""
    if meeting.host_group is None:
        return []
    return [place.member for place in meeting.host_group.places.select_related("member")]


def table_of(
    invitees: Sequence[Invitee],
    *,
    hosts: Sequence[Member] = (),
    me: Member | None = None,
    is_noted: bool = False,
) -> Table:
    """The table for rows that are at hand: the hosts face each other, the others sit between them by name."""
    host_keys = {host.pk for host in hosts}
    seats = [_seat(invitee, host_keys, me, is_noted=is_noted) for invitee in invitees]
    around = _seated(
        [seat for seat in seats if seat.is_host], [seat for seat in seats if not seat.is_host]
    )
    return Table(tuple(around), tuple(hosts), is_noted)


def _seat(invitee: Invitee, hosts: Collection[UUID], me: Member | None, *, is_noted: bool) -> Seat:
    is_host = invitee.member_id in hosts
    if is_noted:
        state = DRAWN_AFTERWARDS.get(invitee.attendance, NOT_NOTED)
    else:
        state = DRAWN.get(invitee.answer, invitee.answer) or NO_ANSWER
    # Whoever was not noted is not drawn as if they had sat there.
    is_drawn_as_host = state == "yes" if is_noted else state != "no"
    if is_host and is_drawn_as_host:
        state = "host"
    return Seat(invitee, state, is_host, is_me=bool(me and me.pk == invitee.member_id))


def _seated(hosts: list[Seat], others: list[Seat]) -> list[Seat]:
    if not hosts:
        return others
    share, rest = divmod(len(others), len(hosts))
    seats, taken = [], 0
    for number, host in enumerate(hosts):
        end = taken + share + (number < rest)
        seats += [host, *others[taken:end]]
        taken = end
    return seats
