"""Which files are taken: every kind of refusal has a file of its own."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings import filecheck
from meetings.filecheck import (
    MOST_NAME,
    OPEN_DOCUMENTS,
    TYPES,
    Refused,
    check_file,
    clean_name,
    content_type_of,
)
from meetings.files import SENTENCES
from tests.meetings.papers import PDF, PNG, WEBP, open_document, package

OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def office(suffix: str, **more: bytes) -> bytes:
    return package({"[Content_Types].xml": b"<Types/>", OFFICE[suffix]: b"<x/>", **more})


def refusal(name: str, content: bytes, size: int | None = None) -> str:
    try:
        check_file(clean_name(name), io.BytesIO(content), len(content) if size is None else size)
    except Refused as refused:
        return str(refused.why)
    return ""


GOOD = {
    "luku.pdf": PDF,
    "Muistio 1.2.PDF": PDF,
    "kuva.png": PNG,
    "kuva.jpg": b"\xff\xd8\xff\xe0 and so on",
    "kuva.jpeg": b"\xff\xd8\xff\xe1 and so on",
    "kuva.webp": WEBP,
    "teksti.txt": "Hyvää päivää".encode(),
    "vanha.txt": "Hyvää päivää".encode("cp1252"),
    **{f"asiakirja.{suffix}": office(suffix) for suffix in OFFICE},
    **{f"avoin.{suffix}": open_document(suffix) for suffix in OPEN_DOCUMENTS},
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_that_is_promised_is_taken(name: str) -> None:
    assert refusal(name, GOOD[name]) == ""


def test_no_kind_is_taken_that_is_not_promised() -> None:
    promised = [
        "pdf",
        "docx",
        "xlsx",
        "pptx",
        "odt",
        "ods",
        "odp",
        "txt",
        "png",
        "jpg",
        "jpeg",
        "webp",
    ]

    assert sorted(TYPES) == sorted(promised)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("tyhja.pdf", b"", "empty"),
        ("kuva.svg", b"<svg/>", "active"),
        ("sivu.html", b"<p>", "active"),
        ("tiedot.xml", b"<?xml?>", "active"),
        ("koodi.js", b"alert(1)", "active"),
        ("kaikki.zip", b"PK\x03\x04", "package"),
        ("ohjelma.exe", b"MZ", "program"),
        ("asiakirja.docm", office("docx"), "macro"),
        ("asiakirja.doc", b"\xd0\xcf\x11\xe0", "old_office"),
        ("luku.pdf.exe", PDF, "program"),
        ("luku.exe.pdf", PDF, "two_types"),
        ("kuva.svg.png", PNG, "two_types"),
        ("luku.pdf.pdf", PDF, "two_types"),
        ("tietoja.dat", b"x", "unknown"),
        ("ilman", b"x", "unknown"),
        (".pdf", PDF, "unknown"),
        ("luku.pdf", PNG, "other_content"),
        ("luku.pdf", b"\n%PDF-1.7", "other_content"),
        ("luku.pdf", b"MZ\x90\x00", "program"),
        ("luku.docx", b"MZ\x90\x00", "program"),
        ("kuva.png", b"<svg xmlns='...'/>", "other_content"),
        ("kuva.webp", b"RIFF1234WAVE", "other_content"),
        ("teksti.txt", b"<html><script>", "other_content"),
        ("teksti.txt", b"a" * 9000 + b"\0", "other_content"),
        ("asiakirja.docx", office("xlsx"), "other_content"),
        ("asiakirja.docx", package({"a.txt": b"x"}), "other_content"),
        ("asiakirja.docx", PDF, "other_content"),
        ("asiakirja.docx", office("docx")[:40], "broken"),
        ("asiakirja.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked", "locked"),
        ("asiakirja.docx", office("docx", **{"word/vbaProject.bin": b"x"}), "macro"),
        ("asiakirja.docx", office("docx", **{"../../etc/passwd": b"x"}), "broken"),
        ("avoin.odt", open_document("ods"), "other_content"),
        ("avoin.odt", open_document("odt", manifest=b"<m:encryption-data/>"), "locked"),
        ("avoin.odt", open_document("odt", **{"Basic/Standard/x.xml": b""}), "macro"),
        ("luku.pdf", PDF + b"trailer << /Encrypt 9 0 R >>", "locked"),
    ],
)
def test_what_is_refused_says_why(name: str, content: bytes, why: str) -> None:
    assert refusal(name, content) == why


def test_too_large_and_too_much_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"word/{number}.xml": b"" for number in range(filecheck.MOST_ENTRIES)}
    bomb = office("docx", **{"word/bomb.xml": b"\0" * 300_000})
    assert refusal("a.docx", office("docx", **many)) == "too_much_inside"
    assert refusal("luku.pdf", PDF, filecheck.MOST_BYTES + 1) == "large"
    assert refusal("a.docx", bomb) == ""

    monkeypatch.setattr(filecheck, "MOST_UNPACKED", 200_000)
    assert refusal("a.docx", bomb) == "too_much_inside"


def test_a_package_with_a_locked_part_is_refused() -> None:
    content = bytearray(office("docx"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        content[place + flags] |= 0x1

    assert refusal("a.docx", bytes(content)) == "locked"


def test_the_limits_are_those_of_the_design() -> None:
    limits = (filecheck.MOST_BYTES, filecheck.MOST_ENTRIES, filecheck.MOST_UNPACKED)

    assert limits == (20 * 2**20, 2_000, 200 * 2**20)


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    sentences = {str(SENTENCES[why]) for why in filecheck.Refusal}

    assert len(sentences) == len(filecheck.Refusal)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("C:\\Temp\\luku.pdf", "luku.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("lu\u202efdp.exe", "lufdp.exe"),
        ("lu\0ku.pdf", "luku.pdf"),
        ("rivi\r\nvaihto.pdf", "rivivaihto.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@settings(max_examples=60)
@given(st.text(max_size=300))
@example("." * 200)
@example("a." + "b" * 300)
def test_a_clean_name_is_short_and_visible(typed: str) -> None:
    name = clean_name(typed)

    assert len(name) <= MOST_NAME
    assert not any(sign in name for sign in "\r\n\0/\\")


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(sorted(TYPES)))
def test_whatever_the_bytes_it_is_taken_or_refused(content: bytes, suffix: str) -> None:
    heads: Mapping[str, bytes] = {"docx": b"PK\x03\x04", "odt": b"PK\x03\x04", "pdf": b"%PDF-"}
    for head in (b"", heads.get(suffix, b"")):
        assert refusal(f"a.{suffix}", head + content) in ("", *filecheck.Refusal)


def test_the_browser_is_told_a_type_from_the_list() -> None:
    assert content_type_of("luku.PDF") == "application/pdf"
    assert content_type_of("x.svg") == "application/octet-stream"
    assert zipfile.is_zipfile(io.BytesIO(office("docx")))
