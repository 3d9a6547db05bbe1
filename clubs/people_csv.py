"""People as a CSV file: written so that a spreadsheet shows it and the page of people reads it again, and read."""

import codecs
import csv
import io
from collections.abc import Iterable
from enum import StrEnum
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clubs.people_rows import Row, Standing
from ui.dates import format_day

MOST_BYTES = 1024 * 1024
# OWASP, CSV injection: what a spreadsheet would run as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class FileProblem(StrEnum):
    """Why a file holds no people."""

    SPREADSHEET = "spreadsheet"
    BINARY = "binary"
    LARGE = "large"


class NotText(ValueError):
    """The file is no text with people; ``problem`` says what it is."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_file(file: BinaryIO) -> str:
    """The text of a file as Excel, LibreOffice and editors save it: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises ``NotText`` for a spreadsheet, another binary file, or more than 1 MB.
    """
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise NotText(FileProblem.LARGE)
    if raw.startswith(SPREADSHEETS):
        raise NotText(FileProblem.SPREADSHEET)
    coding = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "")
    if not coding and b"\0" in raw:
        raise NotText(FileProblem.BINARY)
    for name in filter(None, (coding, "utf-8", "cp1252")):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    raise NotText(FileProblem.BINARY)


def write_people(rows: Iterable[Row]) -> bytes:
    """UTF-8 with its mark, cells parted by semicolons as Finnish spreadsheets do it, in the reader's language."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings())
    for row in rows:
        writer.writerow([_safe(cell) for cell in _cells(row)])
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _headings() -> list[str]:
    return [
        *(_("First name"), _("Last name"), _("E-mail address"), _("Job title"), _("Unit")),
        *(_("Language"), _("New in the role"), _("Role"), _("State")),
    ]


def _cells(row: Row) -> list[str]:
    member = row.member
    return [
        *(member.first_name, member.last_name, member.email, member.job_title, member.unit),
        member.mail_language,
        "x" if member.is_new_in_role else "",
        str(member.get_role_display()),
        describe(row),
    ]


def describe(row: Row) -> str:
    """How far the person is on the way into the club, in words, with the day."""
    words = {
        Standing.JOINED: pgettext("state of a member", "joined"),
        Standing.INVITED: _("invited to join"),
        Standing.UNTOLD: _("not yet told"),
        Standing.LEFT: pgettext("state of a member", "left"),
    }[row.standing]
    return f"{words} {format_day(row.since)}" if row.since else words


def _safe(cell: str) -> str:
    """The cell on one line, as text also for a spreadsheet that takes some first signs for a formula."""
    line = " ".join(cell.split())
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line
