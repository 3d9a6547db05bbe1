"""A memo's letter before it is sent."""

import pytest
from django.urls import reverse

from boards.models import Memo
from outbox.models import Message
from tests import factories


@pytest.fixture
def memo(frozen) -> Memo:
    return factories.make_memo(frozen.meeting)


def url(memo: Memo) -> str:
    return reverse("boards:memo-preview", args=[memo.meeting_id])


def test_letter_in_the_readers_language_with_inert_links(client_of, memo, outi, petri):
    petri.user.language = "sv"
    petri.user.save()
    factories.make_material(memo.meeting)
    reader = memo.meeting.invitees.get(member=petri)
    answer = client_of(outi).get(f"{url(memo)}?reader={reader.pk}")
    page = answer.content.decode()
    assert "Hej Petri," in page
    assert ("https://example.org/artikkeli" in page, "/memo/" in page) == (False, False)
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], Message.objects.count()) == ("SAMEORIGIN", 0)


def test_unknown_reader_gives_the_first(client_of, memo, outi):
    assert "Hei Aino," in client_of(outi).get(f"{url(memo)}?reader=x").content.decode()


def test_nobody_invited(client_of, season, outi):
    meeting = factories.make_meeting(season, days=50)
    factories.make_board(meeting)
    memo = factories.make_memo(meeting)
    assert client_of(outi).get(url(memo)).status_code == 404
    assert client_of(outi).get(reverse("boards:memo-send", args=[meeting.pk])).status_code == 200
