"""What other apps do when somebody leaves a club or comes back to it, or when two rows turn out to be one person.

Each app registers its part in ``AppConfig.ready``, so that ``clubs`` imports none of them. The parts run in the
transaction of the leaving or the coming back.
"""

from collections.abc import Callable
from typing import Any

from django.db import models

from accounts.models import User
from clubs.models import Member

Leaving = Callable[[Member, User | None], None]
Return = Callable[[Member], None]
# Of two rows about the same thing, one of each person: which one stays.
Joining = Callable[[Any, Any], Any]
Merging = Callable[[Member, Member], None]

_leaving: list[Leaving] = []
_returning: list[Return] = []
_joining: dict[type[models.Model], Joining] = {}
_merging: list[Merging] = []


def register(*, leaving: Leaving, returning: Return) -> None:
    """Let an app take part. ``leaving`` gets who left and who ended the membership, ``returning`` who came back."""
    if leaving not in _leaving:
        _leaving.append(leaving)
    if returning not in _returning:
        _returning.append(returning)


def tell_left(member: Member, ended_by: User | None) -> None:
    """Somebody's membership has just ended."""
    for part in _leaving:
        part(member, ended_by)


def tell_returned(member: Member) -> None:
    """Somebody who had left is in the club again."""
    for part in _returning:
        part(member)


def register_joining(model: type[models.Model], joining: Joining) -> None:
    """Let an app say which of two rows stays where a person may have one only, and save what it takes of the other.

    ``joining(mine, theirs)`` gets the row of the person who stays and that of the double; the other is deleted.
    Without one the row of the person who stays wins.
    """
    _joining[model] = joining


def register_merging(part: Merging) -> None:
    """Let an app move what names a person without a foreign key: ``part(kept, double)``."""
    if part not in _merging:
        _merging.append(part)


def row_that_stays(mine: models.Model, theirs: models.Model) -> models.Model:
    """The one of two rows that stays when their people are one."""
    joining = _joining.get(type(mine))
    return joining(mine, theirs) if joining else mine


def tell_merged(kept: Member, double: Member) -> None:
    """Two rows are being made one; the double is still there."""
    for part in _merging:
        part(kept, double)
