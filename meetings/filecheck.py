"""Which files may be pre-reading: what a file is by its name and by its bytes, and why it is refused. Pure.

A name alone proves nothing and bytes alone do not tell a Word file from any other package, so both must agree. Nothing is
unpacked or drawn here: of a package only the list of its parts is read (PKWARE APPNOTE 4.3.12), and one small part of it.
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePosixPath
from typing import IO

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_NAME = 150
MOST_SUFFIX = 20
HEAD_BYTES = 8_192


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    LARGE = "large"
    UNKNOWN = "unknown"
    ACTIVE = "active"
    PACKAGE = "package"
    PROGRAM = "program"
    MACRO = "macro"
    OLD_OFFICE = "old_office"
    TWO_TYPES = "two_types"
    OTHER_CONTENT = "other_content"
    BROKEN = "broken"
    LOCKED = "locked"
    TOO_MUCH_INSIDE = "too_much_inside"


class Refused(ValueError):
    """The file is not taken; ``why`` says why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


OPEN_PACKAGES = {
    "docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_DOCUMENTS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
TYPES = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    **{name: kind for name, (_folder, kind) in OPEN_PACKAGES.items()},
    **OPEN_DOCUMENTS,
}
REFUSED = {
    Refusal.ACTIVE: "svg svgz html htm xhtml shtml mht mhtml xml xsl js mjs css php asp aspx jsp url webloc",
    Refusal.PACKAGE: "zip rar 7z tar gz tgz bz2 xz iso jar cab",
    Refusal.PROGRAM: "exe com bat cmd msi scr ps1 vbs vbe wsf hta sh py pl apk dmg app dll lnk reg appimage deb rpm",
    Refusal.MACRO: "docm dotm xlsm xltm xlam pptm potm ppsm",
    Refusal.OLD_OFFICE: "doc dot xls xlt ppt pot pps rtf",
}
REASON_OF = {suffix: why for why, words in REFUSED.items() for suffix in words.split()}
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# PDF 32000-1, 7.5.5: the trailer names the encryption dictionary, itself or by reference.
PDF_LOCK = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")


def clean_name(name: str) -> str:
    """The name without folders, invisible signs and marks of direction, at most 150 characters, its ending kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    seen = " ".join(unicodedata.normalize("NFC", seen).split())
    stem, dot, suffix = seen.rpartition(".")
    if not dot or len(suffix) > MOST_SUFFIX:
        return seen[:MOST_NAME]
    return f"{stem[: MOST_NAME - len(suffix) - 1]}{dot}{suffix}"


def suffix_of(name: str) -> str:
    """The ending of a name in small letters, without its dot."""
    return PurePosixPath(name.lower().rstrip(". ")).suffix[1:]


def content_type_of(name: str) -> str:
    """What a browser is told of a stored file."""
    return TYPES.get(suffix_of(name), "application/octet-stream")


def check_file(name: str, file: IO[bytes], size: int) -> None:
    """Raise ``Refused`` unless the file may be kept: its kind, its size, and bytes that are what the name says.

    ``name`` is a cleaned one. Reads the file from its beginning and leaves it there.
    """
    suffix = _checked_suffix(name)
    if size == 0:
        raise Refused(Refusal.EMPTY)
    if size > MOST_BYTES:
        raise Refused(Refusal.LARGE)
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if suffix in OPEN_PACKAGES or suffix in OPEN_DOCUMENTS:
        _check_package(suffix, file, head)
    elif not LOOKS[suffix](head):
        raise Refused(_why_other(head))
    elif suffix == "pdf" and PDF_LOCK.search(file.read()):
        raise Refused(Refusal.LOCKED)
    elif suffix == "txt" and b"\0" in file.read():
        raise Refused(Refusal.OTHER_CONTENT)
    file.seek(0)


def _checked_suffix(name: str) -> str:
    suffix = suffix_of(name)
    if suffix in REASON_OF:
        raise Refused(REASON_OF[suffix])
    if suffix not in TYPES:
        raise Refused(Refusal.UNKNOWN)
    # "report.exe.pdf" hides what it is where endings are not shown; "report 1.2.pdf" does not.
    inner = suffix_of(name.lower().rstrip(". ")[: -len(suffix) - 1])
    if inner in REASON_OF or inner in TYPES:
        raise Refused(Refusal.TWO_TYPES)
    return suffix


def _is_text(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    known = (
        b"%pdf-",
        b"\x89png",
        b"pk\x03\x04",
        b"mz",
        b"\x7felf",
        b"<!doctype",
        b"<html",
        b"<svg",
    )
    return b"\0" not in head and not start.startswith(
        (*known, b"<?xml", b"<script", b"{\\rtf", b"#!")
    )


LOOKS: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "webp": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    "txt": _is_text,
}


def _why_other(head: bytes) -> Refusal:
    return Refusal.PROGRAM if head.startswith((b"MZ", b"\x7fELF")) else Refusal.OTHER_CONTENT


def _check_package(suffix: str, file: IO[bytes], head: bytes) -> None:
    if head.startswith(OLE_MARK):
        # MS-OFFCRYPTO: a locked Office file is an old-style container around the package.
        raise Refused(Refusal.LOCKED)
    if not head.startswith(b"PK\x03\x04"):
        raise Refused(_why_other(head))
    try:
        with zipfile.ZipFile(file) as package:
            _check_entries(package)
            if suffix in OPEN_PACKAGES:
                _check_office(suffix, package)
            else:
                _check_open_document(suffix, package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused(Refusal.BROKEN) from error


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise Refused(Refusal.TOO_MUCH_INSIDE)
    if any(one.flag_bits & 0x1 for one in entries):
        raise Refused(Refusal.LOCKED)
    names = [one.filename for one in entries]
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise Refused(Refusal.BROKEN)
    if any(suffix_of(name) == "bin" and "vbaproject" in name.lower() for name in names):
        raise Refused(Refusal.MACRO)


def _check_office(suffix: str, package: zipfile.ZipFile) -> None:
    names = package.namelist()
    folder = OPEN_PACKAGES[suffix][0]
    if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
        raise Refused(Refusal.OTHER_CONTENT)


def _check_open_document(suffix: str, package: zipfile.ZipFile) -> None:
    """ODF 1.3 part 2, 3.3: the first part is called mimetype and holds the type; 3.4: a locked one says so in its manifest."""
    names = package.namelist()
    if "mimetype" not in names or _read(package, "mimetype") != OPEN_DOCUMENTS[suffix].encode():
        raise Refused(Refusal.OTHER_CONTENT)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(
        package, "META-INF/manifest.xml"
    ):
        raise Refused(Refusal.LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(Refusal.MACRO)


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(MOST_BYTES)
