"""The product's own questions, in the reader's language, and what they are called in a chart's legend."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

AIM = "aim"

LABELS = {
    "useful": gettext_lazy("The meeting was useful to me."),
    "heard": gettext_lazy("My voice was heard in the discussion."),
    "prepared": gettext_lazy("The pre-reading helped me prepare."),
    "take": gettext_lazy("What do you take to your own work?"),
    "change": gettext_lazy("What should we change next time?"),
    "know": gettext_lazy("We know each other better than at the start of the season."),
    "discussion": gettext_lazy("Our shared discussion has improved."),
    "recommend": gettext_lazy("I would recommend the club to a colleague."),
    "next_theme": gettext_lazy("Which theme for the next season?"),
    "season_change": gettext_lazy("What should we change next season?"),
    "go_on": gettext_lazy("Shall we go on?"),
}
SHORT_LABELS = {
    "useful": gettext_lazy("Useful"),
    "heard": gettext_lazy("Being heard"),
    "prepared": gettext_lazy("Pre-reading"),
}
# The value that is stored, in the order in which it is offered.
CHOICES = (
    (3, gettext_lazy("Yes")),
    (2, gettext_lazy("Yes, with changes")),
    (1, gettext_lazy("No")),
)


@dataclass(frozen=True)
class Wording:
    """One question as an editor gives it: its kind, and a product's code or a text of the club's own."""

    kind: str
    code: str = ""
    text: str = ""


MEETING_QUESTIONS = (
    Wording("scale", "useful"),
    Wording("scale", "heard"),
    Wording("scale", "prepared"),
    Wording("text", "take"),
    Wording("text", "change"),
)


def season_questions(aims: Iterable[str]) -> tuple[Wording, ...]:
    """What a season's survey asks: knowing each other, the discussion, each aim of the club, and the next season."""
    return (
        Wording("scale", "know"),
        Wording("scale", "discussion"),
        *(Wording("scale", AIM, aim) for aim in aims),
        Wording("scale", "recommend"),
        Wording("choice", "go_on"),
        Wording("text", "next_theme"),
        Wording("text", "season_change"),
    )


def label_of(code: str, text: str) -> str:
    """The question as it is read, in the active language."""
    if code == AIM:
        return gettext("An aim of the club came true: %(aim)s") % {"aim": text}
    return text or str(LABELS.get(code, code))


def short_label_of(code: str, text: str) -> str:
    """The question in a word or two, where there is such a word."""
    return str(SHORT_LABELS.get(code, "")) or (text if code == AIM else label_of(code, text))
