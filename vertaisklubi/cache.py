"""A Redis cache that is forgotten, not fatal, when Redis cannot be reached."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def forgiving(method: Callable[..., Any], *, fallback: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a cache method: where Redis fails, log it and return what the fallback says."""

    @wraps(method)
    def attempt(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
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
