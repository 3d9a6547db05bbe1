"""Beginning a letter in one's own words; going on with it is in test_letter_draft.py."""

from collections.abc import Callable

from django.test import Client

from clubs.models import Member
from meetings.models import FreeLetter

ClientOf = Callable[[Member], Client]


def test_the_outbox_leads_to_an_empty_letter(
    client_of: ClientOf, outi: Member, aino: Member
) -> None:
    client, path = client_of(outi), f"/clubs/{outi.club_id}/mail/new/"
    assert path in client.get(f"/clubs/{outi.club_id}/mail/").content.decode()
    html = client.get(path).content.decode()
    assert "Tallenna ja esikatsele" in html
    assert FreeLetter.objects.count() == 0


def test_only_facilitators(client_of: ClientOf, outi: Member, aino: Member, ulla: Member) -> None:
    path = f"/clubs/{outi.club_id}/mail/new/"
    assert client_of(aino).get(path).status_code == 403
    assert client_of(ulla).get(path).status_code == 404
