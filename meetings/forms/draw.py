"""The form of the draw: locked pairs, what becomes of meetings left over, and why it is drawn again."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from clubs.models import Draw, Member
from meetings.draw_shown import Turn
from meetings.wording import join_names
from ui.forms import PlainField, UiForm
from ui.widgets import Segments

# Fields of one locked pair, and empty rows offered at a time.
PLACES = ("a", "b", "c")
EMPTY_ROWS = 1
MOST_ROWS = 30
EVEN = "even"
FACILITATOR = "facilitator"
LEFT_OVER = [
    (FACILITATOR, _("The facilitator hosts the rest")),
    (EVEN, _("The pairs take turns evenly")),
]
GONE = _("This person is no longer in the draw. Choose somebody else.")


def rows_in(data: Mapping[str, Any]) -> int:
    """How many locked pairs were posted, empty ones among them."""
    return next(row for row in count() if f"lock-{row}-a" not in data)


class DrawForm(UiForm):
    """What is fixed before the lot is cast.

    ``seen`` is the draw that the reader has before them and ``turns`` its groups: any of them can stay. Drawing again needs
    a reason.
    """

    def __init__(
        self,
        *args: Any,
        people: Sequence[Member],
        seen: Draw | None = None,
        turns: Sequence[Turn] = (),
        has_left_over: bool = False,
        rows: int = EMPTY_ROWS,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.turns = list(turns)
        self.seen = seen
        # Who can stay together, by the keys of their boxes.
        self.groups: dict[str, list[str]] = {}
        self._add_locks(rows)
        if has_left_over:
            was_even = bool(seen and seen.inputs.get("is_even"))
            self.fields["left_over"] = forms.ChoiceField(
                label=_("Meetings left over"),
                choices=LEFT_OVER,
                initial=EVEN if was_even else FACILITATOR,
                required=False,
                widget=Segments,
            )
        if seen is not None:
            self._add_again(seen)

    def _add_locks(self, rows: int) -> None:
        choices = [("", "–"), *((pk, one.full_name) for pk, one in self.people.items())]
        self.row_count = min(max(rows, rows_in(self.data)), MOST_ROWS)
        labels = (_("Person"), _("Work pair"), _("Third person (optional)"))
        for row in range(self.row_count):
            for place, label in zip(PLACES, labels, strict=True):
                self.fields[f"lock-{row}-{place}"] = forms.ChoiceField(
                    label=label,
                    choices=choices,
                    required=False,
                    error_messages={"invalid_choice": GONE},
                )

    def _add_again(self, seen: Draw) -> None:
        self.fields["replaces"] = forms.UUIDField(widget=forms.HiddenInput, initial=seen.pk)
        whole = [turn for turn in self.turns if len(turn.people) > 1]
        within = self._locks_within(seen)
        self.groups = {str(turn.number): self._here(turn.ids) for turn in whole} | within
        names = {
            key: join_names([self.people[one].full_name for one in ids])
            for key, ids in within.items()
        }
        self.fields["stay"] = forms.MultipleChoiceField(
            label=_("Pairs that stay together"),
            choices=[*((str(turn.number), turn.names) for turn in whole), *names.items()],
            initial=[*(str(turn.number) for turn in whole if turn.is_locked), *within],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["reason"] = PlainField(
            label=_("Why are the pairs drawn again?"),
            max_length=200,
            help_text=_("Everybody in the club sees the reason."),
        )

    def _locks_within(self, seen: Draw) -> dict[str, list[str]]:
        """The locked people who are a part of a larger group, by the keys of their boxes."""
        locks = map(self._here, seen.inputs["locked"])
        return {
            f"lock{number}": lock
            for number, lock in enumerate(locks)
            if len(lock) > 1 and any(set(lock) < set(turn.ids) for turn in self.turns)
        }

    def _here(self, ids: Sequence[str]) -> list[str]:
        return [one for one in self.people if one in ids]

    @property
    def lock_rows(self) -> list[list[BoundField]]:
        """The fields of each locked pair."""
        return [[self[f"lock-{row}-{place}"] for place in PLACES] for row in range(self.row_count)]

    def clean(self) -> dict[str, Any]:
        """Gather the locked pairs; each one that cannot be is told at its field."""
        found = super().clean() or self.cleaned_data
        groups: list[list[UUID]] = []
        taken: set[str] = set()
        stay = found.get("stay") or []
        for ids in [self.groups[key] for key in self.groups if key in stay]:
            # Those who are locked within a group that stays are in it already.
            if len(ids) > 1 and not taken.issuperset(ids):
                taken |= set(ids)
                groups.append([UUID(one) for one in ids])
        for row in range(self.row_count):
            names = [f"lock-{row}-{place}" for place in PLACES]
            chosen = [(name, found[name]) for name in names if found.get(name)]
            self._check_row(row, chosen, taken)
            taken |= {pk for _name, pk in chosen}
            groups.append([UUID(pk) for _name, pk in chosen])
        if not self.errors and self.people and taken >= set(self.people):
            raise ValidationError(
                _("Everybody is in a locked pair, so there is nothing to draw. Free a pair."),
                code="all",
            )
        found["locked"] = [group for group in groups if group]
        return found

    def _check_row(self, row: int, chosen: list[tuple[str, str]], taken: set[str]) -> None:
        is_whole = not any(f"lock-{row}-{place}" in self.errors for place in PLACES)
        if len(chosen) == 1 and is_whole:
            empty = f"lock-{row}-{'b' if chosen[0][0].endswith('a') else 'a'}"
            self.add_error(empty, _("Choose also who this person is with."))
        before = set(taken)
        for name, pk in chosen:
            if pk in before:
                self.add_error(
                    name,
                    ValidationError(
                        _("%(name)s is in two locked pairs. Everybody is in one."),
                        code="twice",
                        params={"name": self.people[pk].full_name},
                    ),
                )
            before.add(pk)

    @property
    def values(self) -> dict[str, Any]:
        """What ``draw_pairs`` takes."""
        values: dict[str, Any] = {
            "locked": self.cleaned_data["locked"],
            "is_even": self.cleaned_data.get("left_over") == EVEN,
        }
        if "reason" in self.fields:
            values |= {name: self.cleaned_data[name] for name in ("reason", "replaces")}
        return values
