"""Ways of working that a facilitator or a host puts into an agenda: steps with minutes (product.md, section 8). Pure."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.agenda_template import Item, Kind

PAIRS_ABOVE = 15


@dataclass(frozen=True)
class Method:
    """A ready way of working. ``least`` and ``most`` are how many people it works for in one group."""

    key: str
    name: str
    group: str
    items: list[Item]
    least: int = 1
    most: int = 0

    @property
    def minutes(self) -> int:
        """Minutes of all steps together."""
        return sum(item.minutes for item in self.items)

    @property
    def steps(self) -> list[tuple[str, int]]:
        """The steps without the method's name, each with its minutes; none where it has no steps."""
        return [
            (item.title.removeprefix(f"{self.name}: "), item.minutes)
            for item in self.items
            if item.title != self.name
        ]

    def advice(self, people: int) -> str:
        """What so many people mean for the method; nothing where they fit as they are."""
        if people < self.least:
            return ngettext(
                "Needs at least %(n)s person.", "Needs at least %(n)s people.", self.least
            ) % {"n": self.least}
        groups = math.ceil(people / self.most) if self.most else 1
        if groups > 1:
            return ngettext("In %(n)s group.", "In %(n)s groups.", groups) % {"n": groups}
        return ""


def _steps(name: str, *steps: tuple[str, int, str], kind: str = Kind.DISCUSSION) -> list[Item]:
    return [Item(kind, f"{name}: {step}", minutes, note) for step, minutes, note in steps]


def _check_in(people: int) -> Method:
    note = _("One question, at most a minute each. Nobody comments, and one may pass.")
    if people > PAIRS_ABOVE:
        note = _("One question, in pairs, a minute each. Nobody comments, and one may pass.")
    name = _("Check-in round")
    group = _("Any size; above 15 people in pairs")
    return Method("check-in", name, group, [Item(Kind.OPENING, name, 15, note)])


def _forming(_people: int) -> Method:
    name = _("Group-forming")
    note = _("Some of us are new. Take a moment to get to know each other.")
    item = Item(Kind.GROUP_FORMING, name, 15, note)
    return Method("group-forming", name, _("Any size"), [item])


def _one_two_four(_people: int) -> Method:
    name = _("1-2-4-all")
    steps = _steps(
        name,
        (_("alone"), 1, _("Everybody thinks in silence.")),
        (_("in pairs"), 2, _("Compare and build on each other's thoughts.")),
        (_("in fours"), 4, _("What is alike, what is different?")),
        (_("all"), 5, _("One thought from each four to the board.")),
    )
    return Method("one-two-four", name, _("4 people or more"), steps, least=4)


def _troika(_people: int) -> Method:
    name = _("Troika consulting")
    note = _("Share 2 min, clarify 2 min, the two consultants talk 5 min, takeaways 1 min.")
    turns = [_("first turn"), _("second turn"), _("third turn")]
    steps = _steps(name, *((turn, 10, note) for turn in turns))
    return Method("troika", name, _("In threes"), steps, least=3)


def _consultation(people: int) -> Method:
    name = _("Peer consultation")
    note = _("Who brings a case, who leads, who watches the time?")
    if people > 9:
        note = _("In groups of 5–9. Who brings a case, who leads, who watches the time?")
    steps = _steps(
        name,
        (_("roles"), 5, note),
        (_("the case"), 10, _("The case giver tells, the others listen.")),
        (_("key question"), 10, _("The others ask. Which question is the case about?")),
        (_("advice"), 10, _("The others advise each other; the case giver only listens.")),
        (_("closing"), 10, _("What does the case giver take along?")),
    )
    return Method("consultation", name, _("5–9 people in a group"), steps, least=5, most=9)


def _interviews(_people: int) -> Method:
    name = _("Appreciative interviews")
    steps = _steps(
        name,
        (_("frame"), 3, _("Remember a time when this went well.")),
        (_("in pairs"), 20, _("Ten minutes each way. Ask what made it possible.")),
        (_("in fours"), 15, _("Retell your partner's story.")),
        (_("patterns"), 12, _("What do the stories have in common?")),
        (_("all"), 10, _("What do we want more of?")),
    )
    return Method("interviews", name, _("8–40 people"), steps, least=8, most=40)


def _cafe(_people: int) -> Method:
    name = _("Learning café")
    note = _("The host of the table stays, the others change tables.")
    rounds = [_("first round"), _("second round"), _("third round")]
    steps = _steps(
        name,
        *((turn, 10, note) for turn in rounds),
        (_("picks"), 15, _("Each table tells its two or three picks.")),
    )
    return Method("cafe", name, _("12 people or more, 4–6 at a table"), steps, least=12)


def _retrospective(_people: int) -> Method:
    name = _("Retrospective")
    steps = _steps(
        name,
        (_("stage"), 10, _("What are we looking back at?")),
        (_("data"), 20, _("What happened? Notes on the board.")),
        (_("insights"), 10, _("Why did it go so?")),
        (_("decide"), 10, _("One or two things that we try.")),
        (_("close"), 10, _("How was this hour?")),
    )
    return Method("retrospective", name, _("4–15 people"), steps, least=4, most=15)


METHODS: list[Callable[[int], Method]] = [
    *(_check_in, _forming, _one_two_four, _troika, _consultation, _interviews, _cafe),
    _retrospective,
]


def methods_for(people: int) -> list[Method]:
    """All methods in the active language, worded for so many ``people``."""
    return [method(people) for method in METHODS]


def method_named(key: str, people: int) -> Method | None:
    """The method with this key, or None."""
    return next((method for method in methods_for(people) if method.key == key), None)
