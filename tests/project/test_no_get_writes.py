"""No GET changes anything: not a row, not the session."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.project.rights import ROLES
from tests.project.world import World, all_patterns, taken_back

pytestmark = pytest.mark.django_db

READING = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|EXPLAIN|PRAGMA|WITH)\b", re.IGNORECASE)


class Wrote(Exception):
    """A statement that is not reading was sent to the database."""


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Let reading through; anything else is refused loudly."""
    if not READING.match(sql):
        raise Wrote(sql[:200])
    return execute(sql, params, many, context)


def digest() -> str:
    """Return a digest of all rows of all tables."""
    total = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        order = [model._meta.pk.attname]
        for row in model._base_manager.order_by(*order).values_list():
            total.update(repr((model._meta.label, row)).encode())
    return total.hexdigest()


@pytest.mark.parametrize("name", sorted(all_patterns()))
def test_get_only_reads(world: World, name: str) -> None:
    path = world.address(name)
    with taken_back():
        clients = {role: world.client(role) for role in ROLES}
        before = digest()
        with connection.execute_wrapper(refuse_writes):
            statuses = {role: client.get(path).status_code for role, client in clients.items()}
        after = digest()

    assert {role: status for role, status in statuses.items() if status >= 500} == {}
    assert after == before


def test_the_watch_is_awake(world: World) -> None:
    """A POST under the same wrapper is refused."""
    with taken_back():
        client = world.client("facilitator")
        client.raise_request_exception = True
        with connection.execute_wrapper(refuse_writes), pytest.raises(Wrote):
            client.post("/accounts/logout/")
