"""What people link to is asked for by their browsers only: the server never fetches a link that somebody has typed."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.forms.details import MeetingForm, details_of
from meetings.models import Meeting
from outbox.delivery import run_due
from tests import factories
from tests.servers import MailServer

ClientOf = Callable[[Member], Client]
HTMX = {"HX-Request": "true"}
PAGES = [
    "meeting", "materials", "agenda", "meeting-edit", "history", "host-desk", "invitation", "invitation-preview",
]  # fmt: skip


class LinkedSite(ThreadingHTTPServer):
    """A web server that counts who comes."""

    visits = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/luotsi.html"

    def verify_request(self, request: object, client_address: object) -> bool:
        """Count the connection, whatever it is going to ask."""
        self.visits += 1
        return True


@pytest.fixture
def linked() -> Iterator[LinkedSite]:
    """The site that the reading's link leads to."""
    with LinkedSite(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def write_everywhere(outi: Client, meeting: Meeting, link: str) -> None:
    """Put the link wherever one can: a reading, the video link, the texts (saved by the page itself) and the agenda."""
    reading = {
        "title": "Luotsi",
        "pk": "",
        "kind": "article",
        "url": link,
        "minutes": "10",
        "note": link,
    }
    rows = {f"row-0-{name}": value for name, value in reading.items()}
    page = reverse("meetings:materials", args=[meeting.pk])
    assert outi.post(page, {**rows, "do": "add"}).status_code == 200
    assert outi.post(page, {**rows, "do": "save"}).status_code == 303

    part = {"title": "Avaus", "kind": "opening", "minutes": "180", "note": link}
    rows = {f"row-0-{name}": value for name, value in part.items()}
    page = reverse("meetings:agenda", args=[meeting.pk])
    assert outi.post(page, {**rows, "do": "auto"}, headers=HTMX).status_code == 200

    form = MeetingForm(initial=details_of(meeting), meeting=meeting)
    typed = {field.name: field.value() or "" for field in form}
    typed |= {"introduction": link, "personal_note": link, "video_url": link}
    page = reverse("meetings:meeting-edit", args=[meeting.pk])
    assert outi.post(page, {**typed, "do": "auto"}, headers=HTMX).status_code == 200
    assert outi.post(page, {**typed, "do": "save"}).status_code == 303


def test_a_link_is_never_asked_for(
    linked: LinkedSite,
    meeting: Meeting,
    outi: Member,
    aino: Member,
    client_of: ClientOf,
    smtp_server: MailServer,
) -> None:
    facilitator, member = client_of(outi), client_of(aino)
    write_everywhere(facilitator, meeting, linked.url)
    for name in PAGES:
        page = facilitator.get(reverse(f"meetings:{name}", args=[meeting.pk]))
        assert page.status_code == 200
    facilitator.post(reverse("meetings:meeting-duplicate", args=[meeting.pk]))
    facilitator.post(reverse("meetings:invitation-send", args=[meeting.pk]))
    assert run_due() == len(smtp_server.letters) == 3
    for letter in smtp_server.letters:
        assert linked.url in str(letter.get_body(("plain",)))
    seat = meeting.invitees.get(member=aino)
    assert Client().get(f"/a/{factories.answer_token(seat)}/?answer=yes").status_code == 200
    for path in (f"/meetings/{meeting.pk}/", "/me/"):
        assert linked.url in member.get(path).content.decode(), path

    assert linked.visits == 0
    # The counter counts.
    with pytest.raises(OSError, match="501"):
        urlopen(linked.url, timeout=5)
    assert linked.visits == 1
