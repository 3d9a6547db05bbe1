"""The measurements of `bench.pages`, in a process that has set Django up; prints its figures as one line of JSON."""

import argparse
import datetime as dt
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.figures import Figure, as_line, at_most, ratio_at_most
from clubs.models import Member, Season, WorkGroup, WorkGroupMember
from clubs.people import Person
from clubs.services import add_people, open_club
from meetings.models import AgreedThing, Invitee
from meetings.services import (
    plan_season,
    record_answer,
    save_materials,
    send_invitations,
    send_season_invitations,
)
from meetings.services.program import MaterialRow

MEETINGS = 7
MOST_QUERIES = 12
MOST_MS = 25
MOST_GROWTH = 1.3
ANSWERS = ("yes", "yes", "yes", "maybe", "no", "")
FEW, USUAL, MANY = 3, 30, 200


def furnish(people: int) -> Season:
    """A club whose season was announced: the first meeting is over, the second is invited and partly answered."""
    user = User.objects.create_user(f"outi{people}@example.org", first_name="Outi", last_name="O")
    club = open_club(user=user, name=f"Klubi {people}", place="Kampus Koivu, tila B214")
    add_people(
        club=club,
        people=[
            Person(f"Etunimi{one}", f"Sukunimi{one}", f"jasen{people}.{one}@example.org")
            for one in range(people)
        ],
    )
    outi = club.members.facilitators().get()
    day = timezone.localdate() + dt.timedelta(days=10)
    dates = [day + dt.timedelta(weeks=4 * place) for place in range(MEETINGS)]
    season = plan_season(
        club=club,
        name="Kausi",
        weekday=day.isoweekday(),
        starts_at=dt.time(9),
        every_weeks=4,
        dates=dates,
    )
    send_season_invitations(season=season, sender=outi)
    _write(season, outi)
    return season


def _write(season: Season, outi: Member) -> None:
    """Hosts, materials, letters, answers and things agreed; then time goes on by two weeks."""
    members = list(season.club.members.invited())
    for place, meeting in enumerate(season.meetings.order_by("starts_at")):
        meeting.title = f"Tapaaminen {place}"
        meeting.host_group = WorkGroup.objects.create(season=season, position=place)
        meeting.save()
        for member in members[2 * place : 2 * place + 2]:
            WorkGroupMember.objects.create(group=meeting.host_group, season=season, member=member)
        row = MaterialRow(kind="article", title="Luotsi", url="https://example.org/a", minutes=10)
        save_materials(meeting=meeting, rows=[row])
        if place < 2:
            send_invitations(meeting=meeting, sender=outi)
            seats = Invitee.objects.filter(meeting=meeting).select_related("meeting__season")
            for number, seat in enumerate(seats):
                answer = ANSWERS[number % len(ANSWERS)]
                if answer:
                    record_answer(invitee=seat, value=answer, source="mail")
            for number in range(5):
                due = timezone.localdate() + dt.timedelta(days=20 + number)
                AgreedThing.objects.create(meeting=meeting, text=f"Asia {number}", due_on=due)
    first = season.meetings.order_by("starts_at")[0]
    first.starts_at -= dt.timedelta(weeks=2)
    first.save()
    first.invitees.filter(answer="yes").update(attendance="present")


class Page:
    """One page of one club, as its facilitator opens it."""

    def __init__(self, path: str, season: Season) -> None:
        facilitator = season.club.members.facilitators().select_related("user").get()
        assert facilitator.user is not None
        self._client = Client(SERVER_NAME="localhost")
        self._client.force_login(facilitator.user)
        self._path = path
        self.spent: list[float] = []

    def open(self) -> None:
        """Open it, and note the milliseconds by the wall clock."""
        began = time.perf_counter()
        response = self._client.get(self._path)
        self.spent.append(1000 * (time.perf_counter() - began))
        assert response.status_code == 200, response.status_code

    def queries(self) -> int:
        """How many queries it takes."""
        with CaptureQueriesContext(connection) as asked:
            self.open()
        return len(asked)

    @property
    def median(self) -> float:
        return statistics.median(self.spent)


def measure(rounds: int) -> list[Figure]:
    """The figures. The pages take turns, so that what else the machine does disturbs them alike."""
    seasons = {people: furnish(people) for people in (FEW, USUAL, MANY)}
    figures = []
    for name, view in (("panel home", "home:next-steps"), ("season page", "meetings:season")):
        pages = {people: Page(_path(view, season), season) for people, season in seasons.items()}
        bare = Page(reverse("home:accessibility"), seasons[FEW])
        queries = max(page.queries() for page in pages.values())
        for page in (*pages.values(), bare):
            page.open()
            page.spent.clear()
        for _round in range(rounds):
            for page in (*pages.values(), bare):
                page.open()
        few, usual, many = (pages[people].median for people in (FEW, USUAL, MANY))
        figures += [
            at_most(f"{name}, queries", queries, "queries", MOST_QUERIES, is_firm=True),
            at_most(
                f"{name}, {USUAL} people × {MEETINGS} meetings",
                usual,
                "ms",
                MOST_MS,
                baseline=bare.median,
            ),
            ratio_at_most(f"{name}, {MANY} people against {FEW}", many, "ms", few, MOST_GROWTH),
        ]
    return figures


def _path(view: str, season: Season) -> str:
    return reverse(view, args=[season.club_id if view.startswith("home:") else season.pk])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, required=True)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(as_line(measure(given.rounds)))
