"""What other apps do when a person's data is exported, erased, purged or renamed.

Each app registers its part in ``AppConfig.ready``, so that ``accounts`` imports none of them.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User

Export = Callable[[User], dict[str, Any]]
Erase = Callable[[User], None]
Purge = Callable[[dt.datetime], int]
Rename = Callable[[User], None]


@dataclass(frozen=True)
class Part:
    """One app's part."""

    export: Export | None = None
    erase: Erase | None = None
    purge: Purge | None = None
    rename: Rename | None = None


_parts: dict[str, Part] = {}


def register(
    name: str,
    *,
    export: Export | None = None,
    erase: Erase | None = None,
    purge: Purge | None = None,
    rename: Rename | None = None,
) -> None:
    """Add the part of app ``name``.

    ``export(user)`` gives what the app keeps of a person, ready for JSON; ``erase(user)`` removes it;
    ``purge(now)`` deletes what is past its time and gives the number of rows; ``rename(user)`` copies a new name
    to where the app keeps it. Raises ``ValueError`` when the app has registered another part.
    """
    part = Part(export=export, erase=erase, purge=purge, rename=rename)
    if _parts.setdefault(name, part) != part:
        raise ValueError(f"{name} is registered twice")


def parts() -> Iterator[tuple[str, Part]]:
    """The parts by name, in the order of the names."""
    yield from sorted(_parts.items())
