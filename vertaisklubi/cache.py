"""A Redis cache that is forgotten, not fatal, when Redis cannot be reached."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

# After a failure Redis is left alone for a while: a silent one costs one second, not one for every question.
QUIET_SECONDS = 15.0
_quiet_until: dict[tuple[str, ...], float] = {}


def forgiving(method: Callable[..., Any], *, fallback: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a cache method: where Redis fails, log it and return what the fallback says."""

    @wraps(method)
    def attempt(self: Any, *args: Any, **kwargs: Any) -> Any:
        servers = tuple(self._servers)
        if time.monotonic() < _quiet_until.get(servers, 0.0):
            return fallback(*args, **kwargs)
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            _quiet_until[servers] = time.monotonic() + QUIET_SECONDS
            log.warning("cache failed", operation=method.__name__, error=type(error).__name__)
            return fallback(*args, **kwargs)

    return attempt


def given_default(key: object, default: object = None, *args: object, **kwargs: object) -> object:
    """Answer like a cache that has nothing: with the default."""
    return default


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache; a failing Redis means "not in the cache", so that no page breaks over it."""

    add = forgiving(RedisCache.add, fallback=lambda *args, **kwargs: True)
    get = forgiving(RedisCache.get, fallback=given_default)
    set = forgiving(RedisCache.set, fallback=lambda *args, **kwargs: None)
    touch = forgiving(RedisCache.touch, fallback=lambda *args, **kwargs: False)
    delete = forgiving(RedisCache.delete, fallback=lambda *args, **kwargs: False)
    get_many = forgiving(RedisCache.get_many, fallback=lambda *args, **kwargs: {})
    set_many = forgiving(RedisCache.set_many, fallback=lambda *args, **kwargs: [])
    delete_many = forgiving(RedisCache.delete_many, fallback=lambda *args, **kwargs: None)
    has_key = forgiving(RedisCache.has_key, fallback=lambda *args, **kwargs: False)
    incr = forgiving(RedisCache.incr, fallback=lambda key, delta=1, version=None: delta)
