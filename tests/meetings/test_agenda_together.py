"""Two who edit one agenda at a time, saving while one types, and taking a save back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from clubs.models import Member
from meetings.models import Meeting, Revision
from meetings.services import save_agenda
from tests.meetings.test_agenda import HTMX, THREE, rows, shown, stored
from tests.meetings.test_revised import rows as items

ClientOf = Callable[[Member], Client]
OTHER = rows(("Leenan avaus", "opening", "20"))


@pytest.fixture
def url(cast: Any) -> str:
    return reverse("meetings:agenda", args=[cast.meeting.pk])


def hidden(html: str, name: str) -> str:
    """A hidden field's value."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    return found[1] if found else ""


def titles(meeting: Meeting) -> list[str]:
    return [title for title, _kind, _minutes in stored(meeting)]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_second_of_two_sees_both_texts_and_nothing_is_overwritten(
    cast: Any, client_of: ClientOf, url: str, headers: dict[str, str]
) -> None:
    outi, leena = client_of(cast.outi), client_of(cast.leena)
    first, second = (client.get(url).content.decode() for client in (outi, leena))
    saved = leena.post(url, {**OTHER, "base": hidden(second, "base"), "do": "save"})
    assert saved.status_code == 303
    late = {**THREE, "base": hidden(first, "base"), "do": "save"}
    response = outi.post(url, late, headers=headers)
    html = response.content.decode()
    assert response.status_code == 409
    assert titles(cast.meeting) == ["Leenan avaus"]
    assert "Leenan avaus" in html
    assert f">{cast.leena.full_name}<" in html or f": {cast.leena.full_name}" in html
    assert hidden(html, "row-2-title") == "Pohdinta"

    # Each of the three ways on.
    now = hidden(html, "base")
    merging = outi.post(url, {**THREE, "base": now, "do": "merge"}).content.decode()
    assert shown(merging) == ["Avaus", "Tauko", "Pohdinta"]
    assert "Leenan avaus" in merging
    assert shown(outi.get(url).content.decode()) == ["Leenan avaus"]
    outi.post(url, {**THREE, "base": hidden(merging, "base"), "do": "save"})
    assert titles(cast.meeting) == ["Avaus", "Tauko", "Pohdinta"]


def test_saves_while_one_types_and_the_start_times_roll(
    cast: Any, client_of: ClientOf, url: str
) -> None:
    client = client_of(cast.outi)
    page = client.get(url).content.decode()
    answer = client.post(
        url, {**THREE, "base": hidden(page, "base"), "own": "", "do": "auto"}, headers=HTMX
    )
    html = answer.content.decode()
    assert "Tallennettu" in html
    assert re.findall(r'id="time-\d"><time[^>]*>([^<]+)', html) == ["9.00", "9.10", "9.25"]
    assert titles(cast.meeting) == ["Avaus", "Tauko", "Pohdinta"]
    again = {**THREE, "row-0-title": "Alku", "do": "auto"}
    more = client.post(
        url, {**again, "base": hidden(html, "base"), "own": hidden(html, "own")}, headers=HTMX
    ).content.decode()
    # One sitting is one revision, and one line in the log.
    assert (hidden(more, "own"), Revision.objects.count()) == ("1", 2)
    assert Entry.objects.filter(action="meetings.agenda").count() == 1
    back = re.search(r'formaction="([^"]+)"', more)
    assert back is not None
    undone = client.post(back[1], {"base": hidden(more, "base"), "next": url})
    assert undone["Location"].startswith(f"{url}?undo=agenda&done=meetings-restored")
    assert titles(cast.meeting) == []


def test_half_done_rows_wait(cast: Any, client_of: ClientOf, url: str) -> None:
    save_agenda(meeting=cast.meeting, rows=items("Vanha"))
    data = {**rows(("Avaus", "opening", "")), "do": "auto"}
    html = client_of(cast.outi).post(url, data, headers=HTMX).content.decode()
    assert "Ei vielä tallennettu" in html
    assert titles(cast.meeting) == ["Vanha"]


def test_saving_by_itself_never_overwrites(cast: Any, client_of: ClientOf, url: str) -> None:
    client = client_of(cast.outi)
    base = hidden(client.get(url).content.decode(), "base")
    save_agenda(meeting=cast.meeting, rows=items("Leenan"), by=cast.leena)
    response = client.post(url, {**THREE, "base": base, "do": "auto"}, headers=HTMX)
    assert response.status_code == 409
    assert "Joku muu on tallentanut välillä." in response.content.decode()
    assert hidden(response.content.decode(), "base") == base
    assert titles(cast.meeting) == ["Leenan"]


def test_a_bar_offers_the_way_back(cast: Any, client_of: ClientOf, url: str) -> None:
    save_agenda(meeting=cast.meeting, rows=items("Vanha"))
    client = client_of(cast.outi)
    base = hidden(client.get(url).content.decode(), "base")
    saved = client.post(url, {**THREE, "base": base, "do": "save"})
    html = client.get(saved["Location"]).content.decode()
    assert 'class="undo"' in html
    back = re.search(r'class="undo" method="post" action="([^"]+)"', html)
    assert back is not None
    client.post(back[1], {"base": hidden(html, "base")})
    assert titles(cast.meeting) == ["Vanha"]
    # Nobody else is offered to take it back.
    assert 'class="undo"' not in client_of(cast.leena).get(saved["Location"]).content.decode()
    assert 'class="undo"' not in client_of(cast.aino).get(saved["Location"]).content.decode()


def test_more_than_forty_rows_are_refused(cast: Any, client_of: ClientOf, url: str) -> None:
    many = rows(*[(f"Kohta {place}", "discussion", "1") for place in range(39)])
    html = client_of(cast.outi).post(url, {**many, "do": "method:troika"}).content.decode()
    assert len(shown(html)) == 40
