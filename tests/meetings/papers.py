"""Small files of each kind, as people would upload them."""

import io
import zipfile
from collections.abc import Mapping

from meetings.filecheck import OPEN_DOCUMENTS

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "


def package(parts: Mapping[str, bytes]) -> bytes:
    """A zip package of these parts: the same bytes whenever it is made.

    Packages stand in the names of tests, and each process of xdist must come to the same names.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name)  # without the clock: 1 January 1980
            target.writestr(member, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def open_document(suffix: str, *, manifest: bytes = b"<manifest/>", **more: bytes) -> bytes:
    """An ODF file of the kind."""
    return package(
        {
            "mimetype": OPEN_DOCUMENTS[suffix].encode(),
            "content.xml": b"<x/>",
            "META-INF/manifest.xml": manifest,
            **more,
        }
    )
