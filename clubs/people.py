"""Reads people out of pasted text: an Outlook list, plain addresses, or a table (CSV, TSV). Pure.

Never raises and never drops anything: every piece of the text comes back as a ``Line`` that holds either a
person or the code of what is wrong with it.
"""

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import idna

from clubs.names import name_from_address, split_name

MAX_LINES = 500
MAX_NAME = 75
MAX_TEXT = 120
MAX_EMAIL = 254

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# RFC 5322 dot-atom before the @, letters-digits-hyphen labels of RFC 1123 after it.
ADDRESS = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+{LABEL}")
# What ``clubs.people_csv`` puts before a cell that a spreadsheet would take for a formula.
FORMULA_GUARD = re.compile(r"^'(?=[=+\-@])")
# Separators of people: outside quotes and angle brackets.
PIECE = re.compile(r'"[^"]*"|<[^>]*>|[^;,"<]+|[;,"<]')


class Problem(StrEnum):
    """What is wrong with a piece of the text."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    UNKNOWN_DOMAIN = "unknown_domain"
    DOUBLE = "double"
    KNOWN = "known"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Person:
    """Somebody to add. ``language`` is "fi", "sv", "en", or empty when the text does not say."""

    first_name: str
    last_name: str
    email: str
    unit: str = ""
    job_title: str = ""
    language: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class Line:
    """One person's piece of the text; ``number`` counts the text's own lines from 1."""

    raw: str
    number: int
    person: Person | None = None
    problem: Problem | str = ""


HEADINGS = {
    "name": {"nimi", "namn", "name", "full name", "jäsen", "medlem", "member"},
    "first_name": {"etunimi", "förnamn", "first name", "firstname", "given name"},
    "last_name": {"sukunimi", "efternamn", "last name", "lastname", "surname", "family name"},
    "email": {
        *("sähköposti", "sähköpostiosoite", "osoite", "e-post", "epost", "e-postadress", "adress"),
        *("email", "e-mail", "mail", "e-mail address", "email address", "address"),
    },
    "unit": {"yksikkö", "osasto", "ala", "enhet", "avdelning", "unit", "department"},
    "job_title": {
        "nimike",
        "tehtävä",
        "tehtävänimike",
        "titel",
        "befattning",
        "title",
        "job title",
    },
    "language": {"kieli", "språk", "language"},
    "new": {
        "uusi",
        "uusi tehtävässä",
        "ny",
        "ny i rollen",
        "ny i uppgiften",
        "new",
        "new in the role",
    },
}
FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words}
LANGUAGES = {
    "fi": {"fi", "suomi", "finska", "finnish", "fin"},
    "sv": {"sv", "ruotsi", "svenska", "swedish", "swe"},
    "en": {"en", "englanti", "engelska", "english", "eng"},
}
LANGUAGE_OF = {word: code for code, words in LANGUAGES.items() for word in words}
YES = {"x", "1", "kyllä", "k", "joo", "on", "uusi", "ja", "j", "ny", "yes", "y", "new", "true"}


def parse_people(text: str, *, known: Collection[str]) -> list[Line]:
    """Every piece of ``text`` as a ``Line``, in order. ``known`` are the addresses already in the club."""
    lines: list[Line] = []
    seen: set[str] = set()
    taken = {normal_address(address) or address.lower() for address in known}
    for line in _read(text):
        if len(lines) >= MAX_LINES:
            line = replace(line, person=None, problem=Problem.TOO_MANY)
        elif line.person and line.person.email in taken:
            line = replace(line, person=None, problem=Problem.KNOWN)
        elif line.person and line.person.email in seen:
            line = replace(line, person=None, problem=Problem.DOUBLE)
        if line.person:
            seen.add(line.person.email)
        lines.append(line)
    return lines


def normal_address(address: str) -> str:
    """The address in lower case, its domain in punycode (RFC 5891); empty when it is not an address."""
    user, at, domain = address.strip().removeprefix("mailto:").rpartition("@")
    try:
        # UTS 46, as browsers do it; Python's own codec knows only the rules of 2003, by which ß is ss.
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
    normal = f"{user}{at}{domain}".lower()
    return normal if len(normal) <= MAX_EMAIL and ADDRESS.fullmatch(normal) else ""


def _read(text: str) -> Iterator[Line]:
    columns: list[str] = []
    delimiter = ""
    for number, raw in enumerate(_clean(text).splitlines(), start=1):
        if not raw.strip(" \t;,"):
            continue
        heading = None if columns or delimiter else _heading(raw)
        if heading:
            columns, delimiter = heading
        elif columns and not _is_outlook(cells := _cells(raw, delimiter), columns):
            yield _line(raw, number, cells, columns)
        else:
            yield from _read_free(raw, number)


def _is_outlook(cells: list[str], columns: list[str]) -> bool:
    """Whether the cell of the address holds a name too: such a line is no row of the table, whatever stands above it."""
    place = columns.index("email")
    return place < len(cells) and "<" in cells[place].strip("<")


def _clean(text: str) -> str:
    """The text without invisible characters: NUL, marks of direction, zero-width spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        " " if unicodedata.category(sign) == "Zs" else sign
        for sign in text
        if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def _heading(raw: str) -> tuple[list[str], str] | None:
    """The fields of a heading row and its delimiter, or None when the row is no heading."""
    if "@" in raw:
        return None
    for delimiter in ("\t", ";", ","):
        fields = [FIELD_OF.get(cell.strip().lower(), "") for cell in _cells(raw, delimiter)]
        if "email" in fields:
            return fields, delimiter
    return None


def _cells(raw: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([raw], delimiter=delimiter), [])
    except csv.Error:
        cells = raw.split(delimiter)
    return [FORMULA_GUARD.sub("", cell.strip()) for cell in cells]


def _read_free(raw: str, number: int) -> Iterator[Line]:
    """A line without a heading above it: a row of a table, or people one after another."""
    addresses = raw.count("@")
    if "\t" in raw:
        yield _line(raw, number, _cells(raw, "\t"))
    elif addresses == 1 and "<" not in raw and raw.strip(" ;,").count(";"):
        yield _line(raw, number, _cells(raw, ";"))
    elif addresses == 1 and "<" not in raw and raw.strip(" ;,").count(","):
        yield _line(raw, number, _cells(raw, ","))
    else:
        for piece in _pieces(raw):
            yield _outlook(piece, number)


def _pieces(raw: str) -> Iterator[str]:
    """People of one line. A comma parts them only after an address: in "Harju, Leena <a@b>" it parts a name."""
    piece = ""
    for sign in PIECE.findall(raw):
        if sign == ";" or (sign == "," and "@" in piece):
            if piece.strip():
                yield piece.strip()
            piece = ""
        else:
            piece += sign
    if piece.strip():
        yield piece.strip()


def _outlook(piece: str, number: int) -> Line:
    """``Sukunimi Etunimi <a@b>``, ``"Etunimi Sukunimi" <a@b>``, ``a@b``, or ``Etunimi Sukunimi a@b``."""
    bracketed = re.search(r"<([^<>]*)>", piece)
    if bracketed:
        name, address = piece[: bracketed.start()], bracketed[1]
    else:
        words = piece.split()
        address = next((word for word in words if "@" in word), "")
        name = " ".join(word for word in words if word != address)
    return _checked(piece, number, name, address.strip("<>()[]'\" "))


def _line(raw: str, number: int, cells: list[str], columns: list[str] | None = None) -> Line:
    if columns is None:
        columns = _guess_columns(cells)
    row: dict[str, str] = {}
    for field, cell in zip(columns, cells, strict=False):
        if field and not row.get(field):
            row[field] = cell
    # In a table people write the first name first, as within quotes.
    name = f'"{row.get("name", "")}"'
    if row.get("last_name") or row.get("first_name"):
        name = f"{row.get('last_name', '')}, {row.get('first_name', '')}"
    return _checked(
        raw.strip(),
        number,
        name,
        row.get("email", "").strip("<>()[]'\" "),
        unit=row.get("unit", ""),
        job_title=row.get("job_title", ""),
        language=LANGUAGE_OF.get(row.get("language", "").lower(), ""),
        is_new=row.get("new", "").lower() in YES,
    )


def _guess_columns(cells: list[str]) -> list[str]:
    """Fields of a row without a heading: name or names, address, unit, title, language, new."""
    at = next((index for index, cell in enumerate(cells) if "@" in cell), None)
    if at is None:
        return []
    before = [index for index in range(at) if cells[index]]
    rest = [index for index in range(at + 1, len(cells))]
    if not before and rest:
        before = [rest.pop(0)]
    columns = [""] * len(cells)
    columns[at] = "email"
    for index, field in zip(
        before, ["name"] if len(before) == 1 else ["first_name", "last_name"], strict=False
    ):
        columns[index] = field
    language = next((index for index in rest if cells[index].lower() in LANGUAGE_OF), None)
    if language is not None:
        columns[language] = "language"
        rest.remove(language)
    for index, field in zip(rest, ["unit", "job_title", "new"], strict=False):
        columns[index] = field
    return columns


def _checked(
    raw: str,
    number: int,
    name: str,
    address: str,
    *,
    unit: str = "",
    job_title: str = "",
    language: str = "",
    is_new: bool = False,
) -> Line:
    if "@" not in address:
        return Line(raw, number, problem=Problem.NO_ADDRESS)
    email = normal_address(address)
    if not email:
        return Line(raw, number, problem=Problem.BAD_ADDRESS)
    first_name, last_name = (
        split_name(name, email) if name.strip(" ,\"'") else name_from_address(email)
    )
    if max(len(first_name), len(last_name)) > MAX_NAME or max(len(unit), len(job_title)) > MAX_TEXT:
        return Line(raw, number, problem=Problem.TOO_LONG)
    return Line(
        raw, number, Person(first_name, last_name, email, unit, job_title, language, is_new)
    )
