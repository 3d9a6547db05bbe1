"""What a memo's lines are: pure functions from notes to text. One note is one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a memo and how many support the note that it came from (0 once it was edited)."""

    text: str
    supports: int = 0


def as_line(text: str, link: str = "") -> str:
    """A note's text on one line, with its link after it."""
    return " ".join(f"{text} {link}".split())


def as_text(lines: Iterable[str]) -> str:
    """The lines of a section as they are edited: one item a line, no empty and no repeated ones."""
    return "\n".join(dict.fromkeys(line for line in lines if line))


def refreshed(text: str, made: str, now: str) -> str:
    """The section's text after the board was opened and closed again.

    ``made`` is what the board gave last time, ``now`` what it gives today. Untouched text is made
    anew; edited text keeps its words and gets the lines that the board did not have before.
    """
    if text == made:
        return now
    before = set(made.splitlines())
    return as_text([*text.splitlines(), *(line for line in now.splitlines() if line not in before)])


def with_supports(items: Iterable[str], supports: Mapping[str, int]) -> list[Line]:
    """Each item with the supports of the note whose line it still is."""
    return [Line(text=item, supports=supports.get(item, 0)) for item in items]
