"""What the style guide shows: made-up people and days."""

from typing import Any


def context() -> dict[str, Any]:
    """The samples of every component."""
    return {}
