"""Watches the database: which statements write, and whether any row has changed."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps

READING = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|EXPLAIN|PRAGMA|WITH)\b", re.IGNORECASE)


class Wrote(Exception):
    """A statement that is not reading was sent to the database."""


class Watch:
    """A wrapper for `connection.execute_wrapper` that lets reading through, refuses the rest and remembers it."""

    def __init__(self) -> None:
        self.writes: list[str] = []

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        if not READING.match(sql):
            self.writes.append(sql[:200])
            raise Wrote(sql[:200])
        return execute(sql, params, many, context)


def digest() -> str:
    """Return a digest of all rows of all tables."""
    total = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.order_by(model._meta.pk.attname).values_list():
            # PostgreSQL gives bytes as views of memory, whose names differ each time.
            plain = [bytes(one) if isinstance(one, memoryview) else one for one in row]
            total.update(repr((model._meta.label, plain)).encode())
    return total.hexdigest()
