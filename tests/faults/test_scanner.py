"""A mail scanner opens every link of a letter, again and again: nothing changes by it."""

import re
from collections.abc import Callable
from itertools import cycle, islice

import pytest
from django.conf import settings as django_settings
from django.test import Client

from clubs.models import Member
from meetings.models import Invitee, Meeting
from outbox.delivery import run_due
from tests.faults.scene import invite, letter_of
from tests.project.watch import digest
from tests.servers import MailServer

pytestmark = pytest.mark.django_db
GETS, HEADS = 100, 10


def links_to(mail: MailServer, address: str) -> list[str]:
    """Every address of our own in a person's letters, in both parts and in the headers."""
    found: set[str] = set()
    for letter in mail.to(address):
        parts = [
            part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"
        ]
        text = " ".join([*map(str, parts), str(letter["List-Unsubscribe"] or "")])
        found |= set(re.findall(re.escape(django_settings.BASE_URL) + r"[^\s\"'<>)\]]*", text))
    return sorted(link.replace("&amp;", "&") for link in found)


@pytest.mark.fault(
    17,
    "A scanner opens all links of a letter: 100 GET and 10 HEAD",
    "Nothing changes: no answer, no mark, no row.",
)
def test_nothing_changes(
    mail: MailServer,
    facilitator: Client,
    invited_by_nobody: Meeting,
    aino: Member,
    client_of: Callable[[Member], Client],
) -> None:
    invite(facilitator, invited_by_nobody)
    assert run_due() == 4
    links = [link.removeprefix(django_settings.BASE_URL) for link in links_to(mail, aino.email)]
    assert len([link for link in links if "answer=" in link]) >= 3, links
    scanner = Client()
    was = digest()

    opened = [scanner.get(link).status_code for link in islice(cycle(links), GETS)]
    asked = [scanner.head(link).status_code for link in islice(cycle(links), HEADS)]

    assert digest() == was
    assert max(opened + asked) < 400
    assert Invitee.objects.get(member=aino).answer == ""
    assert "vastaamatta" in letter_of(facilitator, invited_by_nobody, aino)
