"""How far the memo's letters are."""

from django.urls import reverse
from django.utils import timezone

from boards.services import send_memo
from outbox.models import Message
from tests import factories
from tests.boards.cases import HTMX


def test_counts_until_all_have_gone(client_of, frozen, outi):
    memo = factories.make_memo(frozen.meeting)
    address = reverse("boards:memo-progress", args=[memo.meeting_id])
    client = client_of(outi)
    assert client.get(address).status_code == 404
    send_memo(memo=memo, sender=outi)
    page = client.get(address, headers=HTMX).content.decode()
    assert ("<html" in page, "Lähetetty 0/4" in page, 'hx-trigger="every 2s"' in page) == (
        False, True, True,
    )  # fmt: skip
    now = timezone.now()
    Message.objects.update(state="sent", sent_at=now, next_at=None)
    page = client.get(address, headers=HTMX).content.decode()
    assert ("Lähetetty 4/4" in page, "hx-trigger" in page) == (True, False)
    assert "<html" in client.get(address).content.decode()
