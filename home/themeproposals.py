"""What could become a theme: wishes from season feedback, and ideas of the idea bank."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.http import QueryDict

from boards.bank import ideas_of
from clubs.models import Club
from feedback.proposals import proposed_themes
from meetings.forms.themes import ThemeForm
from meetings.models import Theme

IDEAS_SHOWN = 30
NAME_LENGTH = 120


@dataclass(frozen=True)
class Proposal:
    """A text that may become a theme, where it comes from, and the form that makes it one; or the theme that it is already."""

    code: str
    text: str
    source: str
    is_wish: bool
    theme: Theme | None
    form: ThemeForm


def proposals_of(club: Club, *, refused: tuple[str, ThemeForm] | None = None) -> list[Proposal]:
    """All proposals of a club, wishes first; ``refused`` is a form that was, in place of its proposal's own."""
    themes = list(Theme.objects.filter(club=club))
    mains = [theme for theme in themes if theme.parent_id is None]
    known = {_plain(theme.name): theme for theme in themes}
    found: list[Proposal] = []
    for text, source, is_wish in _texts(club):
        code = code_of(text)
        if any(one.code == code for one in found):
            continue
        name = name_of(text)
        if refused and refused[0] == code:
            form = refused[1]
        else:
            form = theme_form(club, mains, code=code, name=name)
        found.append(Proposal(code, text, source, is_wish, known.get(_plain(name)), form))
    return found


def _texts(club: Club) -> Iterator[tuple[str, str, bool]]:
    for proposed in proposed_themes(club):
        for text in proposed.texts:
            yield text, proposed.season, True
    for note in ideas_of(club)[:IDEAS_SHOWN]:
        yield note.shown_text, note.section.board.meeting.display_title, False


def theme_form(
    club: Club, mains: list[Theme], *, code: str, name: str = "", data: QueryDict | None = None
) -> ThemeForm:
    """The form that makes a theme of the proposal with this code, named ``name`` until it is changed."""
    return ThemeForm(
        data,
        club=club,
        mains=mains,
        auto_id=f"proposal-{code}-%s",
        initial={"name": name},
    )


def code_of(text: str) -> str:
    """How the page and what it posts name a text: by nothing of its writer, and never in an address."""
    return sha256(text.encode()).hexdigest()[:12]


def name_of(text: str) -> str:
    """A name for a theme: the first line of the text without a full stop; a long one ends at a word."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "").rstrip(".")
    if len(line) <= NAME_LENGTH:
        return line
    return line[:NAME_LENGTH].rpartition(" ")[0] or line[:NAME_LENGTH]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
