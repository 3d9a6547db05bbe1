from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToOneRel
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from clubs.models import Club, Member, Season
from clubs.services import merge_members
from meetings.models import Invitee, Meeting
from meetings.services import record_answer
from outbox.models import Message
from tests import factories
from tests.cast import Cast


def url(member: Member) -> str:
    return f"/people/{member.pk}/merge/"


@pytest.fixture
def double(club: Club) -> Member:
    """Aino again, under the address that she had before; she has not joined with it."""
    return factories.make_member(
        club, "Aino", "Aalto", email="aino.entinen@example.org", user=None, job_title="Koulutuspäällikkö",
        muted_letters=["meetings.soon"], is_new_in_role=True,
    )  # fmt: skip


def rows_of(member: Member) -> list[str]:
    """Every row of any app that names the person."""
    found = []
    for field in Member._meta.get_fields(include_hidden=True):
        if isinstance(field, ManyToOneRel) and isinstance(field.field, ForeignKey):
            rows: Any = field.field.model._default_manager
            found += [field.field.model.__name__] * rows.filter(
                **{field.field.name: member}
            ).count()
    return found


def furnish(member: Member, meeting: Meeting) -> None:
    """Let a person have something of everything that one can have."""
    board = factories.make_board(meeting)
    note = factories.make_note(board, author=member)
    note.supports.create(member=member)
    factories.make_comment(note, author=member)
    factories.make_agreed(meeting, "Kokeillaan", member)
    material = factories.make_material(meeting)
    material.read_marks.create(member=member)
    factories.make_survey(meeting)
    factories.make_draw(meeting.season, drawn_by=member)
    factories.season_token(meeting.season, member)
    factories.make_message(meeting, member)


def test_all_that_belongs_to_the_double_is_moved(
    outi: Member, aino: Member, double: Member, meeting: Meeting
) -> None:
    factories.make_invitee(meeting, double, "yes")
    furnish(double, meeting)
    before = rows_of(double)
    gone = double.pk
    kept = merge_members(kept=aino, double=double, by=outi.user)

    assert sorted(rows_of(kept)) == sorted(before)
    assert {"Note", "Support", "Comment", "AgreedOwner", "ReadMark", "Invitee", "Draw"} <= {*before}
    assert not Member.objects.filter(pk=gone).exists()
    assert [one.person for one in Message.objects.all()] == [str(aino.pk)]
    assert Entry.objects.get(action="clubs.merged").detail == str(gone)


def test_what_the_club_knows_is_filled_and_never_lost(aino: Member, double: Member) -> None:
    kept = merge_members(kept=aino, double=double, email="Aino.Entinen@example.org")
    kept.refresh_from_db()

    assert kept.email == "aino.entinen@example.org"
    assert kept.user == aino.user
    assert (kept.unit, kept.job_title) == ("Myyntipalvelut", "Koulutuspäällikkö")
    assert kept.is_new_in_role
    assert kept.muted_letters == ["meetings.soon"]


def test_of_two_seats_the_newest_answer_stands_with_all_the_history(
    aino: Member, double: Member, meeting: Meeting
) -> None:
    old, new = factories.make_invitee(meeting, aino), factories.make_invitee(meeting, double)
    record_answer(invitee=old, value="no", source="page")
    Invitee.objects.filter(pk=old.pk).update(answered_at=timezone.now() - timedelta(days=2))
    record_answer(invitee=new, value="yes", source="mail")
    Invitee.objects.filter(pk=old.pk).update(attendance="present")
    merge_members(kept=aino, double=double)
    seat = Invitee.objects.get(meeting=meeting)

    assert (seat.member, seat.answer, seat.attendance) == (aino, "yes", "present")
    assert sorted(one.value for one in seat.answers.all()) == ["no", "yes"]


def test_who_has_left_and_come_back_by_another_address_is_one_again(
    club: Club, double: Member, outi: Member
) -> None:
    left = factories.make_member(club, "Vilma", "Vihta", left_at=timezone.now())
    user = left.user
    kept = merge_members(kept=double, double=left)
    kept.refresh_from_db()

    assert kept.user == user
    assert kept.is_active


def test_a_place_in_a_pair_is_moved(
    aino: Member, double: Member, petri: Member, season: Season
) -> None:
    group = factories.make_group(season, [double, petri])
    merge_members(kept=aino, double=double)

    assert {place.member for place in group.places.all()} == {aino, petri}


def test_in_two_pairs_the_one_of_the_person_who_stays(
    aino: Member, double: Member, petri: Member, leena: Member, season: Season
) -> None:
    stays = factories.make_group(season, [aino, leena])
    loses = factories.make_group(season, [double, petri])
    merge_members(kept=aino, double=double)

    assert {place.member for place in stays.places.all()} == {aino, leena}
    assert {place.member for place in loses.places.all()} == {petri}


def test_who_stays_in_the_pair_that_loses_the_double_is_said(
    client_of: Callable[[Member | User], Client],
    outi: Member,
    aino: Member,
    petri: Member,
    leena: Member,
    timo: Member,
    double: Member,
    season: Season,
) -> None:
    factories.make_group(season, [aino, petri])
    factories.make_group(season, [leena, double, timo])
    page = client_of(outi).get(url(aino) + f"?with={double.pk}").content.decode()
    assert f"ja jäljelle jää: {leena.full_name}, {timo.full_name}</span>" in " ".join(page.split())


def test_notes_that_were_taken_back_remember_the_owner(
    aino: Member, double: Member, meeting: Meeting
) -> None:
    note = factories.make_note(factories.make_board(meeting), author=double)
    note.kept = {"owners": [str(double.pk)], "is_for_everybody": False, "due_on": None}
    note.save()
    merge_members(kept=aino, double=double)
    note.refresh_from_db()

    assert note.kept["owners"] == [str(aino.pk)]


@pytest.mark.parametrize(
    ("other", "code"),
    [("self", "self"), ("ulla", "foreign"), ("petri", "two_accounts"), ("gone", "foreign")],
)
def test_what_cannot_be_merged_is_refused_and_nothing_moves(
    other: str, code: str, aino: Member, petri: Member, ulla: Member, double: Member
) -> None:
    gone = Member.objects.get(pk=double.pk)
    double.delete()
    people = {"self": aino, "ulla": ulla, "petri": petri, "gone": gone}
    with pytest.raises(ValidationError) as refused:
        merge_members(kept=aino, double=people[other])

    assert refused.value.code == code
    assert Member.objects.filter(pk__in=[aino.pk, petri.pk, ulla.pk]).count() == 3


def test_an_address_of_neither_is_refused(aino: Member, double: Member) -> None:
    with pytest.raises(ValidationError, match="Valitse toinen näistä osoitteista"):
        merge_members(kept=aino, double=double, email="kolmas@example.org")
    assert Member.objects.filter(pk=double.pk).exists()


def test_a_likely_double_is_shown_on_the_list_and_merged(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, double: Member
) -> None:
    client = client_of(outi)
    people = client.get(f"/clubs/{outi.club_id}/people/").content.decode()
    question = client.get(url(aino), {"with": str(double.pk)}).content.decode()
    response = client.post(url(aino), {"with": str(double.pk), "email": double.email})
    aino.refresh_from_db()

    assert f"{url(aino)}?with={double.pk}" in people
    assert "aino.entinen@example.org" in question
    assert response["Location"] == f"/clubs/{outi.club_id}/people/?done=people-merged"
    assert aino.email == "aino.entinen@example.org"


def test_the_page_first_asks_who_the_other_row_is(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, double: Member, eero: Member
) -> None:
    page = client_of(outi).get(url(aino)).content.decode()

    assert page.index(str(double.pk)) < page.index(str(eero.pk))
    assert f'value="{aino.pk}"' not in page


@pytest.mark.parametrize("other", ["", "no-key", "ulla", "aino"])
def test_whoever_is_not_in_the_club_cannot_be_chosen(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, ulla: Member, double: Member, other: str
) -> None:  # fmt: skip
    chosen = {"ulla": str(ulla.pk), "aino": str(aino.pk)}.get(other, other)
    response = client_of(outi).post(url(aino), {"with": chosen})

    assert response.status_code == 400
    assert "Valitse tämän klubin jäsen." in response.content.decode()
    assert Member.objects.filter(pk__in=[aino.pk, ulla.pk]).count() == 2


def test_an_address_must_be_chosen(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, double: Member
) -> None:
    response = client_of(outi).post(url(aino), {"with": str(double.pk), "email": "x@example.org"})

    assert response.status_code == 400
    assert "Valitse toinen näistä osoitteista." in response.content.decode()
    assert Member.objects.filter(pk=double.pk).exists()


def test_of_two_presses_the_second_is_told(
    client_of: Callable[[Member], Client], outi: Member, aino: Member, double: Member
) -> None:
    client, data = client_of(outi), {"with": str(double.pk), "email": aino.email}

    assert client.post(url(aino), data).status_code == 303
    assert client.post(url(aino), data).status_code == 400


def test_others_may_not(client_of: Callable[[Member | User], Client], cast: Cast) -> None:
    people = {name: getattr(cast, name) for name in ("petri", "eero", "ulla", "zaida", "admin")}
    statuses = {
        name: client_of(one).post(url(cast.aino)).status_code for name, one in people.items()
    }

    assert statuses == {"petri": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404}
