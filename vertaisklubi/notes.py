"""Storage for the messages of Django's admin, which needs one; the product itself uses none."""

from typing import Any

from django.contrib.messages.storage.base import BaseStorage, Message


class RequestOnlyStorage(BaseStorage):
    """Keep messages for the length of the request.

    The stock storages write the session or a cookie when a page shows a message, that is, on a GET. Admin pages
    that answer a POST without redirecting still show theirs; after a redirect the list itself shows the change.
    """

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        return [], True

    def _store(
        self, messages: list[Message], response: Any, *args: Any, **kwargs: Any
    ) -> list[Message]:
        return []
