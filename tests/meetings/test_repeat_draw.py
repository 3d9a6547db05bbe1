"""``manage.py repeat_draw <id>``."""

from io import StringIO

import pytest
from django.core.management import call_command

from clubs.models import Draw, Member, Season
from meetings.services import draw_pairs
from tests.meetings.drawing import fill


def repeat(draw: object) -> tuple[int, str]:
    """Exit status and what is written."""
    out, err = StringIO(), StringIO()
    status: object = 0
    try:
        call_command("repeat_draw", str(draw), stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    assert isinstance(status, int)
    return status, out.getvalue() + err.getvalue()


@pytest.fixture
def draw(outi: Member, season: Season) -> Draw:
    fill(season, people=9, meetings=3)
    return draw_pairs(season=season, drawn_by=outi)


def test_the_same(draw: Draw) -> None:
    status, words = repeat(draw.pk)
    assert (status, words.strip().endswith("gives the same pairs.")) == (0, True)
    assert repeat(draw.seed[:8])[0] == 0


def test_not_the_same(draw: Draw) -> None:
    draw.outcome["groups"].reverse()
    draw.save()
    status, words = repeat(draw.pk)
    assert (status, "other pairs than those stored" in words) == (1, True)


@pytest.mark.parametrize("wanted", ["00000000-0000-0000-0000-000000000000", "ei", "deadbeef"])
def test_no_such_draw(draw: Draw, wanted: str) -> None:
    assert repeat(wanted) == (2, "There is no such draw.\n")


def test_an_earlier_method(draw: Draw) -> None:
    Draw.objects.update(method="1")
    status, words = repeat(draw.pk)
    assert (status, "earlier method" in words) == (2, True)
