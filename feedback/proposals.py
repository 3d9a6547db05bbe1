"""What people would like to talk about next: texts of season feedback, where its results may be shown."""

from dataclasses import dataclass

from clubs.models import Club
from feedback import figures, summary
from feedback.models import Survey

NEXT_THEME = "next_theme"


@dataclass(frozen=True)
class Proposed:
    """The texts of one season's feedback, in an order that tells nothing of their writers."""

    season: str
    texts: tuple[str, ...]


def proposed_themes(club: Club) -> list[Proposed]:
    """What the club's closed season surveys with enough answers say to "which theme next", the newest first. Four queries."""
    surveys = Survey.objects.published().filter(club=club, season__isnull=False)
    newest_first = list(surveys.select_related("season").order_by("-opens_at"))
    found = []
    for stored in figures.stored(newest_first):
        results = summary.results_of(stored)
        texts = [one.texts for one in (results.texts if results else ()) if one.code == NEXT_THEME]
        if texts and texts[0]:
            found.append(Proposed(stored.name, texts[0]))
    return found
