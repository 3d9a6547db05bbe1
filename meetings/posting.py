"""Who judges each kind of this app's letters just before it leaves, and who writes it anew."""

from collections.abc import Mapping

from meetings import anew, anew_entries, anew_free, anew_poll, anew_season, anew_swaps, kinds
from meetings.guards import unwanted_endings, unwanted_letters, unwanted_season_letters
from meetings.guards_due import unwanted_agreed, unwanted_duties
from outbox.guards import Guard
from outbox.writers import Writer

GUARDS: Mapping[str, Guard] = {
    **dict.fromkeys(kinds.ALL, unwanted_letters),
    **dict.fromkeys(kinds.ENDINGS, unwanted_endings),
    **dict.fromkeys(kinds.DUTIES, unwanted_duties),
    **dict.fromkeys(kinds.POLLS, anew_poll.unwanted_polls),
    **dict.fromkeys(kinds.SWAPS, anew_swaps.unwanted_swaps),
    kinds.AGREED_DUE: unwanted_agreed,
    kinds.FREE: anew_free.unwanted_free,
    kinds.SEASON: unwanted_season_letters,
}
WRITERS: Mapping[str, Writer] = {
    **anew.WRITERS,
    **anew_entries.WRITERS,
    **anew_free.WRITERS,
    **anew_poll.WRITERS,
    **anew_season.WRITERS,
    **anew_swaps.WRITERS,
}
