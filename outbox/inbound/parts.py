"""Takes a letter apart (RFC 5322, RFC 2045, RFC 2046) with a limit on everything. Pure.

The standard library's parser calls itself for every level of a multipart, and keeps every line as an object; a letter
made for the purpose ends it, or keeps it busy for minutes. Here a letter is bytes, cut at its boundaries in a loop.
"""

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

from outbox.inbound.outcomes import Refused

LETTER_MAX = 2_000_000
LINES_MAX = 50_000
HEAD_MAX = 256_000
HEADERS_MAX = 1_000
HEADER_MAX = 4_000
DEPTH_MAX = 8
PARTS_MAX = 60
BOUNDARY_MAX = 200
HEAD_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Part:
    """One part: its headers from the top down under their small names, and its body as it came."""

    headers: Mapping[str, tuple[str, ...]]
    body: bytes

    def every(self, name: str) -> tuple[str, ...]:
        """All headers of a name (in small letters), the topmost first."""
        return self.headers.get(name, ())

    def first(self, name: str) -> str:
        """The topmost header of a name, or ""."""
        return next(iter(self.every(name)), "")

    @property
    def kind(self) -> str:
        """The content type, such as text/calendar."""
        return self._described().get_content_type()

    def parameter(self, name: str) -> str:
        """A parameter of the content type, or ""."""
        value = self._described().get_param(name, "")
        return value if isinstance(value, str) else ""

    @property
    def boundary(self) -> str:
        """What separates the parts of a multipart; "" for a leaf."""
        if not self.kind.startswith("multipart/"):
            return ""
        return self.parameter("boundary")[:BOUNDARY_MAX].rstrip()

    def content(self, limit: int) -> bytes:
        """The body without its transfer encoding. Raises Refused for a broken one and for more than `limit` bytes."""
        # Base64 grows by a third and its line ends, quoted-printable up to three times.
        if len(self.body) > 3 * limit + 1_000:
            raise Refused("too_large")
        encoding = self.first("content-transfer-encoding").strip().lower()
        try:
            content = _decoded(self.body, encoding)
        except (binascii.Error, ValueError) as error:
            raise Refused("encoding") from error
        if len(content) > limit:
            raise Refused("too_large")
        return content

    def _described(self) -> Message:
        described = Message()
        described["Content-Type"] = self.first("content-type")[:HEADER_MAX] or "text/plain"
        return described


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return binascii.a2b_base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    return body


@dataclass(frozen=True)
class Incoming:
    """A letter: its own headers, and its leaves in the order in which they stand."""

    top: Part
    leaves: tuple[Part, ...]

    def leaf(self, *kinds: str) -> Part | None:
        """The first leaf of one of these content types."""
        return next((leaf for leaf in self.leaves if leaf.kind in kinds), None)


def take_apart(raw: bytes) -> Incoming:
    """The letter in `raw`. Raises Refused for one that is too large, too deep or has too many parts, lines or headers."""
    if len(raw) > LETTER_MAX:
        raise Refused("too_large")
    if raw.count(b"\n") > LINES_MAX:
        raise Refused("too_many_lines")
    top = read_part(raw)
    leaves: list[Part] = []
    waiting, seen = [(top, 0)], 1
    while waiting:
        part, depth = waiting.pop()
        if not part.boundary:
            leaves.append(part)
            continue
        if depth >= DEPTH_MAX:
            raise Refused("too_deep")
        pieces = _pieces(part)
        seen += len(pieces)
        if seen > PARTS_MAX:
            raise Refused("too_many_parts")
        waiting += [(read_part(piece), depth + 1) for piece in reversed(pieces)]
    return Incoming(top, tuple(leaves))


def read_part(raw: bytes) -> Part:
    """Headers and body of a letter or a part. Raises Refused where the headers never end or are too many."""
    if raw.startswith((b"\r\n", b"\n")):
        return Part({}, raw.lstrip(b"\r\n"))
    end = HEAD_END.search(raw, 0, HEAD_MAX)
    if end is None and len(raw) > HEAD_MAX:
        raise Refused("headers")
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    return Part(read_headers(head), body)


def read_headers(head: bytes) -> dict[str, tuple[str, ...]]:
    """The headers of a block by their small names, folded lines joined. Raises Refused for too many."""
    text = re.sub(r"\r?\n(?=[ \t])", "", head.decode("utf-8", "replace"))
    lines = text.split("\n")
    if len(lines) > HEADERS_MAX:
        raise Refused("headers")
    found: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), []).append(value.strip())
    return {name: tuple(values) for name, values in found.items()}


def _pieces(part: Part) -> list[bytes]:
    """The parts of a multipart as they stand between its boundaries; what comes before and after them is no part."""
    border = re.compile(rb"^--" + re.escape(part.boundary.encode()) + rb"(--)?[ \t]*\r?$", re.M)
    pieces: list[bytes] = []
    start = -1
    for found in border.finditer(part.body):
        if start >= 0:
            pieces.append(part.body[start : found.start()])
        start = min(found.end() + 1, len(part.body))
        if found[1] or len(pieces) > PARTS_MAX:
            return pieces
    if start >= 0:
        # The closing boundary is missing: what is there may still be whole.
        pieces.append(part.body[start:])
    return pieces
