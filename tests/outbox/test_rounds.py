"""Due work: what fails for one row is told, and done for all the others."""

import pytest
from structlog.testing import capture_logs

from clubs.models import Club
from outbox.rounds import each_alone
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_that_fails_does_not_hold_up_the_others() -> None:
    clubs = [factories.make_club(name=name) for name in ("A", "B", "C")]
    done = []

    def rename(club: Club) -> int:
        if club.name == "B":
            raise ValueError("this one cannot be done")
        done.append(club.name)
        return 2

    with capture_logs() as lines:
        assert each_alone(clubs, rename) == 4
    assert done == ["A", "C"]
    assert [(line["event"], line["of"], line["row"]) for line in lines] == [
        ("due_work_failed", "clubs.Club", str(clubs[1].pk))
    ]
