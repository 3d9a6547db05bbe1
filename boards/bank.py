"""The ideas of a club, from all its boards."""

from django.db.models import Q

from boards.models import Note, NoteQuerySet
from clubs.models import Club


def ideas_of(club: Club, word: str = "") -> NoteQuerySet:
    """The club's ideas, the newest meeting first; ``word`` keeps those in which each of its words begins a word.

    Beginnings suit Finnish, where endings change: "luots" finds "luotsin" and "luotsille". An idea
    that was agreed on stays one, and tells the thing agreed.
    """
    notes = (
        Note.objects.ideas_of(club)
        .with_counts()
        .select_related("author", "agreed_thing", "section__board__meeting")
        .newest_meeting_first()
    )
    for part in word.split():
        notes = notes.filter(begins_with(part))
    return notes


def begins_with(part: str) -> Q:
    """Notes with a word that begins so, whatever its case."""
    return _in("text", part) | _in("agreed_thing__text", part)


def _in(field: str, part: str) -> Q:
    starts = Q(**{f"{field}__istartswith": part})
    for before in (" ", "\n", "-", "(", "”", '"'):
        starts |= Q(**{f"{field}__icontains": before + part})
    return starts
