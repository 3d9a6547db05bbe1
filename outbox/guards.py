"""Is this letter still wanted? Each app answers for its own kinds; the outbox itself knows no meetings."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from outbox.models import Message

Guard = Callable[[Collection[Message]], set[Any]]

_guards: dict[str, Guard] = {}


def register_guard(kind: str, guard: Guard) -> None:
    """Let `guard` judge every letter of `kind` again just before it is sent.

    The guard gets the letters of one batch and returns the primary keys of those that must not leave. It runs outside
    any transaction and should make a fixed number of queries. Call this in `AppConfig.ready`.
    """
    _guards[kind] = guard


def unwanted(messages: Collection[Message]) -> set[UUID]:
    """Primary keys of the letters that their kinds' guards no longer want."""
    by_kind: defaultdict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    refused: set[UUID] = set()
    for kind, group in by_kind.items():
        guard = _guards.get(kind)
        if guard is not None:
            refused |= {UUID(str(pk)) for pk in guard(group)}
    return refused
