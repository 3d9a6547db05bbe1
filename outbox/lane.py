"""A lane of its own for letters that must not be stored: sign-in codes and their kin.

They are sent outside the request, so that an answer takes equally long for a known and an unknown address, by two
threads of this process, so that no secret lies in the database or in the broker. See docs/decisions.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

import structlog

_log = structlog.get_logger(__name__)
THREADS = 2
PENDING_MAX = 200
PAUSES = (0.0, 2.0, 8.0)

_lock = threading.Lock()
_pending: set[Future[None]] = set()
_pool: ThreadPoolExecutor | None = None


def submit(send: Callable[[], bool]) -> bool:
    """Call `send` soon in another thread, up to three times until it returns True; never waits, never raises.

    Returns False when too many are pending already and this one was dropped (the reader asks for a new code).
    """
    global _pool
    with _lock:
        if len(_pending) >= PENDING_MAX:
            _log.error("outbox.lane_full", pending=len(_pending))
            return False
        if _pool is None:
            # Made on first use: a pool made at import would not survive the fork of a server's children.
            _pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="outbox-lane")
        future = _pool.submit(_try, send)
        _pending.add(future)
    future.add_done_callback(_forget)
    return True


def drain(seconds: float = 10.0) -> bool:
    """Wait until nothing is pending, at most `seconds`. True when all is sent or given up."""
    with _lock:
        pending = set(_pending)
    return not wait(pending, timeout=seconds).not_done


def _try(send: Callable[[], bool]) -> None:
    for pause in PAUSES:
        time.sleep(pause)
        if send():
            return
    _log.error("outbox.lane_gave_up", tries=len(PAUSES))


def _forget(future: Future[None]) -> None:
    with _lock:
        _pending.discard(future)
    error = future.exception()
    if error is not None:
        _log.error("outbox.lane_failed", error=type(error).__name__)
