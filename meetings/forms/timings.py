"""The form of a club's letters: which leave by themselves, and how long before or after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.timings import LINES, Line, Problem, Timing, Timings, problems_of
from ui.forms import UiForm

# For each line: its name, to whom it goes, and what its number counts.
WORDS: Mapping[str, tuple[Promise | str, Promise | str, Promise | str]] = {
    "duty35": (
        gettext_lazy("First duty notice"),
        gettext_lazy("To the host pair: what, when, with whom, and what is still to do."),
        gettext_lazy("days before the meeting"),
    ),
    "duty14": (
        gettext_lazy("Second duty notice"),
        gettext_lazy("To the host pair: what is left to do."),
        gettext_lazy("days before the meeting"),
    ),
    "invite": (
        gettext_lazy("Invitation"),
        gettext_lazy("To all members, with the pre-reading and a calendar entry."),
        gettext_lazy("days before the meeting"),
    ),
    "remind14": (
        gettext_lazy("First reminder"),
        gettext_lazy("To whoever has not answered. The invitation asks for an answer by this day."),
        gettext_lazy("days before the meeting"),
    ),
    "remind7": (
        gettext_lazy("Second reminder"),
        gettext_lazy("To whoever has not answered, or is not sure yet."),
        gettext_lazy("days before the meeting"),
    ),
    "soon": (
        gettext_lazy("We meet soon"),
        gettext_lazy(
            "To whoever is coming: place, link and what is left to read. As a question to whoever has not said yes or no."
        ),
        gettext_lazy("workdays before the meeting"),
    ),
    "feedback": (
        gettext_lazy("Feedback request"),
        gettext_lazy("To whoever was present."),
        gettext_lazy("hours after the end"),
    ),
    "memo_nudge": (
        gettext_lazy("Sending of the memo"),
        gettext_lazy("You send the memo yourself; your own page reminds you on this day."),
        gettext_lazy("workdays after the meeting"),
    ),
    "agreed_due": (
        gettext_lazy("Thing agreed falls due"),
        gettext_lazy("To whoever is in charge of it, once."),
        gettext_lazy("days before its date"),
    ),
}
GROUPS = (
    (gettext_lazy("For the host pair"), ("duty35", "duty14")),
    (gettext_lazy("Before a meeting"), ("invite", "remind14", "remind7", "soon")),
    (gettext_lazy("After a meeting"), ("feedback", "memo_nudge", "agreed_due")),
)


@dataclass(frozen=True)
class TimingRow:
    """One line of the form."""

    line: Line
    name: Promise | str
    whom: Promise | str
    unit: Promise | str
    is_on: BoundField
    number: BoundField


class TimingsForm(UiForm):
    """A tick and a number for each line of the cadence. Of a line that is off the number is kept and not judged."""

    def __init__(self, *args: Any, timings: Timings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timings = timings
        for line in LINES:
            name, _whom, unit = WORDS[line.name]
            self.fields[f"{line.name}_is_on"] = forms.BooleanField(
                label=str(name), required=False, initial=timings.is_on(line)
            )
            self.fields[f"{line.name}_number"] = forms.IntegerField(
                label=f"{name}, {unit}",
                required=False,
                initial=timings[line].number,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"invalid": gettext_lazy("Write the number in digits.")},
            )

    def groups(self) -> Iterator[tuple[Promise | str, list[TimingRow]]]:
        """The lines as the page shows them."""
        by_name = {line.name: line for line in LINES}
        for title, names in GROUPS:
            yield (
                title,
                [
                    TimingRow(
                        by_name[name],
                        *WORDS[name],
                        is_on=self[f"{name}_is_on"],
                        number=self[f"{name}_number"],
                    )
                    for name in names
                ],
            )

    def clean(self) -> dict[str, Any]:
        """Judge the numbers of the lines that are on, each by itself and in their order."""
        cleaned = super().clean() or {}
        for line in LINES:
            name = f"{line.name}_number"
            is_on = cleaned.get(f"{line.name}_is_on")
            if not is_on and (name in self.errors or cleaned.get(name) is None):
                self.errors.pop(name, None)
                cleaned[name] = self.timings[line].number
            elif is_on and name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, _("Write how many, or take the tick away."))
        if not self.errors:
            for problem in problems_of(Timings(self.chosen)):
                self.add_error(f"{problem.line.name}_number", _words(problem))
        return cleaned

    @property
    def chosen(self) -> dict[str, Timing]:
        """The argument of ``set_timings``; a number that is off and cannot be counts as the one before."""
        chosen = {}
        for line in LINES:
            number = self.cleaned_data[f"{line.name}_number"]
            is_on = self.cleaned_data[f"{line.name}_is_on"]
            is_good = is_on or line.least <= number <= line.most
            chosen[line.name] = Timing(number if is_good else self.timings[line].number, is_on)
        return chosen


def _words(problem: Problem) -> str:
    if problem.other is None:
        return _("Write a number between %(least)s and %(most)s.") % {
            "least": problem.least,
            "most": problem.most,
        }
    return _("Write at least %(least)s, so that it leaves before this one: %(other)s.") % {
        "least": problem.least,
        "other": WORDS[problem.other.name][0],
    }
