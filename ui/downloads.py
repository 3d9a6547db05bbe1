"""Stored files sent to be saved, a piece at a time."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpResponseBase

BLOCK = 256 * 1024


class Download(FileResponse):
    """A file as an attachment. Under ASGI it is read a piece at a time too, where Django would read it whole first."""

    block_size = BLOCK

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces, each read in a thread."""
        if self.file_to_stream is None:
            # Somebody has put other content in the file's place.
            async for piece in super().__aiter__():
                yield piece
            return
        read = sync_to_async(self.file_to_stream.read, thread_sensitive=False)
        while piece := await read(BLOCK):
            yield piece


def download(file: File, *, name: str, content_type: str) -> HttpResponseBase:
    """A stored file to be saved as ``name``, never to be shown inside the site. Raises ``Http404`` where it is gone."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = Download(opened, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
