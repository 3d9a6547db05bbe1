"""Saying what became of a thing agreed earlier."""

import pytest
from django.urls import reverse

from boards.models import Board, Review
from tests import factories
from tests.boards.cases import HTMX, board_url


@pytest.fixture
def thing(season, petri):
    earlier = factories.make_meeting(season, days=-30, title="Aiempi")
    return factories.make_agreed(earlier, "Kokeillaan yhdessä", petri)


def url(meeting, thing) -> str:
    return reverse("boards:review", args=[meeting.pk, thing.pk])


@pytest.mark.parametrize(
    ("outcome", "state"), [("done", "done"), ("continues", "open"), ("dropped", "dropped")]
)
def test_owner_says(client_of, board, thing, petri, outcome, state):
    answer = client_of(petri).post(url(board.meeting, thing), {"outcome": outcome})
    assert answer["Location"] == f"{board_url(board)}#agreed-{thing.pk}"
    thing.refresh_from_db()
    assert (thing.state, Review.objects.get().outcome) == (state, outcome)


def test_htmx_shows_the_word_and_it_can_be_changed(client_of, board, thing, petri):
    client = client_of(petri)
    page = client.post(url(board.meeting, thing), {"outcome": "done"}, headers=HTMX)
    assert 'aria-pressed="true"' in page.content.decode()
    client.post(url(board.meeting, thing), {"outcome": "continues"}, headers=HTMX)
    thing.refresh_from_db()
    assert (thing.state, Review.objects.count()) == ("open", 1)


def test_opens_the_board_where_there_is_none(client_of, invited, thing, outi):
    client_of(outi).post(url(invited, thing), {"outcome": "done"})
    assert Board.objects.get().meeting == invited


def test_another_word_changes_nothing(client_of, board, thing, outi):
    answer = client_of(outi).post(url(board.meeting, thing), {"outcome": "perhaps"})
    assert (answer.status_code, Review.objects.count()) == (303, 0)


def test_thing_of_this_or_another_meeting_is_not_found(client_of, board, outi, other_club):
    here = factories.make_agreed(board.meeting, "Tänään")
    foreign = factories.make_agreed(
        factories.make_meeting(factories.make_season(other_club), days=-30), "Muualla"
    )
    for thing in (here, foreign):
        answer = client_of(outi).post(url(board.meeting, thing), {"outcome": "done"})
        assert answer.status_code == 404


@pytest.mark.parametrize(("role", "status"), [("aino", 403), ("outi", 303), ("ulla", 404)])
def test_who_may(client_of, cast, thing, role, status):
    client = client_of(getattr(cast, role))
    assert client.post(url(cast.meeting, thing), {"outcome": "done"}).status_code == status


def test_light_session_reads_only(link_client, board, invited, thing, petri):
    client = link_client(invited.invitees.get(member=petri))
    assert client.post(url(invited, thing), {"outcome": "done"}).status_code == 403


def test_frozen(client_of, frozen, thing, outi):
    answer = client_of(outi).post(url(frozen.meeting, thing), {"outcome": "done"})
    assert (answer.status_code, Review.objects.count()) == (403, 0)
