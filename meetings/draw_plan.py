"""What a draw will give, said before it is drawn. Pure."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.wording import join_names


def group_sizes(people: int, meetings: int) -> list[int]:
    """Say how large the groups will be, the largest first: pairs and at most one trio.

    With more pairs than meetings there are as many groups as meetings, so that everybody has exactly one turn.
    """
    if people < 2 or meetings < 1:
        return []
    groups = min(people // 2, meetings)
    size, over = divmod(people, groups)
    return [size + 1] * over + [size] * (groups - over)


def describe_sizes(sizes: Sequence[int]) -> str:
    """The sizes in words: "5 pairs and one group of three"."""
    counts = Counter(sizes)
    parts = []
    for size in sorted(counts):
        count = counts[size]
        if size == 2:
            parts.append(ngettext("%(count)s pair", "%(count)s pairs", count) % {"count": count})
        elif size == 3:
            words = ngettext("%(count)s group of three", "%(count)s groups of three", count)
            parts.append(words % {"count": count})
        else:
            words = ngettext("%(count)s group of %(size)s", "%(count)s groups of %(size)s", count)
            parts.append(words % {"count": count, "size": size})
    return join_names(parts)


def describe_rules(gave_way: Sequence[str]) -> list[str]:
    """The wishes that the outcome keeps, in words."""
    kept = {
        "repeat": _("nobody with an earlier pair"),
        "new": _("the new with the experienced"),
        "unit": _("different units"),
    }
    return [words for rule, words in kept.items() if rule not in gave_way]


def describe_given_way(gave_way: Sequence[str]) -> list[str]:
    """The wishes that could not be kept for everybody, in words."""
    broken = {
        "repeat": _("Some people get a pair that they already had. There was no way around it."),
        "new": _("Some pairs have two people who are new in the role."),
        "unit": _("Some pairs are from the same unit."),
        "dates": _("Somebody hosts on a day that does not suit them."),
    }
    return [words for rule, words in broken.items() if rule in gave_way]
