"""Who gets which status from an address, for tests of one page."""

from typing import Any

from django.test import Client

from tests.conftest import Cast, user_of

PEOPLE = ("outi", "leena", "aino", "eero", "ulla", "zaida", "nobody")


def statuses(cast: Cast, url: str, method: str = "get", data: Any = None) -> dict[str, int]:
    """The status that each of the cast gets, each with a fresh browser; nobody is signed out."""
    found = {}
    for name in PEOPLE:
        client = Client()
        if name != "nobody":
            client.force_login(user_of(getattr(cast, name)))
        found[name] = getattr(client, method)(url, data or {}).status_code
    return found


def members_read(status: int = 200) -> dict[str, int]:
    """The club's people may, others learn nothing, and who is signed out is asked to sign in."""
    return {
        "outi": status, "leena": status, "aino": status,
        "eero": 404, "ulla": 404, "zaida": 404, "nobody": 302,
    }  # fmt: skip


def hosts_edit(status: int = 200) -> dict[str, int]:
    """The facilitator and the host pair may."""
    return {**members_read(status), "aino": 403}


def facilitators_manage(status: int = 200) -> dict[str, int]:
    """Only the facilitator may."""
    return {**members_read(status), "aino": 403, "leena": 403}
