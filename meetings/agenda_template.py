"""The agenda that a new meeting begins with: the three hours of product.md section 8, fitted to any length."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.agenda import Timed
from meetings.models import AgendaItem

Kind = AgendaItem.Kind
TWO_GROUPS_ABOVE = 10


@dataclass(frozen=True)
class Item:
    """One line of an agenda that is not stored yet."""

    kind: str
    title: str
    minutes: int
    note: str = ""


@dataclass(frozen=True)
class _Part:
    """A part of the three hours: its minutes of 180, and how long a meeting must be to have it."""

    kind: str
    minutes: int
    needs: int
    words: Callable[[int], tuple[str, str]]


def _check_in(_people: int) -> tuple[str, str]:
    return _("Check-in round"), _(
        "One question, at most a minute each. Nobody comments, and one may pass."
    )


def _group_forming(_people: int) -> tuple[str, str]:
    return _("Group-forming"), _("Some of us are new. Take a moment to get to know each other.")


def _agreed(_people: int) -> tuple[str, str]:
    return _("Things agreed last time"), _("What was done, what was learnt, what goes on.")


def _talk(_people: int) -> tuple[str, str]:
    return _("Introduction by the host pair"), ""


def _one_two_four(_people: int) -> tuple[str, str]:
    return _("1-2-4-all to the board"), _(
        "Alone 1 min, in pairs 2 min, in fours 4 min, then together."
    )


def _break(_people: int) -> tuple[str, str]:
    return _("Break"), ""


def _consultation(people: int) -> tuple[str, str]:
    note = _(
        "One brings a case, the others ask and advise. The case giver only listens to the advice."
    )
    if people > TWO_GROUPS_ABOVE:
        note = _(
            "In two groups. One brings a case, the others ask and advise. The case giver only listens to the advice."
        )
    return _("Peer consultation"), note


def _vote(_people: int) -> tuple[str, str]:
    return _("Group the notes and vote"), ""


def _decide(_people: int) -> tuple[str, str]:
    return _("Agree what we do"), _("Each thing gets an owner and a date.")


def _feedback(_people: int) -> tuple[str, str]:
    return _("Feedback"), _("With your own phone, one minute.")


def _check_out(_people: int) -> tuple[str, str]:
    return _("Check-out round"), _("What do I take with me?")


PARTS = [
    _Part(Kind.OPENING, 15, 0, _check_in),
    _Part(Kind.AGREED, 15, 60, _agreed),
    _Part(Kind.TALK, 20, 0, _talk),
    _Part(Kind.DISCUSSION, 15, 90, _one_two_four),
    _Part(Kind.BREAK, 10, 90, _break),
    _Part(Kind.DISCUSSION, 50, 0, _consultation),
    _Part(Kind.DISCUSSION, 20, 120, _vote),
    _Part(Kind.DECISIONS, 20, 0, _decide),
    _Part(Kind.FEEDBACK, 5, 60, _feedback),
    _Part(Kind.CLOSING, 10, 0, _check_out),
]


def default_agenda(length: int, *, has_new: bool = False, people: int = 0) -> list[Item]:
    """The agenda of a meeting of ``length`` minutes (30–600), in the active language; its minutes sum to the length.

    A short meeting leaves out the parts that would shrink to nothing. Where new supervisors take part
    (``has_new``), the check-in round becomes group-forming; above ten ``people`` the peer consultation says two groups.
    """
    parts = [part for part in PARTS if length >= part.needs]
    items = []
    for part, minutes in zip(parts, _share([part.minutes for part in parts], length), strict=True):
        kind, words = part.kind, part.words
        if has_new and kind == Kind.OPENING:
            kind, words = Kind.GROUP_FORMING, _group_forming
        title, note = words(people)
        items.append(Item(kind=kind, title=title, minutes=minutes, note=note))
    return items


def is_default_agenda(rows: Sequence[Timed], length: int) -> bool:
    """Whether an agenda is as the template gave it in any language, or empty: nobody has written anything in it."""
    present = [(row.kind, row.title, row.minutes, row.note) for row in rows]
    return not present or any(present == template for template in _templates(length))


def _templates(length: int) -> Iterator[list[tuple[str, str, int, str]]]:
    for code, _name in settings.LANGUAGES:
        with override(code):
            for has_new, people in product((False, True), (0, TWO_GROUPS_ABOVE + 1)):
                items = default_agenda(length, has_new=has_new, people=people)
                yield [(item.kind, item.title, item.minutes, item.note) for item in items]


def _share(weights: list[int], length: int) -> list[int]:
    """Divide ``length`` minutes by ``weights`` in steps of five; the largest part takes what five does not divide."""
    steps, rest = divmod(length, 5)
    total = sum(weights)
    # Everybody has a step first, then the largest remainders take what is left (Hamilton's method).
    free = steps - len(weights)
    shares = [1 + free * weight // total for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(free * weights[place] % total), place)
    )
    for place in by_remainder[: steps - sum(shares)]:
        shares[place] += 1
    if length == total:
        shares, rest = [weight // 5 for weight in weights], 0
    minutes = [share * 5 for share in shares]
    minutes[weights.index(max(weights))] += rest
    return minutes
