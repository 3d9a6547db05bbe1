"""The path of a season."""

import pytest
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Member, Season
from meetings.models import Meeting
from meetings.path import season_path
from meetings.services import add_theme, set_themes
from tests import factories


def test_stones_are_done_now_and_coming(club: Club, season: Season) -> None:
    for days in (-30, -2, 5, 30):
        factories.make_meeting(season, days=days)
    path = season_path(season)
    assert [stone.state for stone in path.stones] == ["done", "done", "now", "coming"]
    assert path.now == path.stones[2]
    assert path.minutes == 4 * 180


def test_a_meeting_that_was_called_off_is_never_the_next_one(season: Season) -> None:
    factories.make_meeting(season, days=5, cancelled_at=factories.in_days(0))
    factories.make_meeting(season, days=30)
    path = season_path(season)
    assert [(stone.state, stone.is_cancelled) for stone in path.stones] == [
        ("coming", True),
        ("now", False),
    ]
    assert path.minutes == 180


def test_a_member_sees_own_turn_and_what_is_unanswered(
    season: Season, meeting: Meeting, leena: Member, timo: Member, aino: Member
) -> None:
    factories.invite(meeting)
    factories.make_meeting(season, days=60)
    first, second = season_path(season, leena).stones
    assert (first.hosts, first.is_my_turn, first.is_unanswered) == (
        ("Leena Lahti", "Timo Tuuli"),
        True,
        True,
    )
    assert (second.is_my_turn, second.is_unanswered, second.answer) == (False, False, None)
    seat = meeting.invitees.get(member=aino)
    seat.answer, seat.answered_at = "yes", factories.in_days(0)
    seat.save()
    stone = season_path(season, aino).stones[0]
    assert (stone.answer, stone.is_unanswered, stone.is_my_turn) == ("yes", False, False)


def test_bands_join_neighbours_under_one_main_theme(club: Club, season: Season) -> None:
    change = add_theme(club=club, name="Muutosjohtaminen")
    pilot = add_theme(club=club, name="Luotsimalli", parent=change)
    remote = add_theme(club=club, name="Etätyö", parent=change)
    well = add_theme(club=club, name="Hyvinvointi", is_cross_cutting=True)
    chosen = [[pilot], [remote, pilot], [change], [], [well]]
    for number, themes in enumerate(chosen):
        set_themes(meeting=factories.make_meeting(season, days=7 * number), themes=themes)
    bands = season_path(season).bands
    assert [
        (band.name, band.first, band.last, band.below, band.is_cross_cutting) for band in bands
    ] == [
        ("Muutosjohtaminen", 1, 3, ("Luotsimalli", "Etätyö"), False),
        ("Hyvinvointi", 5, 5, (), True),
    ]
    assert [band.width for band in bands] == [3, 1]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_meetings(
    club: Club,
    season: Season,
    leena: Member,
    timo: Member,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    theme = add_theme(club=club, name="Muutos")
    pair = factories.make_group(season, [leena, timo])
    for number in range(count):
        meeting = factories.make_meeting(season, days=7 * number, host_group=pair)
        set_themes(meeting=meeting, themes=[theme])
    with django_assert_num_queries(5):
        path = season_path(season, leena)
    assert [len(stone.hosts) for stone in path.stones] == [2] * count
