"""A bound on what a request may carry, before any view sees it."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# A file of 20 MB and the form around it.
MOST_BYTES = 24 * 1024 * 1024

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[..., Awaitable[None]]


class LimitedUpload(FileUploadHandler):
    """Answers the page 413 to a form with files that is larger than any that the site takes."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any) -> None:
        """Raise ``RequestDataTooBig`` for what says that it is too large."""
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"more than {MOST_BYTES} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the piece to the handlers behind."""
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Leave the file to the handlers behind."""
        return None


class Bounded:
    """An ASGI application in front of Django, which would keep the whole of any body before it looks at the request.

    Of a body that is too large nothing is kept, and Django, which reads its size in the headers, answers 413. It is read
    to its end all the same: a browser shows an answer only when it has said what it had to say.
    """

    def __init__(self, app: App) -> None:
        """Keep the application behind."""
        self.app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_large = _declared(scope) > MOST_BYTES
        kept = 0

        async def bounded() -> Event:
            nonlocal kept
            event = await receive()
            while event["type"] == "http.request":
                kept += len(event.get("body", b""))
                if not is_large and kept <= MOST_BYTES:
                    return event
                if not event.get("more_body", False):
                    return {"type": "http.request", "body": b"", "more_body": False}
                event = await receive()
            return event

        await self.app(scope, bounded, send)


def _declared(scope: Event) -> int:
    """How large the body is by its header; 0 where it does not say."""
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(text) if text.isdigit() else 0
