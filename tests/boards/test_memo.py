"""Reading a memo, and its pure lines."""

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.memo import as_line, as_text, refreshed, with_supports
from tests import factories


def url(meeting) -> str:
    return reverse("boards:memo", args=[meeting.pk])


@pytest.fixture
def sent(frozen, note, aino, petri):
    """A memo that was sent, of a board with a supported idea and a thing agreed."""
    note.supports.create(member=petri)
    memo = factories.make_memo(frozen.meeting, opening="Kiitos kaikille", sent_at=timezone.now())
    memo.sections.update(text="Luotsin vartti\nMuokattu ajatus")
    factories.make_agreed(frozen.meeting, "Luotsien esittelyt", aino)
    factories.make_agreed(frozen.meeting, "Jokainen kysyy tiimiltään", is_for_everybody=True)
    return memo


def test_member_reads_own_things_first(client_of, sent, season, aino, petri):
    later = factories.make_meeting(season, days=60, title="Etätyö ja etäjohtaminen")
    factories.make_material(sent.meeting, "Luotsi kulkee rinnalla")
    page = client_of(aino).get(url(sent.meeting)).content.decode()
    for words in (
        "Kiitos kaikille", "Luotsien esittelyt", "Luotsin vartti", "1 kannattaa", "kaikki",
        "Muokattu ajatus", "Luotsi kulkee rinnalla", later.title, "Sinun nimesi on tässä",
        "Merkitse tehdyksi",
    ):  # fmt: skip
        assert words in page
    assert "Sinun nimesi on tässä" not in client_of(petri).get(url(sent.meeting)).content.decode()


def test_attendance_and_earlier_things(client_of, sent, season, aino, petri):
    sent.meeting.invitees.filter(member__in=[aino, petri]).update(attendance="present")
    earlier = factories.make_meeting(season, days=-30)
    factories.make_agreed(earlier, "Tiivistelmäpohja", state="done", settled_at=timezone.now())
    page = client_of(aino).get(url(sent.meeting)).content.decode()
    assert ("2/4" in page, "50 %" in page, "Tiivistelmäpohja" in page) == (True, True, True)


@pytest.mark.parametrize(("role", "sees"), [("aino", False), ("leena", False), ("outi", True)])
def test_draft_is_the_facilitators(client_of, cast, role, sees):
    factories.make_board(cast.meeting, frozen_at=timezone.now())
    factories.make_memo(cast.meeting, opening="Luonnoksen sanat")
    page = client_of(getattr(cast, role)).get(url(cast.meeting))
    assert (page.status_code, "Luonnoksen sanat" in page.content.decode()) == (200, sees)


@pytest.mark.parametrize("role", ["ulla", "eero", "zaida"])
def test_outsiders_find_nothing(client_of, cast, role):
    assert client_of(getattr(cast, role)).get(url(cast.meeting)).status_code == 404


def test_letters_link_does_not_open_the_memo(link_client, sent, petri):
    client = link_client(sent.meeting.invitees.get(member=petri))
    assert client.get(url(sent.meeting)).status_code == 302


def test_before_there_is_one_it_says_what_will_come(client_of, invited, aino, outi):
    assert "kun vetäjä on lähettänyt sen" in client_of(aino).get(url(invited)).content.decode()
    page = client_of(outi).get(url(invited)).content.decode()
    assert reverse("boards:freeze", args=[invited.pk]) in page


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow(
    client_of, django_assert_num_queries, sent, club, season, aino, number
):
    earlier = factories.make_meeting(season, days=-30)
    for member in factories.make_members(club, number):
        factories.make_agreed(sent.meeting, f"Sovittu {member}", member)
        factories.make_agreed(earlier, f"Aiempi {member}", member)
        factories.make_material(sent.meeting, f"Luettavaa {member}")
    client = client_of(aino)
    client.get(url(sent.meeting))
    with django_assert_num_queries(17):
        client.get(url(sent.meeting))


def test_lines() -> None:
    assert as_line("Kaksi\nriviä ", "https://example.org") == "Kaksi riviä https://example.org"
    assert as_text(["a", "", "b", "a"]) == "a\nb"
    assert refreshed("a\nb", "a\nb", "b\nc") == "b\nc"
    assert refreshed("A muokattu\nb", "a\nb", "a\nb\nc") == "A muokattu\nb\nc"
    assert [line.supports for line in with_supports(["a", "b"], {"a": 3})] == [3, 0]
