"""Clocks are put forward or back between a reminder and its meeting: both keep their time on the wall."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from clubs.models import Club
from home.schedule import run_tick
from meetings.models import Meeting
from tests.faults.scene import entries_of, invite, letters_page, recipients
from tests.servers import MailServer
from ui.dates import HELSINKI

pytestmark = pytest.mark.django_db
STEP = dt.timedelta(minutes=20)
# From the small hours of the reminder's day on.
BEFORE = dt.timedelta(days=7, hours=6)


@pytest.mark.fault(
    13,
    "The clocks change between a reminder and its meeting",
    "The reminder leaves at eight by the wall seven days before; letters and calendar entries say the meeting's own time.",
)
@pytest.mark.parametrize(
    ("starts_at", "hours_between"),
    [
        # Back on 30.10.2022 and forward on 26.3.2023: a day is 25 or 23 hours long.
        (dt.datetime(2022, 11, 1, 9, tzinfo=HELSINKI), 7 * 24 + 1 + 1),
        (dt.datetime(2023, 3, 30, 9, tzinfo=HELSINKI), 7 * 24 + 1 - 1),
    ],
    ids=["back", "forward"],
)
def test_the_wall_time_holds(
    starts_at: dt.datetime,
    hours_between: int,
    mail: MailServer,
    facilitator: Client,
    invited_by_nobody: Meeting,
    travel: Callable[[dt.datetime], None],
) -> None:
    meeting = invited_by_nobody
    # No letter leaves in a holiday week: this club's is another one.
    Club.objects.update(holiday_weeks=[9])
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at, host_group=None)
    travel(starts_at.astimezone(dt.UTC) - dt.timedelta(days=9))
    invite(facilitator, meeting)
    run_tick()
    everybody = recipients(mail)
    starts = {entry.starts_at for letter in mail.letters for entry in entries_of(letter)}
    assert starts == {starts_at}
    assert {start.time() for start in starts} == {dt.time(9)}
    assert [
        str(one["Subject"]) for one in mail.letters if "klo 9–12" not in str(one["Subject"])
    ] == []
    mail.forget()

    left_at = tick_until_mail(mail, travel, starts_at.astimezone(dt.UTC) - BEFORE)
    local = left_at.astimezone(HELSINKI)
    assert (starts_at.date() - local.date(), local.time()) == (dt.timedelta(days=7), dt.time(8))
    assert starts_at.astimezone(dt.UTC) - left_at == dt.timedelta(hours=hours_between)
    assert recipients(mail) == everybody
    bodies = [str(letter.get_body(("plain",)).get_content()) for letter in mail.letters]
    assert [body for body in bodies if "klo 9–12" not in body] == []
    assert "muistutus" in letters_page(facilitator, meeting)


def tick_until_mail(
    mail: MailServer, travel: Callable[[dt.datetime], None], moment: dt.datetime
) -> dt.datetime:
    """Tick every twenty minutes until letters leave; returns when that was."""
    for _tick in range(3 * 24):
        travel(moment)
        run_tick()
        if mail.letters:
            return moment
        moment += STEP
    raise AssertionError("no reminder left")
