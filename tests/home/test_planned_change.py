"""Send now, move, skip and take back letters that leave by themselves."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.utils import timezone

from accounts.models import User
from clubs.models import Member
from meetings.models import LetterPlan, Meeting
from outbox.models import Message

ClientOf = Callable[[Member | User], Client]


def path(meeting: Meeting, step: str = "remind7") -> str:
    return f"/clubs/{meeting.season.club_id}/mail/planned/{meeting.pk}/{step}/change/"


def undo(location: str) -> str:
    return parse_qs(urlsplit(location).query)["undo"][0]


def test_sent_now_the_letters_are_in_the_queue_once(
    client_of: ClientOf, outi: Member, invited: Meeting
) -> None:
    client = client_of(outi)
    response = client.post(path(invited), {"action": "send"})
    assert (response.status_code, response["Location"]) == (
        303,
        f"/clubs/{outi.club_id}/mail/?done=planned-sent",
    )
    assert Message.objects.filter(kind="meetings.remind7").count() == 4
    client.post(path(invited), {"action": "send"})
    assert Message.objects.filter(kind="meetings.remind7").count() == 4


def test_moved_and_taken_back(client_of: ClientOf, outi: Member, invited: Meeting) -> None:
    """Undo after a second move leads back to the first; after the first, to the cadence's own moment."""
    client = client_of(outi)
    days = [timezone.localdate() + timedelta(days=number) for number in (6, 7)]
    undone = []
    for day in days:
        posted = {"action": "move", "day": f"{day:%d.%m.%Y}", "clock": "10.30"}
        undone.append(undo(client.post(path(invited, "remind14"), posted)["Location"]))
    plan = LetterPlan.objects.get()
    assert plan.send_at is not None
    assert f"{timezone.localtime(plan.send_at):%d.%m.%Y %H.%M}" == f"{days[1]:%d.%m.%Y} 10.30"

    was = undone[1].partition(":")[2]
    client.post(path(invited, "remind14"), {"action": "move", "at": was})
    plan.refresh_from_db()
    assert timezone.localdate(plan.send_at) == days[0]
    assert undone[0] == f"{invited.pk}-remind14:"
    client.post(path(invited, "remind14"), {"action": "restore"})
    assert LetterPlan.objects.count() == 0


def test_skipped_and_taken_back(client_of: ClientOf, outi: Member, invited: Meeting) -> None:
    client = client_of(outi)
    response = client.post(path(invited), {"action": "skip"})
    assert undo(response["Location"]) == f"{invited.pk}-remind7:"
    assert LetterPlan.objects.get().is_skipped
    response = client.post(path(invited), {"action": "restore"})
    assert response["Location"].endswith("?done=planned-restored")
    assert LetterPlan.objects.count() == 0


def test_a_bad_time_is_refused_at_its_field_and_stays(
    client_of: ClientOf, outi: Member, invited: Meeting
) -> None:
    client = client_of(outi)
    html = client.post(
        path(invited), {"action": "move", "day": "huomenna", "clock": "25"}
    ).content.decode()
    assert 'value="huomenna"' in html
    assert 'value="25"' in html
    assert f'<a href="#id_{invited.pk}-remind7_day">Päivä: ' in html.split("<section")[0]
    past = client.post(path(invited), {"action": "move", "day": "1.1.2020", "clock": "9"})
    assert 'value="1.1.2020"' in past.content.decode()
    assert LetterPlan.objects.count() == 0


def test_what_is_not_planned_does_not_exist(
    client_of: ClientOf, outi: Member, invited: Meeting
) -> None:
    client = client_of(outi)
    assert client.post(path(invited, "nonsense"), {"action": "skip"}).status_code == 404
    assert client.post(path(invited), {"action": "nonsense"}).status_code == 400


def test_only_facilitators(
    client_of: ClientOf, aino: Member, ulla: Member, invited: Meeting
) -> None:
    assert client_of(aino).post(path(invited), {"action": "skip"}).status_code == 403
    assert client_of(ulla).post(path(invited), {"action": "skip"}).status_code == 404
    assert LetterPlan.objects.count() == 0
