"""Sentences that a page shows after a redirect, named in the address.

No page writes when it is read, so what happened cannot wait in the session: the redirect carries a
key (`?done=saved`), and only registered keys are ever shown.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

_notices: dict[str, str | Promise] = {}


def register(notices: Mapping[str, str | Promise]) -> None:
    """Add the notices of an app; call it in `AppConfig.ready` with lazily translated sentences.

    Raises `ValueError` when a key already stands for another sentence.
    """
    for key, sentence in notices.items():
        if key in _notices and str(_notices[key]) != str(sentence):
            raise ValueError(f"notice {key!r} is registered twice")
        _notices[key] = sentence


def is_registered(key: str) -> bool:
    """Whether a redirect may name this key."""
    return key in _notices


def find(key: str) -> str:
    """The sentence of a key in the active language; empty for keys that nobody registered."""
    return str(_notices.get(key, ""))
