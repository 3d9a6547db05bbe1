"""What the page of people shows: a club's members with their states, and the judgement of pasted lines."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clubs.domains import unknown_domains
from clubs.models import Club, Member
from clubs.people import Line, Person, Problem, parse_people

REASONS: dict[str, Promise] = {
    Problem.NO_ADDRESS: _("There is no e-mail address on the line."),
    Problem.BAD_ADDRESS: _("Check the address."),
    Problem.UNKNOWN_DOMAIN: _(
        "Check what is after the @: there is no such address on the internet."
    ),
    Problem.DOUBLE: _("The same address is twice in the list."),
    Problem.KNOWN: _("Already in the club."),
    Problem.TOO_LONG: _("The name, unit or title is too long."),
    Problem.TOO_MANY: _("At most 500 people at once. Add the rest next."),
}


class Standing(StrEnum):
    """How far somebody is on the way into the club."""

    JOINED = "joined"
    INVITED = "invited"
    UNTOLD = "untold"
    LEFT = "left"


@dataclass(frozen=True)
class Row:
    """One person of the club."""

    member: Member
    standing: Standing

    @property
    def language(self) -> str:
        """The language of their letters, in words."""
        return language_name(self.member)

    @property
    def since(self) -> dt.datetime | None:
        """When they came so far; None for who has not been told."""
        moments = {
            Standing.JOINED: self.member.joined_at,
            Standing.INVITED: self.member.joining_mailed_at,
            Standing.LEFT: self.member.left_at,
        }
        return moments.get(self.standing)

    @property
    def is_invitable(self) -> bool:
        """Whether the invitation to join can be sent."""
        return self.standing in (Standing.UNTOLD, Standing.INVITED)


@dataclass(frozen=True)
class People:
    """Everybody whom a club knows: those in it, those who have left, and who is probably there twice."""

    rows: list[Row]
    left: list[Row]
    doubles: list[tuple[Member, Member]]


@dataclass(frozen=True)
class Judgement:
    """Pasted lines, sorted by what becomes of them."""

    lines: list[Line] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Those who can be added."""
        return [line.person for line in self.lines if line.person is not None]

    @property
    def repeated(self) -> list[Line]:
        """Lines that need nothing: twice in the list, or in the club already."""
        return [line for line in self.lines if line.problem in (Problem.DOUBLE, Problem.KNOWN)]

    @property
    def wrong(self) -> list[Line]:
        """Lines to mend."""
        return [line for line in self.lines if line.problem and line not in self.repeated]

    @property
    def rest(self) -> str:
        """What stays in the box after the good lines were saved."""
        return "\n".join(line.raw for line in self.wrong)

    @property
    def rows(self) -> list[tuple[Line, Promise | str]]:
        """Each line with its reason in words; what must be mended comes first, so that no list hides it."""
        wrong = self.wrong
        lines = [*wrong, *(line for line in self.lines if line not in wrong)]
        return [(line, REASONS.get(line.problem, "")) for line in lines]

    @property
    def left(self) -> "Judgement":
        """What is left to mend, numbered as it stands in the box then."""
        return Judgement([replace(line, number=n) for n, line in enumerate(self.wrong, 1)])


def judge(club: Club, text: str) -> Judgement:
    """What would become of each pasted line in this club; one query, and one look at the DNS for new domains."""
    return judge_lines(text, known=club.members.active().values_list("email", flat=True))


def judge_lines(text: str, *, known: Iterable[str]) -> Judgement:
    """What would become of each pasted line where these addresses are in already; one look at the DNS."""
    lines = parse_people(text, known=list(known))
    unknown = unknown_domains({_domain_of(line.person) for line in lines if line.person})
    return Judgement(
        [
            replace(line, person=None, problem=Problem.UNKNOWN_DOMAIN)
            if line.person and _domain_of(line.person) in unknown
            else line
            for line in lines
        ]
    )


def _domain_of(person: Person) -> str:
    return person.email.rpartition("@")[2]


def people_of(club: Club) -> People:
    """The club's people, facilitators first, in the order of the Finnish alphabet; one query."""
    members = sorted(club.members.select_related("user"), key=_order)
    rows = [Row(member, standing_of(member)) for member in members]
    return People(
        rows=[row for row in rows if row.standing != Standing.LEFT],
        left=[row for row in rows if row.standing == Standing.LEFT],
        doubles=likely_doubles(members),
    )


def _order(member: Member) -> tuple[bool, tuple[str, str]]:
    return not member.is_facilitator, member.name_key


def likely_doubles(members: Sequence[Member]) -> list[tuple[Member, Member]]:
    """Two rows of one name, or of one name before the @: the one to keep first, then its double."""
    alike: dict[object, list[Member]] = defaultdict(list)
    for member in members:
        alike[member.name_key].append(member)
        alike[member.email.lower().partition("@")[0]].append(member)
    pairs: dict[frozenset[object], tuple[Member, Member]] = {}
    for group in alike.values():
        first, *others = sorted(group, key=_standing_order)
        for other in others:
            pairs.setdefault(frozenset([first.pk, other.pk]), (first, other))
    return list(pairs.values())


def _standing_order(member: Member) -> tuple[bool, bool, dt.datetime]:
    return not member.is_active, member.user_id is None, member.created_at


def standing_of(member: Member) -> Standing:
    """How far the person is on the way into the club, or out of it."""
    if not member.is_active:
        return Standing.LEFT
    if member.user_id is not None:
        return Standing.JOINED
    return Standing.INVITED if member.joining_mailed_at else Standing.UNTOLD


def language_name(member: Member) -> str:
    """The language of a person's letters, in words."""
    return str(dict(settings.LANGUAGES)[member.mail_language])
