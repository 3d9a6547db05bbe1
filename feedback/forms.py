"""The forms of feedback: answering, writing questions, and telling what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import Question
from feedback.questions import CHOICES, Wording, label_of
from feedback.summary import SCALE
from ui.forms import DayField, PlainField, UiForm
from ui.widgets import Scale, Segments

TEXT_MAX = 2000
QUESTION_MAX = 200
EMPTY_ROWS = 3
ROWS_MAX = 20


class FeedbackForm(UiForm):
    """One field a question: scales and choices must be answered, words may be left out."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"q{question.position}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _answer_field(question)

    def answers(self) -> dict[UUID, str]:
        """What was answered, by question."""
        return {question.pk: self.cleaned_data[name] for name, question in self.questions.items()}


def _answer_field(question: Question) -> forms.Field:
    label = label_of(question.code, question.text)
    if question.kind == Question.Kind.TEXT:
        hint = _("Others read this as you write it. Do not write names or anything about health.")
        return PlainField(label=label, rows=3, required=False, max_length=TEXT_MAX, help_text=hint)
    if question.kind == Question.Kind.CHOICE:
        choices: list[tuple[str, Any]] = [(str(value), words) for value, words in CHOICES]
        return forms.ChoiceField(
            label=label, choices=choices, widget=Segments(), error_messages=NOT_CHOSEN
        )
    steps = [(str(value), str(value)) for value in range(1, SCALE + 1)]
    widget = Scale(low=_("strongly disagree"), high=_("strongly agree"))
    return forms.ChoiceField(label=label, choices=steps, widget=widget, error_messages=NOT_CHOSEN)


NOT_CHOSEN = {
    "required": _("Choose one of the answers."),
    "invalid_choice": _("Choose one of the answers."),
}


class QuestionsForm(UiForm):
    """Rows of a question and its kind; an empty row is none.

    A question of the product that keeps its words stays one, so that everybody reads it in their own language.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        wordings: Sequence[Wording],
        known: Iterable[Wording] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.known = {
            (label_of(one.code, one.text), one.kind): one for one in (*known, *wordings) if one.code
        }
        posted = sum(f"text_{row}" in data for row in range(ROWS_MAX)) if data is not None else 0
        self.row_count = posted or min(len(wordings) + EMPTY_ROWS, ROWS_MAX)
        for row in range(self.row_count):
            given = wordings[row] if row < len(wordings) else Wording(Question.Kind.SCALE)
            self._add_row(row, given)

    def _add_row(self, row: int, given: Wording) -> None:
        self.fields[f"text_{row}"] = PlainField(
            label=_("Question %(number)s") % {"number": row + 1},
            rows=1,
            required=False,
            max_length=QUESTION_MAX,
            initial=label_of(given.code, given.text),
        )
        self.fields[f"kind_{row}"] = forms.ChoiceField(
            label=_("Kind of question %(number)s") % {"number": row + 1},
            choices=Question.Kind.choices,
            initial=given.kind,
            required=False,
        )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields row by row."""
        return [(self[f"text_{row}"], self[f"kind_{row}"]) for row in range(self.row_count)]

    def clean(self) -> dict[str, Any]:
        """Refuse a survey without questions."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.questions():
            self.add_error("text_0", _("Write at least one question."))
        return cleaned

    def questions(self) -> list[Wording]:
        """What was written, in its order."""
        found = []
        for row in range(self.row_count):
            text = " ".join(self.cleaned_data.get(f"text_{row}", "").split())
            kind = self.cleaned_data.get(f"kind_{row}") or Question.Kind.SCALE
            if text:
                found.append(self.known.get((text, kind), Wording(kind, text=text)))
        return found


class SeasonForm(QuestionsForm):
    """A season's questions, and how long they may be answered."""

    closes_on = DayField(label=_("Last day to answer"))

    def clean_closes_on(self) -> Any:
        """The last day is still to come."""
        day = self.cleaned_data["closes_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today."))
        return day


class ChangesForm(UiForm):
    """What came of the feedback, and who sees the results."""

    what_we_changed = PlainField(
        label=_("What we changed"),
        rows=4,
        required=False,
        max_length=TEXT_MAX,
        help_text=_("Everybody in the club reads this above the results."),
    )
    is_shared = forms.BooleanField(label=_("Show the results to members"), required=False)
