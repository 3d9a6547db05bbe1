"""Is this letter still wanted? Each app answers for its own kinds; the outbox itself knows no meetings."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from outbox.models import Message

_log = structlog.get_logger(__name__)
Guard = Callable[[Collection[Message]], set[Any]]

_guards: dict[str, Guard] = {}


def register_guard(kind: str, guard: Guard) -> None:
    """Let `guard` judge every letter of `kind` again just before it is sent.

    The guard gets the letters of one batch and returns the primary keys of those that must not leave. It runs outside
    any transaction and should make a fixed number of queries. Call this in `AppConfig.ready`.
    """
    _guards[kind] = guard


@dataclass(frozen=True)
class Judgement:
    """Primary keys of the letters that are no longer wanted, and of those whose guard failed to say."""

    unwanted: frozenset[UUID]
    unjudged: frozenset[UUID]


def judge(messages: Collection[Message]) -> Judgement:
    """Ask each guard once about all letters of its kinds. One that raises holds back these only, and is logged."""
    by_guard: defaultdict[Guard, list[Message]] = defaultdict(list)
    for message in messages:
        guard = _guards.get(message.kind)
        if guard is not None:
            by_guard[guard].append(message)
    unwanted: set[UUID] = set()
    unjudged: set[UUID] = set()
    for guard, group in by_guard.items():
        try:
            unwanted |= {UUID(str(pk)) for pk in guard(group)}
        except Exception:
            kinds = ", ".join(sorted({message.kind for message in group}))
            _log.exception("outbox.guard_failed", kind=kinds)
            unjudged |= {message.pk for message in group}
    return Judgement(frozenset(unwanted), frozenset(unjudged))
