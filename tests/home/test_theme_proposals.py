"""Wishes from season feedback and ideas can be turned into themes."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member, Season
from feedback.models import Question, Survey
from home.themeproposals import NAME_LENGTH, name_of
from meetings.models import Theme
from tests import factories

ClientOf = Callable[[Member | User], Client]
WISHES = ("Etäjohtaminen.", "Palaverikäytännöt", "Etäjohtaminen.")


def url(member: Member) -> str:
    return f"/clubs/{member.club_id}/themes/proposals/"


def proposed(client: Client, path: str) -> dict[str, str]:
    """By its text, the code of every proposal that can be turned into a theme."""
    response = client.get(path)
    assert response.status_code == 200
    rows = re.findall(r'<p class="title">(.*?)</p>(.*?)</li>', response.content.decode(), re.S)
    codes = {text: re.search(r'name="proposal" value="(\w+)"', rest) for text, rest in rows}
    return {text: code[1] if code else "" for text, code in codes.items()}


def make_wishes(season: Season, answered: int = 5) -> Survey:
    """A season's survey, closed with so many answers."""
    survey = factories.make_survey(
        season=season, members=[], answered_count=answered, closed_at=timezone.now()
    )
    survey.questions.filter(kind=Question.Kind.TEXT).update(code="next_theme", text="")
    factories.answer_survey(survey, [4] * answered, WISHES)
    return survey


def test_a_wish_and_an_idea_become_themes(
    client_of: ClientOf, outi: Member, season: Season
) -> None:
    make_wishes(season)
    board = factories.make_board(factories.make_meeting(season))
    factories.make_note(board, "Perehdytys")
    client, path = client_of(outi), url(outi)
    found = proposed(client, path)
    assert sorted(found) == ["Etäjohtaminen.", "Palaverikäytännöt", "Perehdytys"]
    main = factories.make_theme(outi.club, "Johtaminen")
    sent = {"proposal": found["Etäjohtaminen."], "name": "Etäjohtaminen", "parent": main.pk}
    response = client.post(path, sent)
    assert (response.status_code, response["Location"].split("?")[0]) == (303, path)
    theme = Theme.objects.get(name="Etäjohtaminen")
    assert theme.parent == main
    found = proposed(client, path)
    assert found["Etäjohtaminen."] == ""
    assert f'href="/themes/{theme.pk}/"' in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("answered", "fields"), [(4, {}), (5, {"closed_at": None, "answered_count": None})]
)
def test_wishes_show_only_where_results_do(
    client_of: ClientOf, outi: Member, season: Season, answered: int, fields: dict[str, None]
) -> None:
    survey = make_wishes(season, answered)
    Survey.objects.filter(pk=survey.pk).update(**fields)
    assert proposed(client_of(outi), url(outi)) == {}
    assert "Kun kausipalaute on sulkeutunut" in client_of(outi).get(url(outi)).content.decode()


def test_what_was_typed_stays_when_it_is_refused(
    client_of: ClientOf, outi: Member, season: Season
) -> None:
    make_wishes(season)
    factories.make_theme(outi.club, "Palaverit")
    client, path = client_of(outi), url(outi)
    code = proposed(client, path)["Palaverikäytännöt"]
    response = client.post(path, {"proposal": code, "name": "Palaverit", "is_cross_cutting": "on"})
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("Klubilla on jo tämänniminen teema.") == 2
    assert 'value="Palaverit"' in html
    assert Theme.objects.count() == 1
    html = client.post(path, {"proposal": code, "name": ""}).content.decode()
    assert f'id="proposal-{code}-name"' in html
    assert 'aria-invalid="true"' in html


def test_a_proposal_that_somebody_else_has_made_a_theme_of(
    client_of: ClientOf, outi: Member, season: Season
) -> None:
    make_wishes(season)
    client, path = client_of(outi), url(outi)
    code = proposed(client, path)["Palaverikäytännöt"]
    factories.make_theme(outi.club, "Palaverikäytännöt")
    html = client.post(path, {"proposal": code, "name": "Palaverikäytännöt"}).content.decode()
    # The list of errors leads to a field that is there.
    assert f'href="#proposal-{code}-name"' in html
    assert f'id="proposal-{code}-name"' in html


def test_a_proposal_that_has_gone(client_of: ClientOf, outi: Member) -> None:
    html = client_of(outi).post(url(outi), {"proposal": "x"}).content.decode()
    assert "Ehdotusta ei enää ole. Valitse toinen." in html


def test_only_facilitators(client_of: ClientOf, outi: Member, aino: Member, ulla: Member) -> None:
    for method in ("get", "post"):
        assert getattr(client_of(aino), method)(url(outi)).status_code == 403
        assert getattr(client_of(ulla), method)(url(outi)).status_code == 404


def test_a_name_is_the_first_line_and_ends_at_a_word() -> None:
    assert name_of("\n Etäjohtaminen. \nja muuta") == "Etäjohtaminen"
    long = name_of("sana " * 60)
    assert len(long) <= NAME_LENGTH
    assert long.endswith("sana")
    assert name_of("x" * 200) == "x" * NAME_LENGTH


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    outi: Member,
    season: Season,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_wishes(season)
    board = factories.make_board(factories.make_meeting(season))
    for place in range(number):
        factories.make_note(board, f"Idea {place}")
        factories.make_theme(outi.club, f"Teema {place}")
    client = client_of(outi)
    with django_assert_num_queries(10):
        assert client.get(url(outi)).status_code == 200


def test_making_a_theme_reads_no_proposals(
    client_of: ClientOf, outi: Member, season: Season
) -> None:
    make_wishes(season)
    client, path = client_of(outi), url(outi)
    sent = {"proposal": proposed(client, path)["Palaverikäytännöt"], "name": "Palaverit"}
    with CaptureQueriesContext(connection) as asked:
        assert client.post(path, sent).status_code == 303
    assert not [one["sql"] for one in asked if re.search("boards_|feedback_", one["sql"])]
