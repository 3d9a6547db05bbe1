"""Every page asks the database the same, however many people there are and whatever they have left behind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clubs.models import Draw
from meetings.models import SeasonInvitation
from tests import factories
from tests.cast import Cast
from tests.project.rights import ROWS
from tests.project.world import World, taken_back

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "link", "member", "host", "facilitator"]
Counts = dict[tuple[str, str], int]


def add_people(cast: Cast, number: int) -> None:
    """More members, each with a seat, a letter, notes, comments, something agreed, a place in the lot and in the surveys."""
    meeting, season = cast.meeting, cast.meeting.season
    held = season.meetings.exclude(pk=meeting.pk).earliest("starts_at")
    draw = Draw.objects.filter(season=season).latest("pk")
    surveys = [meeting.survey, season.survey]
    for member in factories.make_members(cast.club, number):
        factories.make_invitee(meeting, member, "yes", attendance="present")
        factories.make_invitee(held, member, "no")
        factories.make_message(meeting, member)
        factories.make_message(meeting, member, "failed", kind="meetings.remind7", reason="address")
        note = factories.make_note(meeting.board, author=member)
        factories.make_comment(note, author=member)
        note.supports.create(member=member)
        factories.make_agreed(held, "Kokeillaan", member, due_on=timezone.localdate())
        factories.make_agreed(meeting, "Jatketaan", member)
        factories.make_group(season, [member], draw=draw)
        SeasonInvitation.objects.create(season=season, member=member, invited_at=timezone.now())
        for survey in surveys:
            survey.invitees.create(member=member)


def counted(world: World) -> Counts:
    """How many queries each role's page at each address takes."""
    counts = {}
    for name, row in ROWS.items():
        for role in ROLES:
            if row["GET"][role] == "200":
                with taken_back(), CaptureQueriesContext(connection) as captured:
                    answer = world.client(role).get(world.address(name))
                assert answer.status_code == 200
                counts[name, role] = len(captured)
    return counts


def test_no_page_asks_more_for_more_people(world: World) -> None:
    with taken_back():
        add_people(world.cast, 1)
        one = counted(world)
        add_people(world.cast, 2)
        three = counted(world)
        add_people(world.cast, 27)
        thirty = counted(world)

    changed = {
        page: (one[page], three[page], thirty[page])
        for page in one
        if not one[page] == three[page] == thirty[page]
    }
    assert changed == {}
    assert {name for name, _role in one} >= {"home:club", "home:outbox", "boards:board"}
