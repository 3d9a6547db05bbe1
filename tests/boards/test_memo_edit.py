"""Editing a memo."""

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.models import Memo
from tests import factories


def url(memo: Memo) -> str:
    return reverse("boards:memo-edit", args=[memo.meeting_id])


@pytest.fixture
def memo(frozen) -> Memo:
    return factories.make_memo(frozen.meeting)


def data(memo: Memo, text: str = "Yksi\nKaksi", version: int = 1, opening: str = "Hei"):
    part = memo.sections.get()
    return {"opening": opening, "version": version, f"section-{part.pk}": text}


def test_save(client_of, memo, outi):
    client = client_of(outi)
    assert "Kävelykokoukset" in client.get(url(memo)).content.decode()
    answer = client.post(url(memo), data(memo))
    assert (answer.status_code, answer["Location"]) == (303, f"{url(memo)}?done=memo-saved")
    memo.refresh_from_db()
    assert (memo.opening, memo.version, memo.sections.get().items) == ("Hei", 2, ["Yksi", "Kaksi"])


def test_save_and_preview_goes_on(client_of, memo, outi):
    answer = client_of(outi).post(url(memo), {**data(memo), "preview": "1"})
    assert answer["Location"].startswith(reverse("boards:memo-send", args=[memo.meeting_id]))


def test_stale_version_shows_both_texts(client_of, memo, outi):
    client = client_of(outi)
    client.post(url(memo), data(memo, "Toisen rivi", opening="Toisen alku"))
    answer = client.post(url(memo), data(memo, "Oma rivi", opening="Oma alku"))
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Toisen rivi", "Toisen alku", "Oma rivi", "Oma alku", 'value="2"'):
        assert words in page
    assert memo.sections.get().text == "Toisen rivi"
    assert client.post(url(memo), data(memo, "Oma rivi", 2)).status_code == 303
    assert client.post(url(memo), data(memo, "Oma rivi", 2)).status_code == 303
    assert Memo.objects.get().version == 3


def test_too_long_keeps_the_text(client_of, memo, outi):
    answer = client_of(outi).post(url(memo), data(memo, opening="x" * 2001))
    assert (answer.status_code, "x" * 2001 in answer.content.decode()) == (400, True)
    memo.refresh_from_db()
    assert memo.version == 1


def test_sent_memo_stays(client_of, memo, outi):
    Memo.objects.update(sent_at=timezone.now())
    for answer in (client_of(outi).get(url(memo)), client_of(outi).post(url(memo), data(memo))):
        assert answer["Location"].endswith("?done=memo-stays")
    memo.refresh_from_db()
    assert memo.version == 1


def test_things_agreed_can_be_completed(client_of, memo, aino, outi):
    thing = factories.make_agreed(memo.meeting, "Luotsien esittelyt")
    page = client_of(outi).get(url(memo)).content.decode()
    assert reverse("meetings:agreed-edit", args=[thing.pk]) in page


@pytest.mark.parametrize(
    ("role", "status"), [("aino", 403), ("leena", 403), ("ulla", 404), ("zaida", 404)]
)
def test_who_may(client_of, cast, role, status):
    memo = factories.make_memo(cast.meeting)
    client = client_of(getattr(cast, role))
    assert client.get(url(memo)).status_code == status
    assert client.post(url(memo), data(memo)).status_code == status


def test_no_memo_yet(client_of, invited, outi):
    page = client_of(outi).get(reverse("boards:memo-edit", args=[invited.pk]))
    assert page.status_code == 404
