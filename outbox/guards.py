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
    """Ask each kind's guard once. One that raises holds back its own letters only, and is logged."""
    by_kind: defaultdict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    unwanted: set[UUID] = set()
    unjudged: set[UUID] = set()
    for kind, group in by_kind.items():
        guard = _guards.get(kind)
        if guard is None:
            continue
        try:
            unwanted |= {UUID(str(pk)) for pk in guard(group)}
        except Exception:
            _log.exception("outbox.guard_failed", kind=kind)
            unjudged |= {message.pk for message in group}
    return Judgement(frozenset(unwanted), frozenset(unjudged))
