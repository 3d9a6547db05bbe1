"""A file of the pre-reading: added in the editor, and sent to who may read it: /materials/<material>/file/."""

import asyncio
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from clubs.models import Member
from meetings import filecheck
from meetings.files import size_words
from meetings.models import Invitee, Material, Meeting, Revision
from meetings.services import MaterialRow, add_file, purge_files, save_materials
from meetings.services import files as file_services
from meetings.services.undoing import restore_revision
from tests import factories
from tests.cast import Cast
from tests.meetings.papers import PDF, PNG
from ui import downloads, uploads

ClientOf = Callable[[Member | User], Client]


@pytest.fixture(autouse=True)
def stored(settings: Settings, tmp_path: Path) -> Path:
    """An empty store of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "materials"


def paper(name: str = "Vertaisluotsi.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(meeting: Meeting, name: str = "Vertaisluotsi.pdf", content: bytes = PDF) -> Material:
    return add_file(meeting=meeting, file=paper(name, content))[0]


def editor(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/materials/"


def url(material: Material) -> str:
    return f"/materials/{material.pk}/file/"


def typed(**fields: str) -> dict[str, str]:
    values = {
        "title": "Luotsi", "pk": "", "kind": "article", "url": "https://example.org/", "minutes": "5", "note": "",
    }  # fmt: skip
    return {f"row-0-{name}": value for name, value in {**values, **fields}.items()}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


# --- Adding ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_htmx", [True, False])
def test_a_file_is_kept_at_once_and_what_was_typed_stays(
    client_of: ClientOf, leena: Member, meeting: Meeting, stored: Path, is_htmx: bool
) -> None:
    headers = {"HX-Request": "true"} if is_htmx else {}
    data = {**typed(title="Kesken"), "do": "upload", "file": paper()}
    response = client_of(leena).post(editor(meeting), data, headers=headers)
    page = response.content.decode()
    [material] = meeting.materials.all()

    assert response.status_code == 200
    assert (material.title, material.file_name) == ("Vertaisluotsi", "Vertaisluotsi.pdf")
    assert material.file_size == len(PDF)
    assert [one.read_bytes() for one in stored.iterdir()] == [PDF]
    assert "Vertaisluotsi" not in str(material.file)
    assert 'value="Kesken"' in page
    assert "Vertaisluotsi.pdf on tallennettu." in page


def test_saving_with_a_chosen_file_does_both(
    client_of: ClientOf, outi: Member, meeting: Meeting
) -> None:
    base = client_of(outi).get(editor(meeting)).context["base"]
    data = {**typed(), "do": "save", "base": base, "file": paper()}
    response = client_of(outi).post(editor(meeting), data)

    assert response.status_code == 303
    assert [one.title for one in meeting.materials.all()] == ["Luotsi", "Vertaisluotsi"]


def test_the_row_of_a_file_is_edited_and_keeps_its_file(
    client_of: ClientOf, outi: Member, meeting: Meeting
) -> None:
    material = add(meeting)
    data = typed(
        title="Luotsin opas", pk=str(material.pk), url="https://evil.example/", minutes="25"
    )
    response = client_of(outi).post(editor(meeting), {**data, "do": "save"})
    material.refresh_from_db()

    assert response.status_code == 303
    assert (material.title, material.minutes, material.url) == ("Luotsin opas", 25, "")
    assert material.file.read() == PDF


@pytest.mark.parametrize("do", ["upload", "save", "up:0"])
def test_a_refused_file_says_why_and_what_was_typed_stays(
    client_of: ClientOf, outi: Member, meeting: Meeting, stored: Path, do: str
) -> None:
    data = {**typed(title="Kesken"), "do": do, "file": paper("kuva.svg", b"<svg/>")}
    response = client_of(outi).post(editor(meeting), data)
    page = response.content.decode()

    assert response.status_code == 400
    assert page.count("Verkkosivuja, skriptejä ja svg-kuvia ei oteta vastaan") == 2
    assert 'value="Kesken"' in page
    assert not meeting.materials.exists()
    assert not stored.exists()


def test_a_file_must_be_chosen_before_it_is_added(
    client_of: ClientOf, outi: Member, meeting: Meeting
) -> None:
    response = client_of(outi).post(editor(meeting), {**typed(title="Kesken"), "do": "upload"})

    assert response.status_code == 400
    assert response.content.decode().count("Valitse ensin tiedosto.") == 2
    assert 'value="Kesken"' in response.content.decode()


def test_ten_files_a_meeting(outi: Member, meeting: Meeting) -> None:
    for number in range(10):
        add(meeting, f"{number}.pdf")
    with pytest.raises(ValidationError) as refused:
        add(meeting, "11.pdf")

    assert refused.value.code == "many"
    assert meeting.materials.count() == 10


def test_the_files_of_a_club_have_a_bound(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file_services.MOST_CLUB_BYTES == 200 * 2**20
    monkeypatch.setattr(file_services, "MOST_CLUB_BYTES", 2 * len(PDF))
    other = factories.make_meeting(meeting.season, days=50, number=9)
    add(other)
    add(meeting)
    with pytest.raises(ValidationError, match="yli 200 Mt"):
        add(meeting)


def test_who_adds_a_file_does_not_overwrite_what_others_saved(
    client_of: ClientOf, outi: Member, leena: Member, meeting: Meeting
) -> None:
    base = client_of(outi).get(editor(meeting)).context["base"]
    client_of(leena).post(editor(meeting), {**typed(title="Leenan"), "base": base, "do": "save"})
    page = client_of(outi).post(editor(meeting), {"base": base, "do": "upload", "file": paper()})
    [file_row] = [form.initial for form in page.context["forms"]]
    again = {f"row-0-{name}": value for name, value in file_row.items()}
    response = client_of(outi).post(
        editor(meeting), {**again, "base": page.context["base"], "do": "save"}
    )

    assert response.status_code == 409
    assert [one.title for one in meeting.materials.all()] == ["Leenan", "Vertaisluotsi"]


def test_a_file_that_somebody_removed_meanwhile_comes_back_with_mine(
    client_of: ClientOf, outi: Member, leena: Member, meeting: Meeting
) -> None:
    material = add(meeting)
    client = client_of(outi)
    base = client.get(editor(meeting)).context["base"]
    client_of(leena).post(editor(meeting), {**typed(), "base": base, "do": "save"})
    mine = {**typed(title="Yhä", pk=str(material.pk), url=""), "do": "save"}
    stale = client.post(editor(meeting), {**mine, "base": base})
    response = client.post(editor(meeting), {**mine, "base": stale.context["base"]})

    assert (stale.status_code, response.status_code) == (409, 303)
    [one] = meeting.materials.all()
    assert (one.title, one.file.read()) == ("Yhä", PDF)


def test_taking_a_file_out_can_be_undone(outi: Member, meeting: Meeting) -> None:
    add_file(meeting=meeting, file=paper(), by=outi)
    save_materials(meeting=meeting, rows=[], by=outi)
    before = Revision.objects.filter(meeting=meeting).order_by("number")[1]
    restore_revision(revision=before, by=outi)

    [one] = meeting.materials.all()
    assert (one.file_name, one.file.read()) == ("Vertaisluotsi.pdf", PDF)


# --- Reading --------------------------------------------------------------------------------------------------
def test_it_is_sent_to_be_saved_and_runs_nowhere(
    client_of: ClientOf, aino: Member, invited: Meeting
) -> None:
    response = client_of(aino).get(url(add(invited, "Ääkköset ja välit.pdf")))

    assert body(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%84")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_who_may_see_the_meeting_may_have_it(
    client_of: ClientOf, link_client: Callable[[Invitee], Client], cast: Cast
) -> None:
    address = url(add(cast.meeting))
    names = ("outi", "leena", "aino", "eero", "ulla", "zaida", "admin")
    statuses = {name: client_of(getattr(cast, name)).get(address).status_code for name in names}
    by_link = link_client(cast.meeting.invitees.get(member=cast.petri)).get(address)

    assert statuses == {
        "outi": 200, "leena": 200, "aino": 200, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404,
    }  # fmt: skip
    assert body(by_link) == PDF
    assert Client().get(address)["Location"].startswith("/accounts/login/")


def test_a_link_has_no_file_and_a_lost_file_is_not_found(
    client_of: ClientOf, aino: Member, meeting: Meeting
) -> None:
    link, lost = factories.make_material(meeting), add(meeting)
    Path(lost.file.path).unlink()
    client = client_of(aino)

    assert [client.get(url(one)).status_code for one in (link, lost)] == [404, 404]


def test_pages_lead_to_the_file_and_letters_to_the_page(
    client_of: ClientOf, aino: Member, invited: Meeting
) -> None:
    material = add(invited)
    client = client_of(aino)
    page = client.get(f"/meetings/{invited.pk}/").content.decode()
    entry = client.get(f"/meetings/{invited.pk}/calendar.ics").content.decode()

    assert f'href="{url(material)}"' in page
    assert "pdf, 1 kt" in page
    assert url(material) not in entry.replace("\r\n ", "")
    assert f"/meetings/{invited.pk}/" in entry.replace("\r\n ", "")


# --- Forgetting -----------------------------------------------------------------------------------------------
def grow_old(folder: Path) -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp()
    for one in folder.iterdir():
        os.utime(one, (long_ago, long_ago))


def test_a_file_that_nothing_names_is_deleted_once_it_cannot_come_back(
    outi: Member, meeting: Meeting, stored: Path
) -> None:
    now = timezone.now()
    add_file(meeting=meeting, file=paper(), by=outi)
    kept = add_file(meeting=meeting, file=paper("Pysyy.png", PNG), by=outi)[0]
    rows = meeting.materials.filter(pk=kept.pk)
    save_materials(
        meeting=meeting,
        rows=[MaterialRow(pk=one.pk, title="Pysyy", url="", minutes=3) for one in rows],
        by=outi,
    )
    grow_old(stored)
    soon = purge_files(now=now)
    late = purge_files(now=now + dt.timedelta(days=31))

    assert (soon, late) == (0, 1)
    assert [one.read_bytes() for one in stored.iterdir()] == [PNG]


def test_files_of_a_removed_meeting_go_and_an_upload_under_way_stays(
    meeting: Meeting, stored: Path
) -> None:
    add(meeting)
    meeting.delete()
    young = purge_files(now=timezone.now())
    grow_old(stored)

    assert (young, purge_files(now=timezone.now())) == (0, 1)
    assert list(stored.iterdir()) == []


def test_without_files_there_is_nothing_to_forget(db: None) -> None:
    assert purge_files(now=timezone.now()) == 0


# --- Bounds of a request --------------------------------------------------------------------------------------
def test_a_request_that_is_too_large_is_answered_with_its_page(
    client_of: ClientOf, outi: Member, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uploads.MOST_BYTES > filecheck.MOST_BYTES
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    response = client_of(outi).post(
        editor(meeting), {"do": "upload", "file": paper("iso.pdf", PDF + b" " * 2000)}
    )

    assert response.status_code == 413
    assert "Tiedosto on liian suuri" in response.content.decode()
    assert not meeting.materials.exists()


@pytest.mark.parametrize(
    ("declared", "sent", "seen"), [(10, 10, 10), (5000, 5000, 0), (0, 3000, 1000)]
)
def test_no_more_of_a_body_is_kept_than_the_site_takes(
    monkeypatch: pytest.MonkeyPatch, declared: int, sent: int, seen: int
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    pieces = [b"x" * 500] * (sent // 500) or [b"x" * sent]
    events = [
        {"type": "http.request", "body": piece, "more_body": place < len(pieces) - 1}
        for place, piece in enumerate(pieces)
    ]
    kept: list[bytes] = []

    async def receive() -> Any:
        return events.pop(0)

    async def send(_event: Any) -> None:
        return None

    async def app(_scope: Any, get: Any, _send: Any) -> None:
        is_more = True
        while is_more:
            event = await get()
            kept.append(event["body"])
            is_more = event["more_body"]

    headers = [(b"content-length", str(declared).encode())] if declared else []
    asyncio.run(uploads.Bounded(app)({"type": "http", "headers": headers}, receive, send))

    assert len(b"".join(kept)) == seen
    assert events == []


def test_under_asgi_it_is_sent_in_pieces(invited: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "BLOCK", 10)
    material = add(invited)
    response: Any = downloads.download(material.file, name="a.pdf", content_type="application/pdf")

    async def gather() -> list[bytes]:
        return [piece async for piece in response]

    pieces = asyncio.run(gather())
    assert b"".join(pieces) == PDF
    assert {len(piece) for piece in pieces[:-1]} == {10}


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 kt"), (327_680, "320 kt"), (1_258_291, "1,2 Mt"), (20 * 2**20, "20,0 Mt")],
)
def test_a_size_is_read_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
