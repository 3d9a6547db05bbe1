"""Small pieces of words that pages and letters of a meeting share."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

PLACE_IN_SUBJECT = 20


def join_names(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "Leena Harju ja Timo Virta", "A, B ja C"; never inflected."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def short_place(place: str) -> str:
    """A place for a subject line: a long one by its last part, "tila B214" for "Kampus Koivu, tila B214"."""
    return place if len(place) <= PLACE_IN_SUBJECT else place.rpartition(",")[2].strip()


def short_title(title: str) -> str:
    """A title for a subject line: what stands before its colon."""
    return title.partition(":")[0].strip() or title
