"""What other apps do when somebody leaves a club or comes back to it.

Each app registers its part in ``AppConfig.ready``, so that ``clubs`` imports none of them. The parts run in the
transaction of the leaving or the coming back.
"""

from collections.abc import Callable

from accounts.models import User
from clubs.models import Member

Leaving = Callable[[Member, User | None], None]
Return = Callable[[Member], None]

_leaving: list[Leaving] = []
_returning: list[Return] = []


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
