"""The seats of a meeting for the ring and its legend."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from clubs.models import Member
from meetings.models import AnswerValue, Invitee, Meeting

NO_ANSWER = "none"


@dataclass(frozen=True)
class Seat:
    """One person at the table. ``state`` is the answer (yes, maybe, no, none), or host for a host who has not said no."""

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


@dataclass(frozen=True)
class Table:
    """The seats in the order of the ring, and the names behind each answer for the legend."""

    seats: tuple[Seat, ...]
    hosts: tuple[Member, ...] = ()

    def named(self, answer: str) -> list[Seat]:
        """The seats with this answer (yes, maybe, no, none), in alphabetical order."""
        seats = [seat for seat in self.seats if seat.answer == answer]
        return sorted(seats, key=lambda seat: (seat.invitee.member.last_name, seat.name))

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


def seats_of(meeting: Meeting, me: Member | None = None) -> Table:
    """The table of a meeting. Two queries however many sit there: seats with their people, and who hosts."""
    invitees = meeting.invitees.filter(member__left_at__isnull=True).select_related("member")
    return table_of(list(invitees), hosts=hosts_of(meeting), me=me)


def hosts_of(meeting: Meeting) -> list[Member]:
    """The pair that hosts the meeting, in its order; nobody where the facilitator hosts."""
    if meeting.host_group is None:
        return []
    return [place.member for place in meeting.host_group.places.select_related("member")]


def table_of(
    invitees: Sequence[Invitee], *, hosts: Sequence[Member] = (), me: Member | None = None
) -> Table:
    """The table for rows that are at hand: the hosts face each other, the others sit between them by name."""
    host_keys = {host.pk for host in hosts}
    seats = [_seat(invitee, host_keys, me) for invitee in invitees]
    around = _seated(
        [seat for seat in seats if seat.is_host], [seat for seat in seats if not seat.is_host]
    )
    return Table(tuple(around), tuple(hosts))


def _seat(invitee: Invitee, hosts: Collection[UUID], me: Member | None) -> Seat:
    is_host = invitee.member_id in hosts
    state = invitee.answer or NO_ANSWER
    if is_host and state != AnswerValue.NO:
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
