"""Small pieces of words that pages and letters of a meeting share."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def join_names(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "Leena Harju ja Timo Virta", "A, B ja C"; never inflected."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def short_title(title: str) -> str:
    """A title for a subject line: what stands before its colon."""
    return title.partition(":")[0].strip() or title
