"""How many sessions with the mail server this process holds: a tick and a hint at once are not twice as many."""

import threading

_lock = threading.Lock()
_held = 0
_is_asked = False


def take(most: int) -> int:
    """Take up to `most` of the process's sessions, or none where they are in use; whoever uses them is told to look again."""
    global _held, _is_asked
    with _lock:
        taken = max(0, most - _held)
        _held += taken
        _is_asked = _is_asked or not taken
        return taken


def give(taken: int) -> bool:
    """Return sessions; True when somebody asked in vain meanwhile, so that there may be new letters."""
    global _held, _is_asked
    with _lock:
        _held -= taken
        was_asked, _is_asked = _is_asked, False
        return was_asked
