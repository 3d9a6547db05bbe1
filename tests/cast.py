"""The fixed cast: who they are, said once for the fixtures and for tests that need everybody.

Outi facilitates the club; Aino and Petri are members, Leena and Timo host its meeting; Eero has left; Ulla belongs to
another club, Zaida to none; Saara is the site's admin.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from clubs.models import Club, Member, Season, WorkGroup
from meetings.models import Meeting
from tests import factories


@dataclass(frozen=True)
class Cast:
    """Everybody, with an invited meeting in three weeks."""

    club: Club
    season: Season
    meeting: Meeting
    pair: WorkGroup
    outi: Member
    aino: Member
    petri: Member
    leena: Member
    timo: Member
    eero: Member
    other_club: Club
    ulla: Member
    zaida: User
    admin: User


def make_outi(club: Club) -> Member:
    """The facilitator."""
    return factories.make_facilitator(club, "Outi", "Oivallus")


def make_aino(club: Club) -> Member:
    """A member."""
    return factories.make_member(club, "Aino", "Aalto", unit="Myyntipalvelut")


def make_petri(club: Club) -> Member:
    """Another member."""
    return factories.make_member(club, "Petri", "Pelto", unit="Tietohallinto")


def make_leena(club: Club) -> Member:
    """A member of the pair that hosts the meeting."""
    return factories.make_member(club, "Leena", "Lahti", unit="Opiskelijapalvelut")


def make_timo(club: Club) -> Member:
    """The other one of that pair."""
    return factories.make_member(club, "Timo", "Tuuli", unit="Kiinteistöt")


def make_eero(club: Club) -> Member:
    """Somebody who has left the club but still has an account."""
    return factories.make_member(club, "Eero", "Entinen", left_at=timezone.now())


def make_other_club() -> Club:
    """A club that the cast's club knows nothing of."""
    return factories.make_club("Toinen klubi", place="Sali B")


def make_ulla(club: Club) -> Member:
    """A member of the other club."""
    return factories.make_member(club, "Ulla", "Ulkoinen")


def make_zaida() -> User:
    """Somebody with an account and no club."""
    return factories.make_user("Zaida", "Zetterberg")


def make_admin() -> User:
    """The site's admin, who belongs to no club."""
    return factories.make_user("Saara", "Säätäjä", is_staff=True, is_superuser=True)


def make_hosted_meeting(season: Season, pair: WorkGroup) -> Meeting:
    """The season's first meeting in three weeks, hosted by the pair, not yet invited."""
    return factories.make_meeting(season, title="Hyvinvointi työssä", host_group=pair)


def make_cast() -> Cast:
    """Everybody at once."""
    club, other_club = factories.make_club(), make_other_club()
    outi, aino, petri = make_outi(club), make_aino(club), make_petri(club)
    leena, timo, eero = make_leena(club), make_timo(club), make_eero(club)
    season = factories.make_season(club)
    pair = factories.make_group(season, [leena, timo])
    meeting = make_hosted_meeting(season, pair)
    factories.invite(meeting)
    return Cast(
        club=club, season=season, meeting=meeting, pair=pair, outi=outi, aino=aino, petri=petri,
        leena=leena, timo=timo, eero=eero, other_club=other_club, ulla=make_ulla(other_club),
        zaida=make_zaida(), admin=make_admin(),
    )  # fmt: skip


def user_of(person: Member | User) -> User:
    """Return the account of a person."""
    user = person if isinstance(person, User) else person.user
    assert user is not None, f"{person} has no account"
    return user


# What a page for the facilitators of one club answers.
FACILITATORS_ONLY = {
    "outi": 200, "aino": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404,
}  # fmt: skip


def statuses_of(cast: Cast, client_of: Callable[[Any], Client], url: str) -> dict[str, int]:
    """What a page answers, by the name of the person who asks for it."""
    return {name: client_of(getattr(cast, name)).get(url).status_code for name in FACILITATORS_ONLY}
