"""A year of a real club, played through the services from nothing to the season's end."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from boards.models import Memo, Note
from clubs.models import Club, Draw, Member, WorkGroup
from feedback.models import ScaleAnswer, Survey, SurveyInvitee
from home.demo import content
from home.demo.deeds import STILL_SILENT
from home.demo.play import Player
from meetings.models import AgreedThing, DatePoll, DateSlot, Invitee, LetterPlan, Material, Meeting
from meetings.path import hosts_at_hand, with_hosts
from meetings.poll_state import PollState, state_of
from outbox.models import Message, State
from vertaisklubi.env import parse_email_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Travel = Callable[[dt.datetime], None]


@pytest.fixture(autouse=True)
def _no_server(settings: Settings, tmp_path: Path) -> None:
    """Letters go to a folder, as in the demo, and files to another."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_SERVER = parse_email_url("demo:")


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def played(now: dt.datetime, travel: Travel) -> Club:
    return Player(now=now, travel=travel, shift=dt.timedelta()).play()


def test_the_whole_year(travel: Travel) -> None:
    club = played(at(dt.date(2023, 5, 31)), travel)

    seasons = list(club.seasons.all())
    assert [season.name for season in seasons] == ["Kevät 2022", "Lukuvuosi 2022–2023"]
    told = [*content.SPRING.meetings, *content.YEAR.meetings]
    meetings = list(with_hosts(Meeting.objects.order_by("starts_at")))
    assert [(timezone.localdate(one.starts_at), one.title) for one in meetings] == [
        (one.on, one.title) for one in told
    ]
    assert [{host.full_name for host in hosts_at_hand(one)} for one in meetings] == [
        set(one.hosts or ()) for one in told
    ]
    assert [sum(item.minutes for item in one.agenda_items.all()) for one in meetings] == [180] * 11

    # Everybody is in exactly one pair of the year, and the draw can be repeated from what it stored.
    assert Draw.objects.get().season == seasons[1]
    assert WorkGroup.objects.count() == 7
    assert Member.objects.filter(places__isnull=False).count() == 14

    # Every letter left, and nobody got the same one twice.
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    # (The spring's rows were purged: what is known of a letter is kept for twelve months.)
    assert Message.objects.filter(kind="meetings.invite").count() == 7 * 14
    assert Message.objects.filter(kind="meetings.season").count() == 14
    keys = list(Message.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))

    check_the_cadence()
    check_the_poll(meetings[6])
    assert Memo.objects.filter(sent_at__isnull=False).count() == 11
    assert Note.objects.filter(is_anonymous=True, author__isnull=True).count() == 1
    assert AgreedThing.objects.count() == 6
    surveys = Survey.objects.all()
    assert surveys.count() == 12
    assert not surveys.filter(closed_at__isnull=True).exists()
    assert SurveyInvitee.objects.filter(survey__season=seasons[1], has_answered=True).count() == 12
    assert ScaleAnswer.objects.exists()


def check_the_cadence() -> None:
    """The pairs heard of their turns, everybody who came of the place; nothing came too late."""
    hosts = sum(len(one.hosts or ()) for one in content.YEAR.meetings)
    assert Message.objects.filter(kind="meetings.duty14").count() == hosts
    assert Message.objects.filter(kind="meetings.soon").count() > 7 * 10
    assert Message.objects.filter(kind="meetings.agreed_due").exists()
    assert not LetterPlan.objects.exists()


def check_the_poll(third: Meeting) -> None:
    """The meeting that was polled kept its own time."""
    chosen = DateSlot.objects.get(chosen_at__isnull=False)
    assert (chosen.poll.meeting, chosen.starts_at) == (third, third.starts_at)


def test_in_the_middle_one_meeting_is_open_and_one_memo_waits(travel: Travel) -> None:
    now = at(dt.date(2022, 9, 29))
    club = played(now, travel)

    drafts = Memo.objects.filter(sent_at__isnull=True)
    assert [memo.meeting.title for memo in drafts] == ["Oppiva organisaatio: virheestä opiksi"]
    coming = Meeting.objects.filter(starts_at__gt=now, invited_at__isnull=False)
    assert [one.title for one in coming] == ["Luotsimalli: muutos kuuluu kaikille"]
    silent = Invitee.objects.filter(meeting__in=coming, answer="")
    assert {one.member.full_name for one in silent} == {
        "Aino Kettunen",
        "Mikael Lindholm",
        "Eero Tuominen",
    }
    # The reminder of T-14 (27.9.) went to the silent alone.
    reminded = Message.objects.filter(kind="meetings.remind14", topic=f"meeting:{coming[0].pk}")
    assert {one.to_name for one in reminded} == {
        "Aino Kettunen",
        "Mikael Lindholm",
        "Eero Tuominen",
    }
    assert {one.language for one in Message.objects.filter(to_name="Mikael Lindholm")} == {"sv"}
    assert club.members.filter(user__isnull=True).count() == 0
    check_poll_and_file(now)


def check_poll_and_file(now: dt.datetime) -> None:
    """A time is being asked for, and somebody has not said yet; one reading is a file."""
    poll = DatePoll.objects.get()
    slots = list(poll.slots.all())
    assert state_of(poll, slots, now) == PollState.OPEN
    assert poll.meeting is not None
    assert poll.meeting.title == "Etätyö ja etäjohtaminen"
    assert len(slots) == 4
    silent = poll.invitees.filter(answered_at__isnull=True)
    assert {one.member.full_name for one in silent} == STILL_SILENT
    file = Material.objects.exclude(file="").get()
    assert (file.meeting.title, file.file_name) == (
        "Luotsimalli: muutos kuuluu kaikille",
        "luotsin-muistilista.txt",
    )
    assert file.file.read().decode() == content.CHECKLIST
