"""What leaves by itself: one line of the cadence for one meeting, its people, and the words in which it is listed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clubs.models import Member
from meetings import timings
from meetings.models import AgreedThing, Invitee, Meeting
from meetings.timings import Line
from meetings.wording import join_names
from ui.dates import format_day

NAMES: Mapping[str, str | Promise] = {
    "duty35": gettext_lazy("Duty notice"),
    "duty14": gettext_lazy("Duty notice"),
    "invite": gettext_lazy("Invitation"),
    "remind14": gettext_lazy("Reminder"),
    "remind7": gettext_lazy("Reminder"),
    "soon": gettext_lazy("We meet soon"),
    "feedback": gettext_lazy("Feedback request"),
    "agreed_due": gettext_lazy("Thing agreed falls due"),
    "changed": gettext_lazy("Change"),
}
REASONS: Mapping[str, str | Promise] = {
    "duty35": gettext_lazy("the host pair"),
    "duty14": gettext_lazy("the host pair"),
    "invite": gettext_lazy("members without an invitation"),
    "remind14": gettext_lazy("members who have not answered"),
    "remind7": gettext_lazy("members who have not answered yes or no"),
    "soon": gettext_lazy("members who are coming, or have not answered yes or no"),
    "feedback": gettext_lazy("members who were present"),
    "agreed_due": gettext_lazy("those in charge of it"),
    "changed": gettext_lazy("members who were told something older"),
}
NAMED_AT_MOST = 3
# What stands for a letter of change in lists of what leaves; it is no line of the cadence, it leaves at once.
CHANGED = Line("changed", 0, 0, 0)


@dataclass(frozen=True)
class PlannedSending:
    """The letters of one line about one meeting that leave at ``at`` unless something changes.

    ``recipients`` are those who would get one as things stand now. ``is_moved``: the day was no day for letters, so
    they leave on another; ``is_by_hand``: a facilitator chose the moment; ``is_skipped``: a facilitator does not want
    them; ``is_expired``: nothing ran when they should have left, and now they would help nobody (``expired_count``
    people). ``is_due``: the next tick sends them.
    """

    line: Line
    meeting: Meeting
    at: dt.datetime
    until: dt.datetime
    recipients: tuple[Member, ...] = ()
    is_due: bool = False
    is_moved: bool = False
    is_by_hand: bool = False
    is_skipped: bool = False
    is_expired: bool = False
    expired_count: int = 0
    thing: AgreedThing | None = None
    seats: tuple[Invitee, ...] = field(default=(), repr=False)

    @property
    def step(self) -> str:
        """The line's name, as ``LetterPlan.step`` keeps it."""
        return self.line.name

    @property
    def kind(self) -> str:
        """The letters' kind in the outbox."""
        return self.line.kind

    @property
    def can_skip(self) -> bool:
        """Whether a facilitator may skip, move or send it now."""
        return self.line.name in timings.PLANNABLE and not self.is_expired

    @property
    def name(self) -> str:
        """What kind of letter it is."""
        return str(NAMES[self.step])

    @property
    def title(self) -> str:
        """What leaves, in one line: "Kutsu: Luotsimalli, ti 11.10."."""
        if self.thing is not None:
            return f"{self.name}: {self.thing.text}"
        day = format_day(self.meeting.starts_at, year=False)
        return f"{self.name}: {self.meeting.display_title}, {day}"

    @property
    def whom(self) -> str:
        """To whom: their number, and their names where they are few."""
        count = self.expired_count if self.is_expired else len(self.recipients)
        number = ngettext("%(n)s recipient", "%(n)s recipients", count) % {"n": count}
        names = [member.full_name for member in self.recipients]
        return f"{number}: {join_names(names)}" if 0 < len(names) <= NAMED_AT_MOST else number

    @property
    def why(self) -> str:
        """Why these people get it, and why at this moment, where that is not the usual one."""
        words = [str(REASONS[self.step])]
        if self.is_moved and self.line in timings.BEFORE:
            words.append(_("moved earlier, to the last workday"))
        elif self.is_moved:
            words.append(_("moved later, to the next workday"))
        if self.is_by_hand:
            words.append(_("the facilitator chose the time"))
        return ", ".join(words)
