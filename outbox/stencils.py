"""Letters to many people that differ in little more than a name and some links: rendered once, and filled in for each."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.html import conditional_escape

from outbox.rendering import Rendered, finished, render_letter, render_raw

Words = Mapping[str, str]
# A gap in a stencil: between two characters that no text has (Unicode's private use), and nobody can guess it.
OPENING, CLOSING = f"\ue000{secrets.token_hex(8)}:", "\ue001"
GAP = re.compile(f"{OPENING}([a-z_]+){CLOSING}")


@dataclass(frozen=True)
class _Stencil:
    """A letter with gaps. Of each part: what is the same for all, and between its pieces the names of what is not."""

    context: Mapping[str, Any]
    subject: list[str]
    text: list[str]
    html: list[str]

    def fill(self, own: Words) -> Rendered:
        """The letter with these words in its gaps, as it is for the one person whose words they are."""
        escaped = {name: str(conditional_escape(word)) for name, word in own.items()}
        return finished(
            Rendered(
                subject=_filled(self.subject, own),
                text=_filled(self.text, own),
                html=_filled(self.html, escaped),
            )
        )


class Stencils:
    """Writes the letters of one sending.

    A stencil is used again only where the templates would see the very same values but for what is the person's own:
    nobody gets a word of somebody else's letter, whatever a letter comes to depend on.
    """

    def __init__(self) -> None:
        self._stencils: dict[tuple[str, str], list[_Stencil]] = {}

    def render(
        self, name: str, see: Callable[[Words], Mapping[str, Any]], *, own: Words, language: str
    ) -> Rendered:
        """What `render_letter(name, see(own), language=language)` gives, byte for byte.

        `own` holds, by name, the words that are the person's own; `see(words)` is what the templates see with `words` in
        their place, called while the language is active. It may put them into sentences, but must neither cut nor change them.
        """
        with translation.override(language):
            if not all(word.isprintable() for word in own.values()):
                # A line end in a name changes more than its own place: such a letter is written for itself.
                return render_letter(name, see(own), language=language)
            context = see(
                {key: f"{OPENING}{key}{CLOSING}" if word else "" for key, word in own.items()}
            )
        cut = self._stencils.setdefault((name, language), [])
        stencil = next((one for one in cut if one.context == context), None)
        if stencil is None:
            stencil = _cut(name, context, language)
            cut.append(stencil)
        return stencil.fill(own)


def _cut(name: str, context: Mapping[str, Any], language: str) -> _Stencil:
    raw = render_raw(name, context, language=language)
    return _Stencil(context, GAP.split(raw.subject), GAP.split(raw.text), GAP.split(raw.html))


def _filled(pieces: list[str], words: Words) -> str:
    """`re.split` leaves what is the same at the even places and the gaps' names at the odd ones."""
    filled = pieces.copy()
    filled[1::2] = [words[name] for name in pieces[1::2]]
    return "".join(filled)
